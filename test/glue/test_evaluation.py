import json

from memory_platform import GROUP, PREFIX, Platform, PlatformTest, load_script

from dapf_rows import FAILED
from pipeline import check, open_rows, submit
from storage import read_text, write_text
from winner import NoWinnerError

training = load_script("model/training_job/evaluation/evaluation_summary.py")
inferencing = load_script("model/inferencing_job/evaluation/inferencing_summary.py")

KEYS = ("gearbox/lr", "gearbox/xgb", "wiper/lr", "wiper/xgb")


class Finished(PlatformTest):
    """A run whose jobs have ended."""

    context = ""

    def setUp(self):
        super().setUp()
        self.platform = Platform(self.context)
        open_rows(self.platform, keys=KEYS, threshold="100")
        # The prefixes of the rows are in a bucket of the test.
        for key, row in self.platform.rows("input").items():
            row["s3_output"] = f"s3://{self.platform.buckets['shared']}/{key}/"
            self.platform.tables["input"].put_item(Item=row)
        submit(self.platform)

    def finish(self, failed=()):
        self.platform.set_all_jobs("SUCCEEDED")
        for key in failed:
            self.platform.set_job(key, "FAILED")
        check(self.platform)

    def wrote(self, key, name, text):
        write_text(self.platform.s3, f"s3://{self.platform.buckets['shared']}/{key}/{name}", text)

    def summary(self, address):
        lines = read_text(self.platform.s3, address).splitlines()
        rows = [json.loads(line) for line in lines]
        return {f"{row['mapping_key']}/{row['algorithm']}": row for row in rows}


class Training(Finished):
    context = "training"
    address = f"s3://{PREFIX}-training-shared/training/evaluation_summary/2026-11-21.json"

    def metrics(self, **values):
        for key, value in values.items():
            self.wrote(key.replace("__", "/"), "metrics.json", json.dumps({"rmse": value}))

    def evaluate(self):
        return training.evaluate(self.platform.arguments(), self.platform.session)

    def setUp(self):
        super().setUp()
        self.platform.sagemaker.create_model_package_group(ModelPackageGroupName=GROUP)

    def test_the_algorithm_with_the_best_mean_wins(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3, wiper__xgb=4)

        self.assertEqual(self.evaluate(), "xgb")

    def test_the_summary_has_a_row_for_each_job(self):
        self.finish(failed=["wiper/lr"])
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__xgb=2.5)

        self.evaluate()

        rows = self.summary(self.address)
        values = {key: (row["job_status"], row["value"], row["winner"]) for key, row in rows.items()}
        self.assertEqual(
            values,
            {
                "gearbox/lr": ("SUCCEEDED", 3.0, False),
                "gearbox/xgb": ("SUCCEEDED", 1.0, True),
                "wiper/lr": (FAILED, None, False),
                "wiper/xgb": ("SUCCEEDED", 2.5, True),
            },
        )

    def test_athena_gets_a_table_over_the_summaries_of_all_days(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3, wiper__xgb=4)

        self.evaluate()

        [statement] = self.platform.queries()
        self.assertIn(
            "CREATE EXTERNAL TABLE IF NOT EXISTS `default`.`model_eval_summary` (`run_date` string,", statement
        )
        self.assertIn(f"LOCATION 's3://{PREFIX}-training-shared/training/evaluation_summary/'", statement)

    def test_the_winner_waits_in_the_registry_for_approval(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3, wiper__xgb=2)

        self.evaluate()

        [package] = self.platform.packages()
        self.assertEqual(package["ModelApprovalStatus"], "PendingManualApproval")
        self.assertEqual(
            package["CustomerMetadataProperties"],
            {
                "run_date": "2026-11-21",
                "winning_algo": "xgb",
                "winningalgos3uri": f"s3://{PREFIX}-training-shared/training/2026-11-21/xgb/",
                "summary": self.address,
            },
        )

    def test_a_second_time_registers_nothing_new(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3, wiper__xgb=2)

        self.evaluate()
        self.evaluate()

        self.assertEqual(len(self.platform.packages()), 1)

    def test_a_new_winner_of_the_same_day_is_registered(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3, wiper__xgb=2)
        self.evaluate()
        self.metrics(gearbox__lr=0, wiper__lr=0)

        self.evaluate()

        winners = sorted(package["CustomerMetadataProperties"]["winning_algo"] for package in self.platform.packages())
        self.assertEqual(winners, ["lr", "xgb"])

    def test_a_job_that_succeeded_without_a_metric_is_named(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3)

        with self.assertRaisesRegex(training.MetricError, "there is no s3://.*/wiper/xgb/metrics.json, although"):
            self.evaluate()

    def test_a_metric_that_is_no_number_is_named(self):
        self.finish(failed=["gearbox/lr", "wiper/lr", "wiper/xgb"])
        for text, message in (
            ('{"mae": 1}', "does not say what rmse is"),
            ("not json", "does not say what rmse is"),
            ('{"rmse": "good"}', "rmse must be a number, not 'good'"),
        ):
            self.wrote("gearbox/xgb", "metrics.json", text)
            with (
                self.subTest(text),
                self.assertRaisesRegex(training.MetricError, f"gearbox/xgb/metrics.json.*{message}"),
            ):
                self.evaluate()

    def test_when_every_job_failed_there_is_no_winner(self):
        self.finish(failed=KEYS)

        with self.assertRaises(NoWinnerError):
            self.evaluate()
        self.assertEqual(self.platform.packages(), [])

    def test_the_script_reads_its_arguments_as_glue_gives_them(self):
        self.finish()
        self.metrics(gearbox__lr=3, gearbox__xgb=1, wiper__lr=3, wiper__xgb=2)

        training.main(self.platform.argv())

        self.assertEqual(len(self.platform.packages()), 1)


class Inferencing(Finished):
    context = "inferencing"

    def summarize(self):
        return inferencing.summarize(self.platform.arguments(), self.platform.session)

    def test_predictions_are_counted(self):
        self.finish(failed=["wiper/xgb"])
        for key in KEYS[:3]:
            self.wrote(key, "predictions.json", '{"p": 1}\n{"p": 2}\n')

        self.assertEqual(self.summarize(), 6)
        rows = self.summary(f"s3://{PREFIX}-inferencing-shared/inferencing/summary/2026-11-21.json")
        self.assertEqual(
            {key: row["predictions"] for key, row in rows.items()}, {**dict.fromkeys(KEYS, 2), "wiper/xgb": 0}
        )

    def test_athena_gets_a_table_over_the_summaries_of_all_days(self):
        self.finish(failed=KEYS)

        self.summarize()

        [statement] = self.platform.queries()
        self.assertIn("CREATE EXTERNAL TABLE IF NOT EXISTS `default`.`inference` (", statement)

    def test_a_job_that_succeeded_without_predictions_is_named(self):
        self.finish(failed=KEYS[1:])
        with self.assertRaisesRegex(inferencing.PredictionError, "there is no s3://.*/gearbox/lr/predictions.json"):
            self.summarize()

        self.wrote("gearbox/lr", "predictions.json", "\n")
        with self.assertRaisesRegex(inferencing.PredictionError, "predictions.json has no predictions"):
            self.summarize()

    def test_the_script_reads_its_arguments_as_glue_gives_them(self):
        self.finish(failed=KEYS)

        inferencing.main(self.platform.argv())

        self.assertEqual(len(self.platform.queries()), 1)
