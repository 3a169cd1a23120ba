from dataclasses import replace
from unittest import mock

from memory_platform import Platform, PlatformTest

from dapf_arguments import ArgumentError
from dapf_open_run import Job, open_run
from dapf_rows import ABORTED, FAILED, PENDING, RUNNING, SUBMITTED, SUBMITTING, SUCCEEDED
from dapf_run import run_of
from dapf_store import Store, TableMissingError


def job(key, algorithm="xgb", **settings):
    return Job(key, algorithm, f"s3://shared/{algorithm}/{key}/", **settings)


class OpenRun(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("training")

    def store(self, day="2026-11-21"):
        return Store(run_of("training", self.platform.arguments(day)), self.platform.session)

    def set_status(self, status, **changes):
        store = self.store()
        for row in store.input_rows():
            store.put_input_row(replace(row, job_status=status, **changes))

    def test_every_job_gets_a_pending_row(self):
        open_run(self.store(), [job("gearbox"), job("gearbox", "lr")])

        self.assertEqual(self.platform.statuses(), {"gearbox/lr": PENDING, "gearbox/xgb": PENDING})

    def test_the_meta_table_says_what_each_job_and_the_run_are_about(self):
        open_run(self.store(), [job("gearbox", parameters='{"depth": 3}', s3_model="s3://models/x/")], "20")

        meta = self.platform.rows("meta")
        self.assertEqual(meta["gearbox/xgb"]["parameters"], '{"depth": 3}')
        self.assertEqual(meta["gearbox/xgb"]["s3_model"], "s3://models/x/")
        self.assertEqual((meta["run"]["jobs"], meta["run"]["failure_threshold_percent"]), (1, "20"))

    def test_a_second_time_changes_nothing(self):
        open_run(self.store(), [job("gearbox")])
        before = self.platform.rows("input")

        open_run(self.store(), [job("gearbox")])

        def without_time(rows):
            return {key: {**row, "updated_at": ""} for key, row in rows.items()}

        self.assertEqual(without_time(self.platform.rows("input")), without_time(before))

    def test_the_run_keeps_the_time_of_its_first_opening_on_its_day(self):
        with mock.patch("dapf_open_run.now", side_effect=lambda: next(times)):
            times = iter(f"2026-11-21T0{hour}:00:00Z" for hour in range(10))
            opened = []
            for day in ("2026-11-21", "2026-11-21", "2026-11-22"):
                open_run(self.store(day), [job("gearbox")])
                opened.append(self.platform.rows("meta")["run"]["opened_at"])

        self.assertEqual(opened[0], opened[1])
        self.assertLess(opened[1], opened[2])

    def test_rows_that_are_under_way_or_done_stay_as_they_are_on_the_same_day(self):
        for status in (SUBMITTING, SUBMITTED, RUNNING, SUCCEEDED):
            with self.subTest(status):
                open_run(self.store(), [job("gearbox")])
                self.set_status(status, job_name="n", batchjob_id="id")

                open_run(self.store(), [job("gearbox")])

                row = self.platform.rows("input")["gearbox/xgb"]
                self.assertEqual((row["job_status"], row["attempt"], row["batchjob_id"]), (status, 1, "id"))

    def test_rows_that_failed_are_opened_again_for_another_attempt(self):
        for status, attempt in ((FAILED, 2), (ABORTED, 3)):
            with self.subTest(status):
                open_run(self.store(), [job("gearbox")])
                self.set_status(status, job_name="n", batchjob_id="id", reason="exit code 1", closed_at="then")

                open_run(self.store(), [job("gearbox")])

                row = self.platform.rows("input")["gearbox/xgb"]
                self.assertEqual((row["job_status"], row["attempt"]), (PENDING, attempt))
                self.assertEqual(set(row) & {"job_name", "batchjob_id", "reason", "closed_at"}, set())

    def test_another_day_begins_anew(self):
        open_run(self.store("2026-11-21"), [job("gearbox")])
        self.set_status(SUCCEEDED, attempt=3)

        open_run(self.store("2026-11-22"), [job("gearbox")])

        row = self.platform.rows("input")["gearbox/xgb"]
        self.assertEqual((row["run_date"], row["job_status"], row["attempt"]), ("2026-11-22", PENDING, 1))

    def test_rows_that_the_mapping_no_longer_has_are_removed(self):
        open_run(self.store(), [job("gearbox"), job("wiper")])

        open_run(self.store(), [job("wiper")])

        self.assertEqual(list(self.platform.rows("input")), ["wiper/xgb"])
        self.assertEqual(set(self.platform.rows("meta")), {"run", "wiper/xgb"})

    def test_a_run_without_jobs_is_refused_before_anything_is_written(self):
        with self.assertRaisesRegex(ValueError, "the run would have no jobs"):
            open_run(self.store(), [])
        self.assertEqual(self.platform.rows("meta"), {})

    def test_a_job_that_is_named_twice_is_refused(self):
        with self.assertRaisesRegex(ValueError, "jobs named twice: gearbox/xgb"):
            open_run(self.store(), [job("gearbox"), job("gearbox")])

    def test_a_threshold_that_is_no_percentage_is_refused(self):
        with self.assertRaises(ArgumentError):
            open_run(self.store(), [job("gearbox")], "most")

    def test_a_missing_table_is_named(self):
        self.platform.delete_table("input")

        with self.assertRaisesRegex(
            TableMissingError, "there is no DynamoDB table churn-dev-euwest1-training-input-table"
        ):
            open_run(self.store(), [job("gearbox")])
