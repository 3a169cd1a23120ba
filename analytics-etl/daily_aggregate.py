"""Glue job: sums up the days of a window by part, the table that training starts from."""

from __future__ import annotations

import argparse
import datetime
import sys
from typing import Dict, List, Sequence

import etl_run
import etl_tables

COLUMNS = ("part_name", "family", "unit_price", "units_sold", "claims", "claim_cost", "claims_per_thousand_units")


def aggregate(
    parts: Sequence[etl_tables.Row], sales: Sequence[etl_tables.Row], claims: Sequence[etl_tables.Row]
) -> List[Dict[str, str]]:
    """One row for each part, sorted by name; a part without sales or claims counts zero of them.

    Rows of parts that are not in the list are left out: the data-quality check reports them.
    """
    units = {part["part_name"]: 0 for part in parts}
    number = dict(units)
    cost = {name: 0.0 for name in units}
    for sale in sales:
        if sale["part_name"] in units:
            units[sale["part_name"]] += int(sale["units"])
    for claim in claims:
        if claim["part_name"] in units:
            number[claim["part_name"]] += 1
            cost[claim["part_name"]] += float(claim["cost"])
    return [
        {
            "part_name": name,
            "family": part["family"],
            "unit_price": part["unit_price"],
            "units_sold": str(units[name]),
            "claims": str(number[name]),
            "claim_cost": f"{cost[name]:.2f}",
            "claims_per_thousand_units": f"{1000 * number[name] / units[name]:.3f}" if units[name] else "",
        }
        for name, part in sorted((part["part_name"], part) for part in parts)
    ]


def aggregate_day(lake: etl_run.Lake, day: datetime.date, days: int) -> List[Dict[str, str]]:
    """Sums up the given number of days up to a day, with the parts as they are on that day, and writes the result."""
    parts = etl_tables.read_csv(etl_run.require(lake, etl_tables.clean_key("parts", day)))
    window = etl_run.last_days(day, days)

    def rows(table: str) -> List[etl_tables.Row]:
        objects = [lake.read(etl_tables.clean_key(table, one)) for one in window]
        return [row for content in objects if content is not None for row in etl_tables.read_csv(content)]

    result = aggregate(parts, rows("sales"), rows("warranty"))
    lake.write(f"features/parts/{etl_tables.partition(day)}/parts.csv", etl_tables.write_csv(COLUMNS, result))
    return result


def main(argv: Sequence[str]) -> None:
    import boto3

    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--days", type=int, default=28, help="length of the window up to --day")
    args = etl_run.arguments(parser, argv)

    lake = etl_run.S3Lake(boto3.client("s3", region_name=args.region), args.bucket)
    result = aggregate_day(lake, args.day, args.days)
    print(f"{args.day}: {len(result)} parts over {args.days} days")


if __name__ == "__main__":
    main(sys.argv[1:])
