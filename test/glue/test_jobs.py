from unittest import mock

from botocore.exceptions import ClientError, ReadTimeoutError

from memory_platform import REGION, Platform, PlatformTest

from dapf_jobs import Jobs, SubmissionError, job_name_of
from dapf_rows import RowError


class Names(PlatformTest):
    def test_the_name_of_a_job_follows_from_its_row(self):
        name = job_name_of("p-job", "2026-11-21", "gearbox/xgb", 1)

        self.assertEqual(name, job_name_of("p-job", "2026-11-21", "gearbox/xgb", 1))
        self.assertRegex(name, "^p-job-20261121-gearbox-xgb-[0-9a-f]{8}-1$")

    def test_keys_that_look_alike_have_jobs_of_different_names(self):
        keys = ["a b/x", "a-b/x", "a_b/x", "ä/x", "ö/x"]

        self.assertEqual(len({job_name_of("p", "2026-11-21", key, 1) for key in keys}), len(keys))

    def test_each_attempt_has_a_name_of_its_own(self):
        self.assertNotEqual(job_name_of("p", "2026-11-21", "k/a", 1), job_name_of("p", "2026-11-21", "k/a", 2))

    def test_a_long_key_is_cut_where_aws_batch_ends(self):
        names = {job_name_of("p", "2026-11-21", "k" * 300 + end, 1) for end in ("/a", "/b")}

        self.assertEqual([len(name) for name in names], [128, 128])

    def test_a_head_that_aws_batch_would_refuse_is_refused(self):
        with self.assertRaises(RowError):
            job_name_of("-p", "2026-11-21", "k/a", 1)


class Submission(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("training")
        self.jobs = Jobs(REGION, self.platform.session, self.platform.sleep)

    def submit(self, name="job-1"):
        return self.jobs.submit(self.platform.queue, name, self.platform.definition, {"DAPF_MAPPING_ID": "gearbox/xgb"})

    def failing(self, *errors):
        """The first calls of SubmitJob end in these errors; those in `lost` take effect all the same."""
        real = self.jobs._submitter.submit_job
        left = list(errors)

        def call(**arguments):
            if not left:
                return real(**arguments)
            error, took_effect = left.pop(0)
            if took_effect:
                real(**arguments)
            raise error

        return mock.patch.object(self.jobs._submitter, "submit_job", call)

    def test_a_job_is_found_by_its_name(self):
        job_id = self.submit()

        self.assertEqual(self.jobs.find(self.platform.queue, "job-1"), job_id)
        self.assertIsNone(self.jobs.find(self.platform.queue, "job"))

    def test_capital_letters_make_another_name(self):
        self.submit("Job-1")

        self.assertIsNone(self.jobs.find(self.platform.queue, "job-1"))

    def test_jobs_are_found_by_what_their_names_begin_with(self):
        ids = {name: self.submit(name) for name in ("run-1-a", "run-1-b", "run-2-a")}

        self.assertEqual(self.jobs.named(self.platform.queue, "run-1-*"), {n: ids[n] for n in ("run-1-a", "run-1-b")})

    def test_a_job_from_before_the_run_was_opened_is_none_of_it(self):
        job_id = self.submit()
        for since, expected in (("2026-01-01T00:00:00Z", job_id), ("2999-01-01T00:00:00Z", None)):
            with self.subTest(since):
                jobs = Jobs(REGION, self.platform.session, self.platform.sleep, since)

                self.assertEqual(jobs.find(self.platform.queue, "job-1"), expected)

    def test_throttling_is_waited_out(self):
        throttled = ClientError({"Error": {"Code": "TooManyRequestsException"}}, "SubmitJob")
        with self.failing((throttled, False), (throttled, False)):
            self.submit()

        self.assertEqual(len(self.platform.job_summaries()), 1)
        self.assertEqual(self.platform.sleeps, [1.0, 2.0])

    def test_a_lost_answer_does_not_double_the_job(self):
        with self.failing((ReadTimeoutError(endpoint_url="https://batch"), True)):
            job_id = self.submit()

        self.assertEqual([job["jobId"] for job in self.platform.job_summaries()], [job_id])

    def test_a_fault_that_took_no_effect_is_tried_again(self):
        fault = ClientError(
            {"Error": {"Code": "ServerException"}, "ResponseMetadata": {"HTTPStatusCode": 500}}, "SubmitJob"
        )
        with self.failing((fault, False)):
            self.submit()

        self.assertEqual(len(self.platform.job_summaries()), 1)

    def test_a_refusal_is_not_tried_again(self):
        refused = ClientError({"Error": {"Code": "ClientException", "Message": "queue is DISABLED"}}, "SubmitJob")
        with self.failing((refused, False)), self.assertRaisesRegex(SubmissionError, "job-1: .*queue is DISABLED"):
            self.submit()

        self.assertEqual(self.platform.sleeps, [])

    def test_faults_without_end_are_an_error(self):
        lost = (ReadTimeoutError(endpoint_url="https://batch"), False)
        with self.failing(*[lost] * 7), self.assertRaisesRegex(SubmissionError, "job-1"):
            self.submit()

        self.assertEqual(self.platform.job_summaries(), [])

    def test_states_are_asked_for_a_hundred_at_a_time(self):
        asked = []
        real = self.jobs._batch.describe_jobs

        def describe_jobs(jobs):
            asked.append(len(jobs))
            return real(jobs=jobs)

        job_id = self.submit()
        with mock.patch.object(self.jobs._batch, "describe_jobs", describe_jobs):
            states = list(self.jobs.states([job_id] + [f"unknown-{n}" for n in range(240)]))

        self.assertEqual(asked, [100, 100, 41])
        self.assertEqual([state.batchjob_id for state in states], [job_id])
