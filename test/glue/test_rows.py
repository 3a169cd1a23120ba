import pathlib
import unittest
from dataclasses import fields, replace
from decimal import Decimal

from memory_platform import REPOSITORY

from dapf_rows import InputRow, MetaRow, RowError, RunRow, StateRow, mapping_id, row_from

ROW = InputRow(
    pk_mappingid="gearbox/xgb",
    run_date="2026-11-21",
    mapping_key="gearbox",
    algorithm="xgb",
    s3_output="s3://shared/training/2026-11-21/xgb/gearbox/",
)


class Rows(unittest.TestCase):
    def test_a_row_survives_the_way_to_dynamodb_and_back(self):
        stored = {**ROW.item(), "attempt": Decimal(1)}

        self.assertEqual(row_from(InputRow, stored), ROW)

    def test_attributes_without_a_value_are_not_stored(self):
        self.assertNotIn("batchjob_id", ROW.item())

    def test_attributes_of_others_are_left_alone(self):
        self.assertEqual(row_from(InputRow, {**ROW.item(), "owner": "team"}), ROW)

    def test_a_missing_attribute_is_named_with_the_row(self):
        item = ROW.item()
        del item["s3_output"]

        with self.assertRaisesRegex(RowError, "InputRow gearbox/xgb: .*'s3_output'"):
            row_from(InputRow, item)

    def test_a_required_attribute_must_not_be_empty(self):
        with self.assertRaisesRegex(RowError, "InputRow gearbox/xgb: s3_output must not be empty"):
            replace(ROW, s3_output="")

    def test_a_wrong_type_is_refused(self):
        with self.assertRaisesRegex(RowError, "attempt must be int, not 'two'"):
            row_from(InputRow, {**ROW.item(), "attempt": "two"})

    def test_a_number_that_is_not_whole_is_no_int(self):
        with self.assertRaisesRegex(RowError, "attempt must be int"):
            row_from(InputRow, {**ROW.item(), "attempt": Decimal("1.5")})

    def test_an_unknown_status_is_refused_with_the_known_ones(self):
        with self.assertRaisesRegex(RowError, "job_status 'DONE' is none of ABORTED, FAILED, "):
            row_from(InputRow, {**ROW.item(), "job_status": "DONE"})

    def test_two_pairs_never_share_a_key(self):
        self.assertNotEqual(mapping_id("a/b", "c"), mapping_id("a", "b_c"))
        with self.assertRaises(RowError):
            mapping_id("a", "b/c")


class Documentation(unittest.TestCase):
    def test_the_documented_schemas_are_those_of_the_code(self):
        text = (pathlib.Path(REPOSITORY) / "docs" / "pipeline.md").read_text(encoding="utf-8")
        for kind in (InputRow, StateRow, MetaRow, RunRow):
            section = text.split(f"<!-- {kind.__name__} -->")[1].split("<!-- end -->")[0]
            documented = [line.split("|")[1].strip(" `") for line in section.splitlines() if line.startswith("| `")]
            with self.subTest(kind.__name__):
                self.assertEqual(sorted(documented), sorted(field.name for field in fields(kind)))
