import datetime
import json
import unittest

from memory_lake import DAY, MemoryLake
import data_quality_check as quality
import etl_tables

NOW = datetime.datetime(2025, 3, 1, 3, 0, tzinfo=datetime.timezone.utc)


def sale(number, part="a"):
    return {"sale_id": str(number), "part_name": part, "units": "1"}


class Checks(unittest.TestCase):
    def test_rows_of_known_parts_pass(self):
        self.assertEqual(quality.check([sale(1), sale(2)], [], ["a"]), [])

    def test_no_rows_fail(self):
        self.assertEqual(quality.check([], [], ["a"]), ["there are no rows"])

    def test_unknown_parts_fail_and_are_named_once(self):
        failures = quality.check([sale(1, "z"), sale(2, "b"), sale(3, "z")], [], ["a"])

        self.assertEqual(failures, ["unknown parts: b, z"])

    def test_one_rejected_row_in_twenty_passes(self):
        self.assertEqual(quality.check([sale(n) for n in range(19)], [{}], ["a"]), [])

    def test_more_than_one_rejected_row_in_twenty_fails(self):
        self.assertEqual(quality.check([sale(n) for n in range(18)], [{}], ["a"]), ["1 of 19 rows were rejected"])


class Results(unittest.TestCase):
    def setUp(self):
        self.lake = MemoryLake()
        self.put("parts", [{"part_name": "a", "family": "f", "unit_price": "1.00"}])

    def put(self, table, rows):
        columns = list(etl_tables.table(table).columns)
        self.lake[etl_tables.clean_key(table, DAY)] = etl_tables.write_csv(columns, rows)

    def check(self):
        return quality.check_day(self.lake, "sales", DAY, "demand", NOW)

    def test_a_result_is_one_line_of_json_in_the_partition_of_its_day(self):
        self.put("sales", [sale(1)])
        self.check()

        content = self.lake["dqresults/year=2025/month=03/day=01/sales.json"]
        self.assertEqual(content.count("\n"), 1)
        self.assertEqual(
            json.loads(content),
            {
                "usecase_name": "demand",
                "source_table": "sales",
                "status": "PASSED",
                "row_count": 1,
                "rejected_count": 0,
                "failures": [],
                "checked_at": "2025-03-01T03:00:00+00:00",
            },
        )

    def test_a_day_that_was_not_ingested_fails(self):
        self.assertEqual(self.check()["status"], "FAILED")

    def test_checking_again_replaces_the_result_of_the_day(self):
        self.check()
        self.put("sales", [sale(1)])
        self.check()

        results = [key for key in self.lake if key.startswith("dqresults/")]
        self.assertEqual(len(results), 1)
        self.assertEqual(json.loads(self.lake[results[0]])["status"], "PASSED")

    def test_the_table_has_the_columns_of_a_result(self):
        self.put("sales", [sale(1)])

        self.assertEqual(list(self.check()), list(quality.RESULT_COLUMNS))
        statement = quality.results_table("p_data_quality", "dqresults", "p-analytics-etl")
        for column in quality.RESULT_COLUMNS:
            self.assertIn(f"`{column}` ", statement)
        self.assertIn("LOCATION 's3://p-analytics-etl/dqresults/'", statement)


if __name__ == "__main__":
    unittest.main()
