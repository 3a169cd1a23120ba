"""The summary of a run: one object in S3 a day, and an Athena table over all days."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from athena_query import Athena, ddl_name
from storage import write_text


def write_summary(
    s3: Any,
    athena: Athena,
    *,
    location: str,
    database: str,
    table: str,
    columns: Mapping[str, str],
    run_date: str,
    rows: Sequence[Mapping[str, Any]],
) -> str:
    """Write the rows of a day, in the place of those that were there, and make sure that Athena has the table.

    The table has no partitions that would have to be added: it is whatever lies below its location.

    :param location: `s3://bucket/prefix/` of all days.
    :param columns: name -> type of Athena.
    :raises ValueError: when a row has other columns.
    :returns: the address of the object.
    """
    for row in rows:
        if set(row) != set(columns):
            raise ValueError(f"a row of {table} has columns {sorted(row)}, not {sorted(columns)}")
    address = f"{location}{run_date}.json"
    write_text(s3, address, "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows))
    declared = ", ".join(f"`{name}` {kind}" for name, kind in columns.items())
    athena.execute(
        f"CREATE EXTERNAL TABLE IF NOT EXISTS {ddl_name(database, table)} ({declared}) "
        f"ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION '{location}'"
    )
    return address
