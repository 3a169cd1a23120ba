import json
import unittest

from memory_platform import REPOSITORY

from mapping import MappingError, parse_mapping

MINIMAL = {
    "primary_key": "part_name",
    "primary_key_values": ["gearbox", "wiper"],
    "Training": {"all_algorithms": ["lr", "xgb"]},
}


def parse(context="training", **changes):
    return parse_mapping(json.dumps({"mapping_json_data": {**MINIMAL, **changes}}), context)


class Parsing(unittest.TestCase):
    def test_every_key_has_every_algorithm(self):
        self.assertEqual(
            list(parse().pairs()),
            [("gearbox", "lr"), ("gearbox", "xgb"), ("wiper", "lr"), ("wiper", "xgb")],
        )

    def test_a_key_may_have_algorithms_of_its_own(self):
        mapping = parse(Training={"all_algorithms": ["lr", "xgb"], "mapping": {"wiper": ["rf"]}})

        self.assertEqual(list(mapping.pairs()), [("gearbox", "lr"), ("gearbox", "xgb"), ("wiper", "rf")])

    def test_other_algorithms_may_take_the_place_of_the_general_ones_only(self):
        mapping = parse(Training={"all_algorithms": ["lr", "xgb"], "mapping": {"wiper": ["rf"]}})

        self.assertEqual(list(mapping.pairs(("xgb",))), [("gearbox", "xgb"), ("wiper", "rf")])

    def test_without_a_list_of_keys_the_mapping_names_them(self):
        data = {"primary_key": "p", "Training": {"all_algorithms": ["lr"], "mapping": {"b": ["lr"], "a": ["rf"]}}}

        mapping = parse_mapping(json.dumps({"mapping_json_data": data}), "training")

        self.assertEqual(list(mapping.pairs()), [("a", "rf"), ("b", "lr")])

    def test_inferencing_has_a_section_of_its_own(self):
        mapping = parse("inferencing", Inference={"all_algorithms": ["rf"]})

        self.assertEqual(mapping.algorithms, ("rf",))

    def test_what_is_not_said_has_a_default(self):
        mapping = parse()

        self.assertEqual((mapping.metric, mapping.goal, mapping.failure_threshold_percent), ("rmse", "minimize", ""))

    def test_the_example_makes_nine_training_jobs(self):
        text = (REPOSITORY / "model/common/mapping.json").read_text(encoding="utf-8")

        self.assertEqual(len(list(parse_mapping(text, "training").pairs())), 9)
        self.assertEqual(len(list(parse_mapping(text, "inferencing").pairs(("xgb",)))), 3)


class Mistakes(unittest.TestCase):
    def assert_refused(self, message, **changes):
        with self.assertRaisesRegex(MappingError, message):
            parse(**changes)

    def test_malformed_json_is_shown_by_line_and_column(self):
        with self.assertRaisesRegex(MappingError, "^line 2, column 3: "):
            parse_mapping("{\n  bad }", "training")

    def test_a_missing_key_is_named_with_its_place(self):
        for text, path in (
            ("{}", "mapping_json_data"),
            ('{"mapping_json_data": {}}', "mapping_json_data.Training"),
            ('{"mapping_json_data": {"Training": {}}}', "mapping_json_data.Training.all_algorithms"),
            (
                '{"mapping_json_data": {"Training": {"all_algorithms": ["a"]}, "primary_key_values": ["k"]}}',
                "mapping_json_data.primary_key",
            ),
        ):
            with self.subTest(path), self.assertRaisesRegex(MappingError, f"^{path} is missing$"):
                parse_mapping(text, "training")

    def test_a_value_of_another_kind_is_named(self):
        self.assert_refused("Training must be an object", Training=[])
        self.assert_refused("Training.all_algorithms must be a list", Training={"all_algorithms": "lr"})

    def test_there_must_be_keys_and_algorithms(self):
        self.assert_refused("primary_key_values must be a list of at least one name", primary_key_values=[])
        self.assert_refused("all_algorithms must be a list of at least one name", Training={"all_algorithms": []})
        self.assert_refused("all_algorithms must be a list of at least one name", Training={"all_algorithms": [1]})

    def test_nothing_may_be_there_twice(self):
        self.assert_refused("primary_key_values names twice: gearbox", primary_key_values=["gearbox", "gearbox"])

    def test_the_mapping_may_not_have_keys_that_are_not_listed(self):
        self.assert_refused(
            "Training.mapping has keys that mapping_json_data.primary_key_values lacks: gaerbox",
            Training={"all_algorithms": ["lr"], "mapping": {"gaerbox": ["lr"]}},
        )

    def test_a_threshold_is_a_percentage(self):
        for value in (-1, 101, "20", True):
            with self.subTest(value):
                self.assert_refused(
                    "Training.failure_threshold_percent must be a number from 0 to 100",
                    Training={"all_algorithms": ["lr"], "failure_threshold_percent": value},
                )

    def test_a_goal_is_one_of_two(self):
        self.assert_refused(
            "Training.evaluation.goal must be one of minimize, maximize, not 'best'",
            Training={"all_algorithms": ["lr"], "evaluation": {"goal": "best"}},
        )
