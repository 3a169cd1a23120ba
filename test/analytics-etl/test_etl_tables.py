import unittest

from memory_lake import DAY
import etl_tables


class CleaningRows(unittest.TestCase):
    def clean(self, name, *rows):
        return etl_tables.table(name).clean(rows)

    def test_values_get_one_spelling(self):
        good, rejected = self.clean("parts", {"part_name": " Brake Disc ", "family": "brakes", "unit_price": "12.5"})

        self.assertEqual(good, [{"part_name": "brake_disc", "family": "brakes", "unit_price": "12.50"}])
        self.assertEqual(rejected, [])

    def test_columns_that_the_table_does_not_have_are_dropped(self):
        good, _ = self.clean("sales", {"sale_id": "1", "part_name": "a", "units": "2", "clerk": "x"})

        self.assertEqual(list(good[0]), ["sale_id", "part_name", "units"])

    def test_a_row_that_does_not_fit_is_rejected_as_it_came_with_its_reason(self):
        for row in (
            {"sale_id": "", "part_name": "a", "units": "2"},
            {"sale_id": "1", "part_name": "a", "units": "-2"},
            {"sale_id": "1", "part_name": "a", "units": "two"},
            {"sale_id": "1", "part_name": "a"},
        ):
            with self.subTest(row):
                good, rejected = self.clean("sales", row)
                self.assertEqual(good, [])
                self.assertEqual({k: v for k, v in rejected[0].items() if k != "reason"}, {"units": "", **row})
                self.assertTrue(rejected[0]["reason"])

    def test_an_amount_must_be_finite(self):
        for cost in ("nan", "inf", "-1"):
            with self.subTest(cost):
                row = {"claim_id": "1", "part_name": "a", "mileage_km": "1", "cost": cost}
                self.assertEqual(self.clean("warranty", row)[0], [])

    def test_of_rows_with_the_same_key_the_last_counts(self):
        good, rejected = self.clean(
            "sales",
            {"sale_id": "1", "part_name": "a", "units": "2"},
            {"sale_id": "2", "part_name": "a", "units": "9"},
            {"sale_id": "1", "part_name": "a", "units": "3"},
        )

        self.assertEqual([(row["sale_id"], row["units"]) for row in good], [("2", "9"), ("1", "3")])
        self.assertEqual(rejected, [])

    def test_a_table_that_is_not_described_is_an_error_that_names_the_tables(self):
        with self.assertRaisesRegex(etl_tables.UnknownTable, "'sale'.*parts, sales, warranty"):
            etl_tables.table("sale")


class Files(unittest.TestCase):
    def test_a_day_is_spelled_as_athena_reads_partitions(self):
        self.assertEqual(etl_tables.clean_key("sales", DAY), "clean/sales/year=2025/month=03/day=01/sales.csv")

    def test_what_is_written_is_read_back(self):
        rows = [{"a": 'x,"y"', "b": "1"}, {"a": "two\nlines", "b": ""}]

        self.assertEqual(etl_tables.read_csv(etl_tables.write_csv(["a", "b"], rows)), rows)


if __name__ == "__main__":
    unittest.main()
