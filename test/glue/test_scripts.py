"""The constant scripts, started as Glue starts them, one after the other."""

import ast
import runpy
import sys
import unittest
from unittest import mock

from memory_platform import GROUP, PREFIX, REPOSITORY, Platform, PlatformTest

from dapf_rows import SUCCEEDED
from dapf_status_check import TooManyFailuresError
from storage import write_text

SOURCES = sorted(
    path
    for folder in ("glue/utils", "glue/training", "glue/inferencing", "utils", "model")
    for path in (REPOSITORY / folder).rglob("*.py")
)
OURS = {path.stem for path in SOURCES}


class Sources(unittest.TestCase):
    def test_every_script_is_python_that_the_oldest_glue_runs(self):
        for path in SOURCES:
            with self.subTest(path.name):
                ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))

    def test_nothing_is_imported_that_glue_does_not_have(self):
        allowed = set(sys.stdlib_module_names) | OURS | {"boto3", "botocore"}
        for path in SOURCES:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
                with self.subTest(path.name, names=names):
                    self.assertLessEqual({name.partition(".")[0] for name in names}, allowed)

    def test_every_annotation_may_be_new_because_none_is_evaluated(self):
        for path in SOURCES:
            text = path.read_text(encoding="utf-8")
            if "def " in text:
                with self.subTest(path.name):
                    self.assertIn("from __future__ import annotations\n", text)


class Runs(PlatformTest):
    """All five jobs of both contexts, in the order of the state machine."""

    scripts = {
        "training": "model/training_job/evaluation/evaluation_summary.py",
        "inferencing": "model/inferencing_job/evaluation/inferencing_summary.py",
    }

    def start(self, platform, script, **changes):
        """Run a script as its own `__main__`."""
        path = str(REPOSITORY / script)
        with mock.patch.object(sys, "argv", [path, *platform.argv(**changes)[1:]]):
            runpy.run_path(path, run_name="__main__")

    def open_and_submit(self, platform):
        context = platform.context
        platform.passed_checks(2)
        self.start(platform, f"model/{context}_job/gatekeeper/gatekeeper.py")
        self.start(platform, f"glue/{context}/submit_{context}_job_awsbatch_statetable.py")

    def check(self, platform, **changes):
        context = platform.context
        self.start(platform, f"glue/{context}/{context}_job_awsbatch_status_check.py", **changes)

    def tidy(self, platform):
        self.start(platform, f"glue/{platform.context}/clean_up_job.py")

    def train(self, platform):
        """What the jobs do: rf is best."""
        for row in platform.rows("input").values():
            value = {"lr": 2.0, "rf": 1.0, "xgb": 3.0}[row["algorithm"]]
            write_text(platform.s3, f"{row['s3_output']}metrics.json", f'{{"rmse": {value}}}')

    def approve(self, platform):
        """What an approval in the model registry leads to."""
        [package] = platform.packages()
        metadata = package["CustomerMetadataProperties"]
        for parameter, key in (
            ("winner_algorithm", "winning_algo"),
            ("approved_model_prefix_path", "winningalgos3uri"),
        ):
            platform.write_parameter(f"/{PREFIX}-dapf-ssm/training/{parameter}", metadata[key])

    def test_inferencing_uses_what_training_found_best(self):
        training = Platform("training")
        training.sagemaker.create_model_package_group(ModelPackageGroupName=GROUP)
        self.open_and_submit(training)
        self.train(training)
        self.check(training)
        self.assertEqual(training.parameter(training.complete_status), "True")
        self.start(training, self.scripts["training"])
        self.tidy(training)

        self.assertEqual(training.parameter(training.complete_status), "default")
        self.assertEqual([row["job_status"] for row in training.rows("state").values()], [SUCCEEDED] * 9)

        self.approve(training)
        inferencing = Platform("inferencing")
        self.open_and_submit(inferencing)
        for row in inferencing.rows("input").values():
            write_text(inferencing.s3, f"{row['s3_output']}predictions.json", '{"failures": 3}\n')
        self.check(inferencing)
        self.start(inferencing, self.scripts["inferencing"])
        self.tidy(inferencing)

        self.assertEqual(set(inferencing.statuses()), {"brake_disc/rf", "gearbox/rf", "wiper_motor/rf"})
        model = inferencing.rows("meta")["gearbox/rf"]["s3_model"]
        self.assertEqual(model, training.rows("input")["gearbox/rf"]["s3_output"])

    def test_a_second_run_of_the_day_repeats_only_what_failed(self):
        training = Platform("training")
        self.open_and_submit(training)
        training.set_job("gearbox/rf", "FAILED", "Essential container exited")
        with self.assertRaisesRegex(TooManyFailuresError, "1 of 9 jobs failed .*: gearbox/rf "):
            self.check(training)
        self.tidy(training)
        before = {row["batchjob_id"] for row in training.rows("input").values()}

        self.open_and_submit(training)
        self.check(training)
        self.tidy(training)

        self.assertEqual(set(training.statuses().values()), {SUCCEEDED})
        after = {row["batchjob_id"] for row in training.rows("input").values()}
        self.assertEqual((len(after - before), len(before - after)), (1, 1))
        self.assertEqual(training.rows("input")["gearbox/rf"]["attempt"], 2)

    def test_with_a_threshold_a_failed_job_does_not_stop_the_run(self):
        training = Platform("training")
        self.open_and_submit(training)
        training.set_job("gearbox/rf", "FAILED")

        self.check(training, batch_job_failure_threshold_percent="20")

        self.assertEqual(training.parameter(training.complete_status), "True")

    def test_a_run_that_was_stopped_by_hand_is_taken_up_where_it_was(self):
        training = Platform("training")
        self.open_and_submit(training)
        training.set_all_jobs("RUNNING")

        self.open_and_submit(training)
        training.set_all_jobs("SUCCEEDED")
        self.check(training)

        self.assertEqual(len(training.job_summaries()), 9)
        self.assertEqual(training.parameter(training.complete_status), "True")
