from dataclasses import replace

from memory_platform import Platform, PlatformTest

from dapf_rows import ABORTED, SUBMITTING, SUCCEEDED
from dapf_run import run_of
from dapf_store import Store, TableMissingError
from pipeline import KEYS, check, open_rows, submit, tidy


class CleanUp(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("training")

    def completion(self):
        return self.platform.parameter(self.platform.complete_status)

    def store(self):
        return Store(run_of("training", self.platform.arguments()), self.platform.session)

    def test_a_run_that_went_well_is_closed(self):
        open_rows(self.platform)
        submit(self.platform)
        check(self.platform)

        tidy(self.platform)

        self.assertEqual(self.platform.statuses(), dict.fromkeys(KEYS, SUCCEEDED))
        for kind in ("input", "state"):
            self.assertEqual([key for key, row in self.platform.rows(kind).items() if "closed_at" not in row], [])
        self.assertIn("closed_at", self.platform.rows("meta")["run"])

    def test_the_parameter_is_reset(self):
        open_rows(self.platform)
        submit(self.platform)
        check(self.platform)
        self.assertEqual(self.completion(), "True")

        tidy(self.platform)

        self.assertEqual(self.completion(), "default")

    def test_jobs_that_still_run_are_ended(self):
        open_rows(self.platform)
        submit(self.platform)
        self.platform.set_all_jobs("RUNNING")

        tidy(self.platform)

        self.assertEqual(self.platform.statuses(), dict.fromkeys(KEYS, ABORTED))
        self.assertEqual(self.platform.terminated(), set(KEYS))
        self.assertEqual({row["job_status"] for row in self.platform.rows("state").values()}, {ABORTED})

    def test_jobs_that_ended_meanwhile_keep_their_result(self):
        open_rows(self.platform)
        submit(self.platform)
        self.platform.set_all_jobs("SUCCEEDED")

        tidy(self.platform)

        self.assertEqual(self.platform.statuses(), dict.fromkeys(KEYS, SUCCEEDED))

    def test_rows_without_a_job_are_closed(self):
        open_rows(self.platform)

        tidy(self.platform)

        self.assertEqual(self.platform.statuses(), dict.fromkeys(KEYS, ABORTED))
        self.assertEqual(self.platform.rows("input")["gearbox/xgb"]["reason"], "no job was submitted")

    def test_a_job_that_was_submitted_but_not_recorded_is_ended_too(self):
        open_rows(self.platform, keys=("gearbox/xgb",))
        [row] = submit(self.platform)
        self.platform.set_all_jobs("RUNNING")
        self.platform.tables["state"].delete_item(Key={"batchjob_id": row.batchjob_id})
        self.store().put_input_row(replace(row, job_status=SUBMITTING, batchjob_id=""))

        tidy(self.platform)

        self.assertEqual(self.platform.terminated(), {"gearbox/xgb"})
        self.assertEqual(self.platform.rows("state")["gearbox/xgb"]["job_status"], ABORTED)

    def test_a_second_time_changes_nothing(self):
        open_rows(self.platform)
        submit(self.platform)
        check(self.platform)
        tidy(self.platform)
        before = [self.platform.rows(kind) for kind in ("input", "state", "meta")]

        tidy(self.platform)

        self.assertEqual([self.platform.rows(kind) for kind in ("input", "state", "meta")], before)

    def test_a_run_that_never_began_is_no_error(self):
        self.assertEqual(tidy(self.platform), [])
        self.assertEqual(self.completion(), "default")

    def test_rows_of_another_day_are_left_alone(self):
        open_rows(self.platform, day="2026-11-20")

        tidy(self.platform)

        self.assertNotIn("closed_at", self.platform.rows("input")["gearbox/xgb"])

    def test_the_parameter_is_reset_even_when_the_rows_cannot_be_closed(self):
        self.platform.write_parameter(self.platform.complete_status, "True")
        self.platform.delete_table("input")

        with self.assertRaises(TableMissingError):
            tidy(self.platform)
        self.assertEqual(self.completion(), "default")
