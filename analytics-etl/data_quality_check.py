"""Glue job: checks the clean rows of a day of a table and records the result.

The result is one row of the Athena table `dqresults`. A pipeline that uses the data counts the rows of its day that
passed, and begins when there are as many as the parameter `expected_dq_job_cnt` says. A day has one row a table,
however often the job runs.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from typing import Any, Dict, List, Sequence

import etl_run
import etl_tables
from athena_query import Athena, ddl_name

RESULT_COLUMNS = {
    "usecase_name": "string",
    "source_table": "string",
    "status": "string",
    "row_count": "bigint",
    "rejected_count": "bigint",
    "failures": "array<string>",
    "checked_at": "string",
}

# Share of the delivered rows that may be unusable.
MAX_REJECTED_SHARE = 0.05


class CheckFailed(Exception):
    """The data of a day is not fit for use; the result says why and is recorded."""

    def __init__(self, table: str, failures: Sequence[str]) -> None:
        super().__init__(f"{table}: {'; '.join(failures)}")
        self.table = table
        self.failures = list(failures)


def check(
    rows: Sequence[etl_tables.Row], rejected: Sequence[etl_tables.Row], known_parts: Sequence[str]
) -> List[str]:
    """Tells what is wrong with the rows of a day; nothing when they may be used."""
    failures: List[str] = []
    if not rows:
        failures.append("there are no rows")
    delivered = len(rows) + len(rejected)
    if len(rejected) > MAX_REJECTED_SHARE * delivered:
        failures.append(f"{len(rejected)} of {delivered} rows were rejected")
    unknown = sorted({row["part_name"] for row in rows} - set(known_parts))
    if unknown:
        failures.append(f"unknown parts: {', '.join(unknown)}")
    return failures


def check_day(lake: etl_run.Lake, table: str, day: datetime.date, usecase: str, now: datetime.datetime) -> Dict[str, Any]:
    """Checks a day of a table and records the result; a day that was not ingested counts as one without rows."""
    rows = _rows(lake, etl_tables.clean_key(etl_tables.table(table).name, day))
    rejected = _rows(lake, etl_tables.rejected_key(table, day))
    parts = [row["part_name"] for row in _rows(lake, etl_tables.clean_key("parts", day))]
    failures = check(rows, rejected, parts)
    result = {
        "usecase_name": usecase,
        "source_table": table,
        "status": "FAILED" if failures else "PASSED",
        "row_count": len(rows),
        "rejected_count": len(rejected),
        "failures": failures,
        "checked_at": now.isoformat(),
    }
    lake.write(result_key(table, day), json.dumps(result) + "\n")
    return result


def result_key(table: str, day: datetime.date) -> str:
    """Where the result of a table and day is; one object a row, so that a repeated check replaces its row."""
    return f"dqresults/{etl_tables.partition(day)}/{table}.json"


def results_table(database: str, name: str, bucket: str) -> str:
    """The statement that makes the results readable with Athena.

    Its partitions are computed from the date (partition projection), so that no job has to add one each day.
    """
    columns = ",\n  ".join(f"`{column}` {kind}" for column, kind in RESULT_COLUMNS.items())
    return f"""CREATE EXTERNAL TABLE IF NOT EXISTS {ddl_name(database, name)} (
  {columns}
)
PARTITIONED BY (`year` string, `month` string, `day` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://{bucket}/dqresults/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.year.type' = 'integer', 'projection.year.range' = '2020,2099',
  'projection.month.type' = 'integer', 'projection.month.range' = '1,12', 'projection.month.digits' = '2',
  'projection.day.type' = 'integer', 'projection.day.range' = '1,31', 'projection.day.digits' = '2'
)"""


def _rows(lake: etl_run.Lake, key: str) -> List[etl_tables.Row]:
    return etl_tables.read_csv(lake.read(key) or "")


def main(argv: Sequence[str]) -> None:
    import boto3

    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--source_table", required=True)
    parser.add_argument("--dq_athena_db", required=True)
    parser.add_argument("--consolidated_dq_table", required=True)
    parser.add_argument("--usecase_name", required=True)
    parser.add_argument("--sns_topic_arn", required=True, help="hears of data that is not fit for use")
    args = etl_run.arguments(parser, argv)

    lake = etl_run.S3Lake(boto3.client("s3", region_name=args.region), args.bucket)
    now = datetime.datetime.now(datetime.timezone.utc)
    result = check_day(lake, args.source_table, args.day, args.usecase_name, now)
    statement = results_table(args.dq_athena_db, args.consolidated_dq_table, args.bucket)
    athena = boto3.client("athena", region_name=args.region)
    Athena(athena, f"s3://{args.bucket}/athena-results/").execute(statement)
    if result["failures"]:
        failure = CheckFailed(args.source_table, result["failures"])
        boto3.client("sns", region_name=args.region).publish(
            TopicArn=args.sns_topic_arn,
            Subject=f"Data quality of {args.source_table}, {args.day}",
            Message=str(failure),
        )
        # A failed run keeps the workflow from going on with this data.
        raise failure
    print(f"{args.source_table} {args.day}: {result['row_count']} rows passed")


if __name__ == "__main__":
    main(sys.argv[1:])
