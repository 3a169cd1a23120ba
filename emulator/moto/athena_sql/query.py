"""SELECT over tables, by SQLite in memory."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import QueryFailed
from .rows import INTEGERS, NUMBERS, rows_of
from .table import Table

_WORD = re.compile(r"\w+")
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
#: SQLite takes no more databases than these into one query.
_MOST_DATABASES = 10


@dataclass(frozen=True)
class Result:
    names: list[str]
    #: Types of Athena.
    types: list[str]
    #: As text; None is NULL.
    rows: list[list[str | None]]


def select(
    statement: str,
    database: str,
    tables: Mapping[tuple[str, str], Table],
    objects_at: Callable[[str], Iterable[tuple[str, bytes]]],
    look_at: Callable[[Table], None] = lambda table: None,
) -> Result:
    """
    :param database: of table names without one.
    :param tables: by database and name.
    :param look_at: called for each table in the query, before anything is read; may raise QueryFailed.
    :param objects_at: key below an `s3://` address, and content, of all objects there.
    :raises QueryFailed: when the statement, or the data, is not understood.
    """
    words = {word.lower() for word in _WORD.findall(statement)}
    used = [table for table in tables.values() if table.name in words and table.database in words | {database}]
    databases = sorted({table.database for table in used} | {database})
    if len(databases) > _MOST_DATABASES:
        raise QueryFailed(f"embedded AWS: a query over more than {_MOST_DATABASES} databases")
    for table in used:
        look_at(table)
    connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
    try:
        for name in databases:
            connection.execute(f"ATTACH ':memory:' AS \"{name}\"")
        for table in used:
            _load(connection, table, objects_at(table.location))
        connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
        cursor = connection.execute(statement.strip().rstrip(";"))
        rows = cursor.fetchall()
        names = [column[0] for column in cursor.description or []]
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise QueryFailed(_reason(str(error))) from error
    finally:
        connection.close()
    types = [_type_of([row[index] for row in rows]) for index in range(len(names))]
    return Result(names, types, [[_text(value) for value in row] for row in rows])


def _reason(message: str) -> str:
    """As Athena says it where it has words for it."""
    missing = re.match(r"no such (table|column): (.+)", message)
    if missing is not None:
        return f"{missing[1].upper()}_NOT_FOUND: {missing[1].capitalize()} '{missing[2]}' does not exist"
    return f"SYNTAX_ERROR: {message} (the embedded AWS asks SQLite; docs/embedded-aws.md says which SQL it knows)"


def _load(connection: sqlite3.Connection, table: Table, objects: Iterable[tuple[str, bytes]]) -> None:
    columns = table.columns + table.partitions
    declared = ", ".join(f'"{name}" {_sqlite_type(kind)}' for name, kind in columns)
    name = f'"{table.database}"."{table.name}"'
    connection.execute(f"CREATE TABLE {name} ({declared})")
    places = ", ".join("?" for _ in columns)
    connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows_of(table, objects))


def _sqlite_type(kind: str) -> str:
    if kind in INTEGERS:
        return "INTEGER"
    if kind in NUMBERS or kind.startswith("decimal"):
        return "REAL"
    # Read back as a boolean by the converter below; SQLite itself keeps 0 and 1.
    return "ATHENA_BOOLEAN" if kind == "boolean" else "TEXT"


sqlite3.register_converter("ATHENA_BOOLEAN", lambda value: value not in (b"0", b""))


def _type_of(values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "bigint"
    return "double" if kinds and kinds <= {int, float} else "varchar"


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
