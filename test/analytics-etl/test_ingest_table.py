import unittest

from memory_lake import DAY, MemoryLake
import etl_run
import etl_tables
import ingest_table


class Ingesting(unittest.TestCase):
    def setUp(self):
        self.lake = MemoryLake()
        self.lake[etl_tables.raw_key("sales", DAY)] = "sale_id,part_name,units\n1,Brake Disc,2\n2,brake disc,many\n"

    def test_good_rows_and_rejected_rows_are_kept_apart(self):
        ingest_table.ingest(self.lake, "sales", DAY)

        self.assertEqual(self.lake[etl_tables.clean_key("sales", DAY)], "sale_id,part_name,units\n1,brake_disc,2\n")
        rejected = etl_tables.read_csv(self.lake[etl_tables.rejected_key("sales", DAY)])
        self.assertEqual([row["sale_id"] for row in rejected], ["2"])

    def test_ingesting_a_day_again_changes_nothing(self):
        ingest_table.ingest(self.lake, "sales", DAY)
        first = dict(self.lake)
        ingest_table.ingest(self.lake, "sales", DAY)

        self.assertEqual(self.lake, first)

    def test_a_day_that_the_source_has_not_delivered_is_an_error(self):
        with self.assertRaises(etl_run.MissingInput):
            ingest_table.ingest(self.lake, "warranty", DAY)

    def test_a_backfill_goes_on_where_a_source_has_nothing_and_tells_what_was_missing(self):
        missing = ingest_table.backfill(self.lake, ["warranty", "sales"], etl_run.last_days(DAY, 2))

        self.assertEqual(
            missing, ["raw/warranty/2025-02-28.csv", "raw/sales/2025-02-28.csv", "raw/warranty/2025-03-01.csv"]
        )
        self.assertIn(etl_tables.clean_key("sales", DAY), self.lake)


if __name__ == "__main__":
    unittest.main()
