from dataclasses import replace
from unittest import mock

from memory_platform import Platform, PlatformTest

from dapf_arguments import ArgumentError
from dapf_jobs import SubmissionError
from dapf_rows import SUBMITTED, SUBMITTING, SUCCEEDED
from dapf_run import run_of
from dapf_store import Store, TableMissingError
from dapf_submit import NothingToRunError
from pipeline import KEYS, check, open_rows, submit, tidy


class Submit(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("training")

    def test_every_pending_row_gets_one_batch_job(self):
        open_rows(self.platform)

        submit(self.platform)

        self.assertEqual(sorted(self.platform.jobs()), sorted(KEYS))
        self.assertEqual(self.platform.statuses(), dict.fromkeys(KEYS, SUBMITTED))

    def test_the_state_table_has_a_row_for_each_batch_job(self):
        open_rows(self.platform)

        submit(self.platform)

        jobs = self.platform.jobs()
        for key, row in self.platform.rows("state").items():
            with self.subTest(key):
                self.assertEqual(row["batchjob_id"], jobs[key]["jobId"])
                self.assertEqual(row["job_name"], jobs[key]["jobName"])
                self.assertEqual((row["run_date"], row["job_status"]), ("2026-11-21", SUBMITTED))
        self.assertEqual(set(self.platform.rows("state")), set(KEYS))

    def test_a_job_learns_from_its_environment_what_it_is_about(self):
        open_rows(self.platform)

        submit(self.platform)

        environment = self.platform.environment(self.platform.jobs()["gearbox/xgb"])
        self.assertEqual(
            environment,
            {
                "DAPF_CONTEXT": "training",
                "DAPF_REGION": "eu-west-1",
                "DAPF_RUN_DATE": "2026-11-21",
                "DAPF_JOB_NAME": self.platform.jobs()["gearbox/xgb"]["jobName"],
                "DAPF_MAPPING_ID": "gearbox/xgb",
                "DAPF_MAPPING_KEY": "gearbox",
                "DAPF_ALGORITHM": "xgb",
                "DAPF_OUTPUT": "s3://shared/2026-11-21/xgb/gearbox/",
                "DAPF_META_TABLE": "churn-dev-euwest1-training-meta-table",
            },
        )

    def test_a_job_is_tagged_with_its_queue_as_the_role_may_end_only_such_jobs(self):
        open_rows(self.platform)

        submit(self.platform)

        for job in self.platform.jobs().values():
            self.assertEqual(job["tags"], {"dapf-queue": "churn-dev-euwest1-dapf-batch-training-job-queue"})

    def test_jobs_of_tables_that_are_gone_are_not_taken_for_those_of_a_new_run(self):
        open_rows(self.platform)
        submit(self.platform)
        for name in ("input", "state", "meta"):
            self.platform.clear_table(name)
        # The old jobs are from the same second.
        with mock.patch("dapf_open_run.now", return_value="2999-01-01T00:00:00Z"):
            open_rows(self.platform)

        submit(self.platform)

        self.assertEqual(len(self.platform.job_summaries()), 2 * len(KEYS))

    def test_a_row_needs_no_more_than_a_gatekeeper_has_to_write(self):
        row = {
            "pk_mappingid": "gearbox/xgb",
            "run_date": "2026-11-21",
            "mapping_key": "gearbox",
            "algorithm": "xgb",
            "s3_output": "s3://shared/gearbox/",
        }
        self.platform.tables["input"].put_item(Item=row)

        submit(self.platform)

        self.assertEqual(set(self.platform.jobs()), {"gearbox/xgb"})

    def test_attributes_that_the_team_gave_a_row_stay(self):
        open_rows(self.platform, keys=("gearbox/xgb",))
        self.platform.tables["input"].put_item(Item={**self.platform.rows("input")["gearbox/xgb"], "owner": "team"})

        submit(self.platform)
        check(self.platform)
        tidy(self.platform)

        row = self.platform.rows("input")["gearbox/xgb"]
        self.assertEqual((row["owner"], row["job_status"]), ("team", SUCCEEDED))

    def test_a_second_time_submits_nothing(self):
        open_rows(self.platform)
        submit(self.platform)

        self.assertEqual(submit(self.platform), [])
        self.assertEqual(len(self.platform.job_summaries()), len(KEYS))

    def test_a_job_that_was_submitted_but_not_recorded_is_found(self):
        open_rows(self.platform)
        [first, *_] = submit(self.platform)
        self.platform.tables["state"].delete_item(Key={"batchjob_id": first.batchjob_id})
        store = Store(run_of("training", self.platform.arguments()), self.platform.session)
        store.put_input_row(replace(first, job_status=SUBMITTING, batchjob_id=""))

        submit(self.platform)

        self.assertEqual(self.platform.rows("state")[first.pk_mappingid]["batchjob_id"], first.batchjob_id)
        self.assertEqual(len(self.platform.job_summaries()), len(KEYS))

    def test_a_claimed_row_without_a_job_is_asked_about_twice_then_submitted(self):
        open_rows(self.platform, keys=("gearbox/xgb",))
        store = Store(run_of("training", self.platform.arguments()), self.platform.session)
        [row] = store.input_rows()
        store.put_input_row(replace(row, job_status=SUBMITTING, job_name="claimed"))

        submit(self.platform)

        self.assertEqual(self.platform.sleeps, [5.0])
        self.assertEqual(self.platform.jobs()["gearbox/xgb"]["jobName"], "claimed")

    def test_a_row_that_another_process_took_is_left_to_it(self):
        open_rows(self.platform, keys=("gearbox/xgb",))
        real = Store.replace_input_row

        def beaten(store, old, new):
            real(store, old, replace(new, job_name="theirs"))
            return real(store, old, new)

        Store.replace_input_row = beaten
        self.addCleanup(setattr, Store, "replace_input_row", real)

        self.assertEqual(submit(self.platform), [])
        self.assertEqual(self.platform.job_summaries(), [])

    def test_rows_of_another_day_are_no_work(self):
        open_rows(self.platform, day="2026-11-20")

        with self.assertRaisesRegex(NothingToRunError, "no rows of 2026-11-21: has the gatekeeper run"):
            submit(self.platform)

    def test_without_a_live_job_definition_nothing_is_submitted(self):
        open_rows(self.platform)

        with self.assertRaisesRegex(ArgumentError, "no live job definition for training yet: .* says 'default'"):
            submit(self.platform, aws_batch_job_definition_arn="default")
        self.assertEqual(self.platform.job_summaries(), [])

    def test_a_refused_job_ends_the_script_and_names_the_job(self):
        open_rows(self.platform, keys=("gearbox/xgb",))

        with self.assertRaisesRegex(SubmissionError, "churn-dev-euwest1-job-20261121-gearbox-xgb-.* does not exist"):
            submit(self.platform, aws_batch_job_definition_arn=self.platform.definition + "99")
        self.assertEqual(self.platform.statuses(), {"gearbox/xgb": SUBMITTING})

    def test_a_missing_table_is_named(self):
        self.platform.delete_table("input")

        with self.assertRaisesRegex(TableMissingError, "training-input-table"):
            submit(self.platform)
