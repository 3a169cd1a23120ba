"""The rows of a table: what lies below its location in S3, object by object."""

from __future__ import annotations

import csv
import gzip
import io
import json
import posixpath
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from . import QueryFailed
from .table import Table

INTEGERS = {"tinyint", "smallint", "int", "integer", "bigint"}
NUMBERS = {"float", "double", "real"}


def rows_of(table: Table, objects: Iterable[tuple[str, bytes]]) -> Iterator[list[Any]]:
    """:param objects: key below the location, content; hidden ones (`_..`, `..`) are left out, as Athena does.

    :raises QueryFailed: naming the object that does not fit the table.
    """
    for key, content in objects:
        name = posixpath.basename(key)
        if name == "" or name.startswith(("_", ".")):
            continue
        partitions = _partition_values(table, key)
        try:
            text = (gzip.decompress(content) if key.endswith(".gz") else content).decode("utf-8")
            lines = _json_rows(table, text) if table.format == "json" else _csv_rows(table, text)
            for line in lines:
                yield [_value(kind, value) for (_, kind), value in zip(table.columns, line)] + partitions
        except (ValueError, OSError) as error:
            raise QueryFailed(f"HIVE_BAD_DATA: {table.location}{key}: {error}") from error


def _partition_values(table: Table, key: str) -> list[Any]:
    """Partitions are the folders of an object, spelt as Hive does: `year=2026/`. Each folder counts, added or not."""
    folders = dict(part.split("=", 1) for part in key.split("/")[:-1] if "=" in part)
    found = {name.lower(): unquote(value) for name, value in folders.items()}
    return [_value(kind, found.get(name)) for name, kind in table.partitions]


def _json_rows(table: Table, text: str) -> Iterator[list[Any]]:
    for line in text.splitlines():
        if not line.strip():
            continue
        found = json.loads(line)
        if not isinstance(found, dict):
            raise ValueError("a line is not a JSON object")
        lower = {name.lower(): value for name, value in found.items()}
        yield [lower.get(name) for name, _ in table.columns]


def _csv_rows(table: Table, text: str) -> Iterator[list[Any]]:
    reader = csv.reader(io.StringIO(text), delimiter=table.delimiter)
    for number, cells in enumerate(reader):
        if number >= table.skipped_lines and cells:
            yield [cells[index] if index < len(cells) else None for index in range(len(table.columns))]


def _value(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind in INTEGERS:
        return None if value == "" else int(value)
    if kind in NUMBERS or kind.startswith("decimal"):
        return None if value == "" else float(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    return value if isinstance(value, str) else json.dumps(value)
