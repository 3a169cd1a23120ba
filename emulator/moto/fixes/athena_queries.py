"""Athena: statements are not run. Every one succeeds, no query has rows, and there are no tables.

Here external tables over JSON and CSV can be created and queried (`athena_sql/`); what is not understood fails with a
reason. Results that a test has put into moto's queue go before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from athena_sql import QueryFailed
from athena_sql.query import Result, select
from athena_sql.table import CREATE, DROP, Table, parse_create
from moto.athena.models import AthenaBackend, Execution, QueryResults
from moto.athena.responses import AthenaResponse
from moto.s3.models import s3_backends

ATTRIBUTE = "external_tables"
DATABASE = re.compile(r"\s*(?P<verb>CREATE|DROP)\s+(?:DATABASE|SCHEMA)\b", re.IGNORECASE)
SELECT = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
NOTHING_TO_DO = re.compile(r"\s*MSCK\s+REPAIR\s+TABLE\b", re.IGNORECASE)


def tables_of(backend: AthenaBackend) -> dict[tuple[str, str], Table]:
    return vars(backend).setdefault(ATTRIBUTE, {})


def run(backend: AthenaBackend, query: str, default: str) -> Result | None:
    tables = tables_of(backend)
    if SELECT.match(query):
        return select(query, default, tables, lambda location: objects_at(backend, location))
    if create := CREATE.match(query):
        table = parse_create(query, default)
        require_database(backend, table.database)
        key = (table.database, table.name)
        if key in tables and not create["lenient"]:
            raise QueryFailed(f"FAILED: AlreadyExistsException(message:Table {table.name} already exists)")
        tables.setdefault(key, table)
        return None
    if drop := DROP.match(query):
        key = ((drop["database"] or default).lower(), drop["table"].lower())
        if tables.pop(key, None) is None and not drop["lenient"]:
            raise QueryFailed(f"FAILED: SemanticException [Error 10001]: Table not found {key[1]}")
        return None
    if DATABASE.match(query):
        # Moto keeps the databases; the tables of one that is gone are gone.
        known = {name for _, name in backend.databases} | {"default"}
        for key in [key for key in tables if key[0] not in known]:
            del tables[key]
        return None
    if NOTHING_TO_DO.match(query):
        return None
    raise QueryFailed(f"embedded AWS: Athena does not understand {' '.join(query.split()[:3]) or 'an empty statement'}")


def require_database(backend: AthenaBackend, name: str) -> None:
    if name != "default" and all(known != name for _, known in backend.databases):
        raise QueryFailed(f"FAILED: SemanticException [Error 10072]: Database does not exist: {name}")


def objects_at(backend: AthenaBackend, location: str) -> Iterator[tuple[str, bytes]]:
    bucket_name, _, prefix = location.removeprefix("s3://").partition("/")
    prefix = f"{prefix.rstrip('/')}/" if prefix else ""
    store = s3_backends[backend.account_id][backend.partition]
    if bucket_name not in store.buckets:
        raise QueryFailed(f"HIVE_METASTORE_ERROR: the bucket of {location} does not exist")
    for key in sorted(store.get_bucket(bucket_name).keys):
        if key.startswith(prefix) and (found := store.get_object(bucket_name, key)) is not None:
            yield key.removeprefix(prefix), found.value


def results_of(result: Result) -> QueryResults:
    cells = [result.names, *result.rows]
    rows = [{"Data": [{} if cell is None else {"VarCharValue": cell} for cell in row]} for row in cells]
    info = [
        {"CatalogName": "hive", "SchemaName": "", "TableName": "", "Name": name, "Label": name, "Type": kind}
        for name, kind in zip(result.names, result.types)
    ]
    return QueryResults(rows=rows, column_info=info)


def apply() -> None:
    original_start = AthenaBackend.start_query_execution
    original_get = AthenaResponse.get_query_execution
    original_status = Execution.status.fget
    assert original_status is not None

    def start(self: AthenaBackend, query: str, context: Any, *args: Any, **kwargs: Any) -> str:
        told = bool(self.query_results_queue)
        execution_id = original_start(self, query, context, *args, **kwargs)
        if told:
            return execution_id
        database = (context or {}).get("Database") or "default"
        try:
            result = run(self, query, str(database).lower())
            self.query_results[execution_id] = results_of(result) if result else QueryResults(rows=[], column_info=[])
            self._store_query_result_in_s3(execution_id)
        except QueryFailed as failure:
            setattr(self.executions[execution_id], "reason", str(failure))
        return execution_id

    def status(self: Execution) -> str | None:
        moved = original_status(self)
        return "FAILED" if moved == "SUCCEEDED" and hasattr(self, "reason") else moved

    def get_query_execution(self: AthenaResponse) -> str:
        answer = json.loads(original_get(self))
        execution = answer["QueryExecution"]
        if execution["Status"]["State"] == "FAILED":
            found = self.athena_backend.executions[execution["QueryExecutionId"]]
            execution["Status"]["StateChangeReason"] = getattr(found, "reason")
        return json.dumps(answer)

    AthenaBackend.start_query_execution = start  # type: ignore[method-assign]
    Execution.status = property(status, Execution.status.fset)  # type: ignore[assignment]
    AthenaResponse.get_query_execution = get_query_execution  # type: ignore[method-assign]
