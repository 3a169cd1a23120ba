"""The jobs as Glue starts them, one after the other, against moto inside this process."""

import importlib.util
import json
import os
import unittest
from unittest import mock

from memory_lake import DAY
import daily_aggregate
import data_quality_check
import etl_run
import etl_tables
import ingest_table

REGION = "eu-west-1"
BUCKET = "p-analytics-etl"


@unittest.skipUnless(importlib.util.find_spec("moto"), "needs moto")
class ADay(unittest.TestCase):
    def setUp(self):
        import boto3
        import moto

        variables = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        without_endpoint = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        for context in (mock.patch.dict(os.environ, {**without_endpoint, **variables}, clear=True), moto.mock_aws()):
            context.__enter__()
            self.addCleanup(context.__exit__, None, None, None)
        self.s3 = boto3.client("s3", region_name=REGION)
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.topic = boto3.client("sns", region_name=REGION).create_topic(Name="notifier")["TopicArn"]
        self.lake = etl_run.S3Lake(self.s3, BUCKET)
        self.deliver("parts", "part_name,family,unit_price\npump,fuel,80\n")
        self.deliver("sales", "sale_id,part_name,units\n1,pump,50\n")
        self.deliver("warranty", "claim_id,part_name,mileage_km,cost\n9,Pump,100,7.5\n")

    def deliver(self, table, content):
        self.lake.write(etl_tables.raw_key(table, DAY), content)

    def run_job(self, job, **arguments):
        common = {"bucket": BUCKET, "region": REGION, "day": DAY.isoformat()}
        words = [word for name, value in {**common, **arguments}.items() for word in (f"--{name}", value)]
        job.main([*words, "--job-language", "python"])

    def check(self, table):
        names = {"dq_athena_db": "p_data_quality", "consolidated_dq_table": "dqresults", "usecase_name": "demand"}
        self.run_job(data_quality_check, source_table=table, sns_topic_arn=self.topic, **names)

    def result(self, table):
        return json.loads(self.lake.read(data_quality_check.result_key(table, DAY)))

    def test_a_day_is_taken_in_judged_and_summed_up(self):
        self.run_job(ingest_table, tables="parts,sales,warranty")
        self.check("sales")
        self.check("warranty")
        self.run_job(daily_aggregate, days="1")

        self.assertEqual([self.result(table)["status"] for table in ("sales", "warranty")], ["PASSED", "PASSED"])
        features = self.lake.read("features/parts/year=2025/month=03/day=01/parts.csv")
        self.assertIn("pump,fuel,80.00,50,1,7.50,20.000", features)

    def test_data_that_is_not_fit_for_use_is_recorded_and_fails_the_job(self):
        self.deliver("sales", "sale_id,part_name,units\n1,wing,50\n")
        self.run_job(ingest_table, tables="parts,sales")

        with self.assertRaisesRegex(data_quality_check.CheckFailed, "sales: unknown parts: wing"):
            self.check("sales")
        self.assertEqual(self.result("sales")["failures"], ["unknown parts: wing"])

    def test_a_day_that_nobody_delivered_fails_the_job(self):
        with self.assertRaises(etl_run.MissingInput):
            self.run_job(ingest_table, tables="sales", day="2025-03-02")

    def test_a_gap_in_the_history_does_not_fail_a_backfill(self):
        self.run_job(ingest_table, tables="sales", days="3")

        self.assertIsNotNone(self.lake.read(etl_tables.clean_key("sales", DAY)))


if __name__ == "__main__":
    unittest.main()
