"""Runs statements with Athena. Everything that a script wants of Athena goes through here."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

_IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,255}")


class QueryError(Exception):
    """Athena did not run a statement to its end."""


class Athena:
    """Athena in one region, with one place for its results."""

    def __init__(
        self,
        client: Any,
        output_location: str,
        timeout_seconds: float = 900,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """
        :param client: a boto3 client of Athena.
        :param output_location: `s3://bucket/prefix/`.
        :param sleep: waits for some seconds; tests pass their own.
        """
        self._client = client
        self._output_location = output_location
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep

    def execute(self, statement: str) -> str:
        """Run a statement to its end.

        :returns: the id of its execution.
        :raises QueryError: when it fails, is cancelled or takes too long.
        """
        started = self._client.start_query_execution(
            QueryString=statement, ResultConfiguration={"OutputLocation": self._output_location}
        )
        execution = str(started["QueryExecutionId"])
        waited, pause = 0.0, 0.5
        while True:
            status = self._client.get_query_execution(QueryExecutionId=execution)["QueryExecution"]["Status"]
            if status["State"] == "SUCCEEDED":
                return execution
            if status["State"] in ("FAILED", "CANCELLED"):
                reason = status.get("StateChangeReason", "no reason given")
                raise QueryError(f"{status['State']}: {reason}: {statement}")
            if waited >= self._timeout_seconds:
                self._client.stop_query_execution(QueryExecutionId=execution)
                raise QueryError(f"no end after {self._timeout_seconds:g} s: {statement}")
            self._sleep(pause)
            waited += pause
            pause = min(2 * pause, 10.0)

    def rows(self, query: str) -> list[dict[str, str]]:
        """Run a query and read its whole result: one dictionary a row, by the names of the columns; NULL is empty.

        :raises QueryError: as `execute`.
        """
        pages = self._client.get_paginator("get_query_results").paginate(QueryExecutionId=self.execute(query))
        rows = [row["Data"] for page in pages for row in page["ResultSet"]["Rows"]]
        values = [[cell.get("VarCharValue", "") for cell in row] for row in rows]
        # The first row of a SELECT repeats the names of the columns.
        return [dict(zip(values[0], row)) for row in values[1:]]


def table_name(database: str, table: str) -> str:
    """A quoted name for queries (not for DDL, whose quotes are others).

    :raises QueryError: when a part could be more than a name.
    """
    return f'"{_checked(database)}"."{_checked(table)}"'


def ddl_name(database: str, table: str) -> str:
    """A quoted name for DDL, which Athena hands to Hive.

    :raises QueryError: when a part could be more than a name.
    """
    return f"`{_checked(database)}`.`{_checked(table)}`"


def _checked(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name):
        raise QueryError(f"{name!r} cannot be the name of a database or table")
    return name
