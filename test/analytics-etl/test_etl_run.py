import argparse
import datetime
import unittest

from memory_lake import DAY, MemoryLake
import etl_run


class Arguments(unittest.TestCase):
    def read(self, *argv):
        return etl_run.arguments(argparse.ArgumentParser(allow_abbrev=False), argv)

    def test_arguments_that_glue_adds_are_left_alone(self):
        args = self.read("--bucket", "b", "--region", "r", "--job-language", "python", "--JOB_ID", "j")

        self.assertEqual((args.bucket, args.region), ("b", "r"))

    def test_the_day_may_be_given(self):
        self.assertEqual(self.read("--bucket", "b", "--region", "r", "--day", "2025-03-01").day, DAY)

    def test_the_day_is_today_in_utc_unless_given(self):
        before = datetime.datetime.now(datetime.timezone.utc).date()
        day = self.read("--bucket", "b", "--region", "r").day
        after = datetime.datetime.now(datetime.timezone.utc).date()

        self.assertIn(day, (before, after))


class Days(unittest.TestCase):
    def test_the_last_days_end_with_the_day_itself(self):
        days = etl_run.last_days(DAY, 3)

        self.assertEqual([day.isoformat() for day in days], ["2025-02-27", "2025-02-28", "2025-03-01"])


class Objects(unittest.TestCase):
    def test_an_object_that_must_be_there_is_named_when_it_is_not(self):
        with self.assertRaises(etl_run.MissingInput) as caught:
            etl_run.require(MemoryLake(), "raw/sales/2025-03-01.csv")

        self.assertEqual(caught.exception.key, "raw/sales/2025-03-01.csv")


if __name__ == "__main__":
    unittest.main()
