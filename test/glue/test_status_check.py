from moto.batch.models import batch_backends

from memory_platform import Platform, PlatformTest

from dapf_rows import FAILED, RUNNING, SUBMITTED, SUCCEEDED
from dapf_status_check import NotSubmittedError, TooManyFailuresError
from pipeline import KEYS, check, open_rows, submit


class StatusCheck(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("training")

    def submitted(self, **settings):
        open_rows(self.platform, **settings)
        submit(self.platform)
        self.platform.set_all_jobs("RUNNABLE")

    def completion(self):
        return self.platform.parameter(self.platform.complete_status)

    def test_while_a_job_has_not_ended_the_parameter_says_false(self):
        self.submitted()
        self.platform.set_all_jobs("SUCCEEDED")
        self.platform.set_job("gearbox/xgb", "RUNNING")

        self.assertFalse(check(self.platform))
        self.assertEqual(self.completion(), "False")
        self.assertEqual(
            self.platform.statuses(),
            {"brake_disc/xgb": SUCCEEDED, "gearbox/xgb": RUNNING, "wiper_motor/xgb": SUCCEEDED},
        )

    def test_when_all_jobs_have_ended_the_parameter_says_true(self):
        self.submitted()
        self.platform.set_all_jobs("SUCCEEDED")

        self.assertTrue(check(self.platform))
        self.assertEqual(self.completion(), "True")

    def test_the_state_table_follows(self):
        self.submitted()
        self.platform.set_all_jobs("SUCCEEDED")

        check(self.platform)

        states = {key: row["job_status"] for key, row in self.platform.rows("state").items()}
        self.assertEqual(states, dict.fromkeys(KEYS, SUCCEEDED))

    def test_all_that_comes_before_running_is_submitted(self):
        self.submitted()
        for status in ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING"):
            with self.subTest(status):
                self.platform.set_all_jobs(status)
                check(self.platform)
                self.assertEqual(self.platform.statuses(), dict.fromkeys(KEYS, SUBMITTED))

    def test_a_failed_job_is_one_too_many_by_default_and_is_named_with_its_reason(self):
        self.submitted()
        self.platform.set_all_jobs("SUCCEEDED")
        self.platform.set_job("gearbox/xgb", "FAILED", "Essential container exited")

        with self.assertRaises(TooManyFailuresError) as raised:
            check(self.platform)

        self.assertRegex(
            str(raised.exception),
            r"^1 of 3 jobs failed \(33.3 %, allowed 0 %\): gearbox/xgb \(.*-xgb-.*: Essential container exited\)$",
        )
        self.assertEqual(self.platform.rows("state")["gearbox/xgb"]["reason"], "Essential container exited")
        self.assertEqual(self.completion(), "True")

    def test_failures_are_not_judged_before_all_jobs_have_ended(self):
        self.submitted()
        self.platform.set_job("gearbox/xgb", "FAILED")

        self.assertFalse(check(self.platform))

    def test_the_threshold_may_be_reached_but_not_passed(self):
        self.submitted()
        for threshold, passes in (("33.3", False), ("33.4", True), ("100", True)):
            self.platform.set_all_jobs("SUCCEEDED")
            self.platform.set_job("gearbox/xgb", "FAILED")
            with self.subTest(threshold):
                if passes:
                    self.assertTrue(check(self.platform, batch_job_failure_threshold_percent=threshold))
                else:
                    with self.assertRaises(TooManyFailuresError):
                        check(self.platform, batch_job_failure_threshold_percent=threshold)

    def test_a_threshold_that_divides_evenly_is_exact(self):
        keys = tuple(f"part{n}/xgb" for n in range(5))
        self.submitted(keys=keys)
        self.platform.set_all_jobs("SUCCEEDED")
        self.platform.set_job("part3/xgb", "FAILED")

        self.assertTrue(check(self.platform, batch_job_failure_threshold_percent="20"))

    def test_the_threshold_of_the_mapping_file_goes_before_that_of_the_job(self):
        self.submitted(threshold="40")
        self.platform.set_all_jobs("SUCCEEDED")
        self.platform.set_job("gearbox/xgb", "FAILED")

        self.assertTrue(check(self.platform, batch_job_failure_threshold_percent="0"))

    def test_a_job_that_aws_batch_forgot_has_failed(self):
        self.submitted(threshold="100")
        self.platform.set_all_jobs("SUCCEEDED")
        del batch_backends["123456789012"]["eu-west-1"]._jobs[self.platform.rows("input")["gearbox/xgb"]["batchjob_id"]]

        check(self.platform)

        row = self.platform.rows("input")["gearbox/xgb"]
        self.assertEqual((row["job_status"], row["reason"]), (FAILED, "AWS Batch does not know the job any more"))

    def test_what_has_ended_is_not_asked_for_again(self):
        self.submitted()
        self.platform.set_all_jobs("SUCCEEDED")
        check(self.platform)
        self.platform.set_all_jobs("RUNNING")

        self.assertTrue(check(self.platform))

    def test_rows_without_a_job_are_an_error_instead_of_an_endless_wait(self):
        open_rows(self.platform)

        with self.assertRaisesRegex(NotSubmittedError, "brake_disc/xgb, gearbox/xgb, wiper_motor/xgb.*submit job"):
            check(self.platform)

    def test_a_run_without_rows_is_an_error(self):
        with self.assertRaisesRegex(NotSubmittedError, "has no rows on 2026-11-21"):
            check(self.platform)
