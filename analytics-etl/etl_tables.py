"""The tables of the example: what a row must look like, and where a day of a table lies in the analytics bucket.

Pure: nothing here reads or writes. Runs on Python 3.9, which is what AWS Glue's Python shell offers.
"""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from typing import Callable, Dict, Iterable, List, Mapping, Sequence, Tuple

Row = Dict[str, str]


class UnknownTable(Exception):
    """A job was asked for a table that is not described here."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown table {name!r}; the tables are {', '.join(TABLES)}")
        self.name = name


@dataclass(frozen=True)
class Table:
    """A daily table.

    Attributes:
        columns: the columns in their order, each with a function that returns the clean text of a value or raises
            ValueError.
        key: the column whose value occurs once a day.
    """

    name: str
    columns: Mapping[str, Callable[[str], str]]
    key: str

    def clean(self, rows: Iterable[Row]) -> Tuple[List[Row], List[Row]]:
        """Sorts the rows of a day into those that fit the table and those that do not.

        Returns:
            The clean rows, and the rejected ones as they came with a column `reason`. Of several rows with the same
            key the last one counts, because a source sends a correction after the row that it corrects.
        """
        good: Dict[str, Row] = {}
        rejected: List[Row] = []
        for row in rows:
            try:
                cleaned = {name: parse((row.get(name) or "").strip()) for name, parse in self.columns.items()}
            except ValueError as problem:
                rejected.append({**{name: row.get(name) or "" for name in self.columns}, "reason": str(problem)})
            else:
                good.pop(cleaned[self.key], None)
                good[cleaned[self.key]] = cleaned
        return list(good.values()), rejected


def text(value: str) -> str:
    """Any text but none."""
    if not value:
        raise ValueError("a value is missing")
    return value


def part_name(value: str) -> str:
    """The name of a part: parts are spelled in many ways, and joined by one."""
    return text(value).lower().replace(" ", "_")


def count(value: str) -> str:
    """A whole number from 0."""
    number = int(value)
    if number < 0:
        raise ValueError(f"{value} is negative")
    return str(number)


def amount(value: str) -> str:
    """An amount of money from 0, with two decimals."""
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError(f"{value} is not an amount")
    return f"{number:.2f}"


TABLES: Dict[str, Table] = {
    table.name: table
    for table in (
        Table("parts", {"part_name": part_name, "family": text, "unit_price": amount}, key="part_name"),
        Table("sales", {"sale_id": text, "part_name": part_name, "units": count}, key="sale_id"),
        Table(
            "warranty",
            {"claim_id": text, "part_name": part_name, "mileage_km": count, "cost": amount},
            key="claim_id",
        ),
    )
}


def table(name: str) -> Table:
    """Finds a table by its name; raises UnknownTable."""
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownTable(name) from None


def raw_key(name: str, day: datetime.date) -> str:
    """Where a source system puts a day of a table."""
    return f"raw/{name}/{day.isoformat()}.csv"


def clean_key(name: str, day: datetime.date) -> str:
    """Where the clean rows of a day are."""
    return f"clean/{name}/{partition(day)}/{name}.csv"


def rejected_key(name: str, day: datetime.date) -> str:
    """Where the rows are that did not fit the table, each with its reason."""
    return f"rejected/{name}/{partition(day)}/{name}.csv"


def partition(day: datetime.date) -> str:
    """The folders of a day, spelled as Athena reads partitions."""
    return f"year={day:%Y}/month={day:%m}/day={day:%d}"


def read_csv(content: str) -> List[Row]:
    """Reads a CSV file with a header."""
    return list(csv.DictReader(io.StringIO(content)))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Writes a CSV file with a header, with the same bytes for the same rows on every platform."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
