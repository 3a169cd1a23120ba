"""The process dies before each of its calls to AWS, and after the last one; a second start puts everything right."""

import itertools
import json

from memory_platform import GROUP, PREFIX, Killed, Platform, PlatformTest, killable_session, load_script

from dapf_rows import ABORTED, PENDING, SUBMITTED, SUCCEEDED
from pipeline import check, end_rows, open_rows, submit, tidy
from storage import read_text, write_text

KEYS = ("brake_disc/xgb", "gearbox/xgb")


class CrashTest(PlatformTest):
    context = "training"

    def each_crash(self, prepare, step, verify):
        """:returns: how many crashes were tried."""
        platform, session = Platform(self.context), killable_session()
        for call in itertools.count(1):
            platform.clear()
            prepare(platform)
            session.kill_at(call)
            try:
                step(platform, session=session)
            except Killed:
                ended = False
            else:
                ended = True  # The script makes fewer calls: it runs a second time after its end.
            step(platform)
            try:
                verify(platform)
            except AssertionError as error:
                raise AssertionError(f"killed before call {call}") from error
            if ended:
                return call - 1

    def rows_are(self, platform, status):
        self.assertEqual(platform.statuses(), dict.fromkeys(KEYS, status))


class ConstantScripts(CrashTest):
    def test_the_rows_that_a_gatekeeper_opens_are_all_there_once(self):
        def verify(platform):
            self.rows_are(platform, PENDING)
            self.assertEqual({row["attempt"] for row in platform.rows("input").values()}, {1})
            self.assertEqual(set(platform.rows("meta")), {"run", *KEYS})

        crashes = self.each_crash(
            lambda platform: open_rows(platform, day="2026-11-20", keys=("old/xgb",)),
            lambda platform, session=None: open_rows(platform, keys=KEYS, session=session),
            verify,
        )
        self.assertGreaterEqual(crashes, 10)

    def test_no_row_has_two_jobs(self):
        def verify(platform):
            self.rows_are(platform, SUBMITTED)
            jobs = platform.jobs()
            recorded = {key: row["batchjob_id"] for key, row in platform.rows("state").items()}
            self.assertEqual(recorded, {key: jobs[key]["jobId"] for key in KEYS})

        crashes = self.each_crash(lambda platform: open_rows(platform, keys=KEYS), submit, verify)
        self.assertGreaterEqual(crashes, 10)

    def test_the_status_of_every_job_is_written_down(self):
        def prepare(platform):
            open_rows(platform, keys=KEYS)
            submit(platform)

        def verify(platform):
            self.rows_are(platform, SUCCEEDED)
            self.assertEqual({row["job_status"] for row in platform.rows("state").values()}, {SUCCEEDED})
            self.assertEqual(platform.parameter(platform.complete_status), "True")

        self.assertGreaterEqual(self.each_crash(prepare, check, verify), 10)

    def test_clean_up_closes_all(self):
        def prepare(platform):
            open_rows(platform, keys=KEYS)
            submit(platform)
            platform.set_all_jobs("RUNNING")

        def verify(platform):
            self.rows_are(platform, ABORTED)
            for kind in ("input", "state"):
                self.assertEqual([k for k, row in platform.rows(kind).items() if "closed_at" not in row], [])
            self.assertEqual(platform.terminated(), set(KEYS))
            self.assertEqual(platform.parameter(platform.complete_status), "default")

        self.assertGreaterEqual(self.each_crash(prepare, tidy, verify), 15)

class Gatekeepers(CrashTest):
    script = load_script("model/training_job/gatekeeper/gatekeeper.py")

    def test_the_rows_of_the_mapping_file_are_all_there_once(self):
        def prepare(platform):
            data = {"primary_key_values": ["brake_disc", "gearbox"], "Training": {"all_algorithms": ["xgb"]}}
            platform.put_mapping({"mapping_json_data": {"primary_key": "part_name", **data}})
            for _ in range(2):
                platform.passed_checks(2)

        def verify(platform):
            self.rows_are(platform, PENDING)
            self.assertEqual(set(platform.rows("meta")), {"run", *KEYS})

        crashes = self.each_crash(
            prepare,
            lambda platform, session=None: self.script.open_training(
                platform.arguments(), session or platform.session
            ),
            verify,
        )
        self.assertGreaterEqual(crashes, 12)


class Evaluation(CrashTest):
    script = load_script("model/training_job/evaluation/evaluation_summary.py")
    address = f"s3://{PREFIX}-training-shared/training/evaluation_summary/2026-11-21.json"

    def test_there_is_one_summary_and_one_model_that_waits_for_approval(self):
        def prepare(platform):
            platform.sagemaker.create_model_package_group(ModelPackageGroupName=GROUP)
            open_rows(platform, keys=KEYS[:1])
            end_rows(platform, SUCCEEDED, bucket=platform.buckets["shared"])
            for row in platform.rows("input").values():
                write_text(platform.s3, f"{row['s3_output']}metrics.json", '{"rmse": 1.5}')

        def verify(platform):
            summary = [json.loads(line) for line in read_text(platform.s3, self.address).splitlines()]
            self.assertEqual([(row["value"], row["winner"]) for row in summary], [(1.5, True)])
            self.assertEqual(len(platform.packages()), 1)
            self.assertIn("`model_eval_summary`", platform.queries()[-1])

        crashes = self.each_crash(
            prepare,
            lambda platform, session=None: self.script.evaluate(platform.arguments(), session or platform.session),
            verify,
        )
        self.assertGreaterEqual(crashes, 8)


class Summary(CrashTest):
    context = "inferencing"
    script = load_script("model/inferencing_job/evaluation/inferencing_summary.py")
    address = f"s3://{PREFIX}-inferencing-shared/inferencing/summary/2026-11-21.json"

    def test_there_is_one_summary(self):
        def prepare(platform):
            open_rows(platform, keys=KEYS[:1])
            end_rows(platform, SUCCEEDED, bucket=platform.buckets["shared"])
            for row in platform.rows("input").values():
                write_text(platform.s3, f"{row['s3_output']}predictions.json", '{"p": 1}\n')

        def verify(platform):
            summary = [json.loads(line) for line in read_text(platform.s3, self.address).splitlines()]
            self.assertEqual([row["predictions"] for row in summary], [1])
            self.assertIn("`inference`", platform.queries()[-1])

        crashes = self.each_crash(
            prepare,
            lambda platform, session=None: self.script.summarize(platform.arguments(), session or platform.session),
            verify,
        )
        self.assertGreaterEqual(crashes, 6)
