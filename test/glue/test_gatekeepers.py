import json

from memory_platform import PREFIX, Platform, PlatformTest, load_script

from data_quality import DataQualityError
from mapping import MappingError
from platform_parameters import ParameterError
from storage import MissingObjectError

training = load_script("model/training_job/gatekeeper/gatekeeper.py")
inferencing = load_script("model/inferencing_job/gatekeeper/gatekeeper.py")


class Training(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("training")

    def open(self, **changes):
        return training.open_training(self.platform.arguments(**changes), self.platform.session)

    def test_the_mapping_becomes_one_row_per_key_and_algorithm(self):
        self.platform.passed_checks(2)

        self.open()

        parts, algorithms = ("brake_disc", "gearbox", "wiper_motor"), ("lr", "rf", "xgb")
        expected = {f"{part}/{algorithm}" for part in parts for algorithm in algorithms}
        self.assertEqual(set(self.platform.rows("input")), expected)
        self.assertEqual(set(self.platform.rows("meta")), {"run", *expected})

    def test_a_row_says_where_its_job_writes(self):
        self.platform.passed_checks(2)

        self.open()

        self.assertEqual(
            self.platform.rows("input")["gearbox/xgb"]["s3_output"],
            f"s3://{PREFIX}-training-shared/training/2026-11-21/xgb/gearbox/",
        )

    def test_the_settings_of_an_algorithm_reach_the_meta_table(self):
        data = {
            "primary_key": "part_name",
            "primary_key_values": ["gearbox"],
            "Training": {"all_algorithms": ["xgb"], "parameters": {"xgb": {"rounds": 200}}},
        }
        self.platform.put_mapping({"mapping_json_data": data})
        self.platform.passed_checks(2)

        self.open()

        self.assertEqual(json.loads(self.platform.rows("meta")["gearbox/xgb"]["parameters"]), {"rounds": 200})

    def test_athena_is_asked_for_the_checks_of_the_day(self):
        self.platform.passed_checks(2)

        self.open(day="2026-02-08")

        [query] = self.platform.queries()
        self.assertIn('FROM "churn_dev_euwest1_data_quality"."dqresults"', query)
        self.assertIn("year = '2026' AND month = '02' AND day = '08'", query)

    def test_too_few_passed_checks_stop_the_run_before_anything_is_written(self):
        self.platform.passed_checks(1)

        with self.assertRaisesRegex(DataQualityError, "1 of 2 data-quality checks of 2026-11-21 passed"):
            self.open()
        self.assertEqual(self.platform.rows("meta"), {})

    def test_more_passed_checks_than_expected_are_fine(self):
        self.platform.passed_checks(5)

        self.assertEqual(len(self.open()), 9)

    def test_an_expected_count_that_is_no_number_is_named(self):
        self.platform.write_parameter(f"/{PREFIX}-dapf-ssm/analytics-etl/expected_dq_job_cnt", "two")

        with self.assertRaisesRegex(ParameterError, "expected_dq_job_cnt must be a whole number, not 'two'"):
            self.open()

    def test_a_mistake_in_the_mapping_names_the_file_and_the_place(self):
        self.platform.put_mapping({"mapping_json_data": {"primary_key": "part_name"}})
        self.platform.passed_checks(2)

        with self.assertRaisesRegex(
            MappingError, f"^s3://{PREFIX}-training-internal/.*json: mapping_json_data.Training is missing$"
        ):
            self.open()

    def test_a_missing_mapping_is_named(self):
        self.platform.passed_checks(2)

        with self.assertRaisesRegex(MissingObjectError, "there is no s3://.*/other.json"):
            self.open(mapping_json_S3_path=f"s3://{PREFIX}-training-internal/other.json")

    def test_the_script_reads_its_arguments_as_glue_gives_them(self):
        self.platform.passed_checks(2)

        training.main(self.platform.argv())

        self.assertEqual(len(self.platform.rows("input")), 9)


class Inferencing(PlatformTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform("inferencing")

    def approve(self, winner="xgb", prefix="s3://models/training/2026-11-21/xgb/"):
        self.platform.write_parameter(f"/{PREFIX}-dapf-ssm/training/winner_algorithm", winner)
        self.platform.write_parameter(f"/{PREFIX}-dapf-ssm/training/approved_model_prefix_path", prefix)

    def open(self, **changes):
        return inferencing.open_inferencing(self.platform.arguments(**changes), self.platform.session)

    def test_every_key_gets_the_algorithm_that_won_and_its_approved_model(self):
        self.approve()
        self.platform.passed_checks(2)

        self.open()

        self.assertEqual(set(self.platform.rows("input")), {"brake_disc/xgb", "gearbox/xgb", "wiper_motor/xgb"})
        self.assertEqual(
            self.platform.rows("meta")["gearbox/xgb"]["s3_model"], "s3://models/training/2026-11-21/xgb/gearbox/"
        )

    def test_before_a_model_is_approved_there_is_nothing_to_run(self):
        self.approve(winner="default", prefix="default")

        with self.assertRaisesRegex(ParameterError, "winner_algorithm .* approved.* has not been set yet"):
            self.open()

    def test_a_missing_parameter_is_named(self):
        with self.assertRaisesRegex(ParameterError, f"there is no SSM parameter /{PREFIX}-dapf-ssm/training/winner_a"):
            self.open()

    def test_without_a_mapping_of_its_own_it_takes_the_one_that_training_has(self):
        self.approve()
        self.platform.passed_checks(2)
        shared = f"s3://{PREFIX}-inferencing-internal/mapping_json/mapping_json.json"

        self.open(
            mapping_json_S3_path=f"s3://{PREFIX}-inferencing-internal/none.json", mapping_json_S3_inference_path=shared
        )

        self.assertEqual(len(self.platform.rows("input")), 3)

    def test_a_winner_that_the_mapping_does_not_know_is_refused(self):
        self.approve(winner="gbm")
        self.platform.passed_checks(2)

        with self.assertRaisesRegex(MappingError, "Inference.all_algorithms lacks 'gbm'"):
            self.open()

    def test_the_script_reads_its_arguments_as_glue_gives_them(self):
        self.approve()
        self.platform.passed_checks(2)

        inferencing.main(self.platform.argv())

        self.assertEqual(len(self.platform.rows("input")), 3)
