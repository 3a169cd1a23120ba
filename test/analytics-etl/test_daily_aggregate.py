import unittest

from memory_lake import DAY, MemoryLake
import daily_aggregate
import etl_run
import etl_tables

PARTS = [
    {"part_name": "pump", "family": "fuel", "unit_price": "80.00"},
    {"part_name": "belt", "family": "engine", "unit_price": "9.50"},
]


class Sums(unittest.TestCase):
    def test_sales_and_claims_are_summed_by_part_in_the_order_of_names(self):
        sales = [{"part_name": "pump", "units": "400"}, {"part_name": "pump", "units": "100"}]
        claims = [{"part_name": "pump", "cost": "10.10"}, {"part_name": "pump", "cost": "20.20"}]
        belt, pump = daily_aggregate.aggregate(PARTS, sales, claims)

        self.assertEqual(belt["part_name"], "belt")
        self.assertEqual(
            pump,
            {
                "part_name": "pump",
                "family": "fuel",
                "unit_price": "80.00",
                "units_sold": "500",
                "claims": "2",
                "claim_cost": "30.30",
                "claims_per_thousand_units": "4.000",
            },
        )

    def test_a_part_that_was_not_sold_has_no_rate(self):
        belt, _ = daily_aggregate.aggregate(PARTS, [], [{"part_name": "belt", "cost": "1"}])

        self.assertEqual((belt["units_sold"], belt["claims"], belt["claims_per_thousand_units"]), ("0", "1", ""))

    def test_rows_of_parts_that_are_not_known_are_left_out(self):
        result = daily_aggregate.aggregate(PARTS, [{"part_name": "wing", "units": "1"}], [])

        self.assertEqual([row["part_name"] for row in result], ["belt", "pump"])


class Windows(unittest.TestCase):
    def setUp(self):
        self.lake = MemoryLake()
        self.lake[etl_tables.clean_key("parts", DAY)] = etl_tables.write_csv(list(PARTS[0]), PARTS)
        for day, units in zip(etl_run.last_days(DAY, 3), ("1", "20", "300")):
            sale = {"sale_id": "1", "part_name": "belt", "units": units}
            self.lake[etl_tables.clean_key("sales", day)] = etl_tables.write_csv(list(sale), [sale])

    def units(self, days):
        return daily_aggregate.aggregate_day(self.lake, DAY, days)[0]["units_sold"]

    def test_only_the_days_of_the_window_count(self):
        self.assertEqual(self.units(2), "320")

    def test_days_without_an_object_count_nothing(self):
        self.assertEqual(self.units(30), "321")

    def test_the_result_is_written_for_its_day(self):
        daily_aggregate.aggregate_day(self.lake, DAY, 1)

        written = etl_tables.read_csv(self.lake["features/parts/year=2025/month=03/day=01/parts.csv"])
        self.assertEqual(tuple(written[0]), daily_aggregate.COLUMNS)

    def test_without_the_parts_of_the_day_there_is_nothing_to_sum_up(self):
        del self.lake[etl_tables.clean_key("parts", DAY)]

        with self.assertRaises(etl_run.MissingInput):
            self.units(1)


if __name__ == "__main__":
    unittest.main()
