"""Glue job: takes what the source systems delivered, and keeps the rows that fit their table.

A run for a day that was ingested before replaces its objects, so it may be repeated at any time.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from typing import List, Sequence

import etl_run
import etl_tables


def ingest(lake: etl_run.Lake, name: str, day: datetime.date) -> None:
    """Cleans a day of a table; raises MissingInput when the source has not delivered it."""
    table = etl_tables.table(name)
    rows = etl_tables.read_csv(etl_run.require(lake, etl_tables.raw_key(name, day)))
    clean, rejected = table.clean(rows)
    lake.write(etl_tables.clean_key(name, day), etl_tables.write_csv(list(table.columns), clean))
    lake.write(etl_tables.rejected_key(name, day), etl_tables.write_csv([*table.columns, "reason"], rejected))
    print(f"{name} {day}: {len(clean)} rows, {len(rejected)} rejected")


def backfill(lake: etl_run.Lake, names: Sequence[str], days: Sequence[datetime.date]) -> List[str]:
    """Cleans several days of several tables, and goes on where a source has nothing.

    Returns:
        The keys of the objects that were not there.
    """
    missing: List[str] = []
    for day in days:
        for name in names:
            try:
                ingest(lake, name, day)
            except etl_run.MissingInput as gap:
                print(gap)
                missing.append(gap.key)
    return missing


def main(argv: Sequence[str]) -> None:
    import boto3

    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--tables", required=True, help="names of tables, with commas between")
    parser.add_argument("--days", type=int, default=1, help="how many days up to --day")
    args = etl_run.arguments(parser, argv)

    lake = etl_run.S3Lake(boto3.client("s3", region_name=args.region), args.bucket)
    names = args.tables.split(",")
    days = etl_run.last_days(args.day, args.days)
    missing = backfill(lake, names, days)
    # History may have gaps, but a day that nobody delivered has nothing to go on with.
    if len(missing) == len(names) * len(days):
        raise etl_run.MissingInput(", ".join(missing))


if __name__ == "__main__":
    main(sys.argv[1:])
