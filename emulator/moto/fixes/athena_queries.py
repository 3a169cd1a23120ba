"""Athena: statements are not run. Every one succeeds, no query has rows, and there are no tables.

Here external tables over JSON and CSV can be created and queried (`athena_sql/`), as whoever starts the query; what is not
understood, or may not be read, fails with a reason. Results that a test has put into moto's queue go before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import flask
from athena_sql import QueryFailed, permissions
from athena_sql.permissions import Caller
from athena_sql.query import Result, select
from athena_sql.table import CREATE, DROP, Table, parse_create
from moto.athena.models import AthenaBackend, Execution, QueryResults
from moto.athena.responses import AthenaResponse
from moto.core.exceptions import JsonRESTError
from moto.s3.models import s3_backends

ATTRIBUTE = "external_tables"
DATABASE = re.compile(r"\s*(?P<verb>CREATE|DROP)\s+(?:DATABASE|SCHEMA)\b", re.IGNORECASE)
SELECT = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
REPAIR = re.compile(r"\s*MSCK\s+REPAIR\s+TABLE\s+`?(?:(?P<database>\w+)`?\.`?)?(?P<table>\w+)", re.IGNORECASE)
CREDENTIAL = re.compile(r"Credential=([^/,\s]+)")


def tables_of(backend: AthenaBackend) -> dict[tuple[str, str], Table]:
    return vars(backend).setdefault(ATTRIBUTE, {})


def caller_of(backend: AthenaBackend) -> Caller:
    """Who has sent the request that is being answered."""
    header = flask.request.headers.get("Authorization", "") if flask.has_request_context() else ""
    found = CREDENTIAL.search(header)
    return Caller(backend.account_id, backend.region_name, backend.partition, found[1] if found else None)


def require_catalog(caller: Caller, query: str, default: str) -> None:
    """What a statement asks of the catalog; a SELECT asks for each of its tables later.

    :raises QueryFailed:
    """
    asks = permissions.of_every_query(caller)
    for pattern, actions in (
        (CREATE, ["CreateTable"]),
        (DROP, ["DeleteTable"]),
        # User guide, "MSCK REPAIR TABLE": it needs `glue:BatchCreatePartition`.
        (REPAIR, ["GetPartitions", "BatchCreatePartition"]),
    ):
        if found := pattern.match(query):
            database = (found["database"] or default).lower()
            asks += permissions.on_table(caller, actions, database, found["table"].lower())
    permissions.require_catalog(caller, asks + permissions.of_database(caller, query))


def run(backend: AthenaBackend, query: str, default: str, caller: Caller) -> Result | None:
    tables = tables_of(backend)

    def look_at(table: Table) -> None:
        partitions = ["GetPartitions"] if table.partitions else []
        permissions.require_catalog(caller, permissions.on_table(caller, partitions, table.database, table.name))

    if SELECT.match(query):
        return select(query, default, tables, lambda location: objects_at(backend, location, caller), look_at)
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
    if REPAIR.match(query):
        return None
    raise QueryFailed(f"embedded AWS: Athena does not understand {' '.join(query.split()[:3]) or 'an empty statement'}")


def require_database(backend: AthenaBackend, name: str) -> None:
    if name != "default" and all(known != name for _, known in backend.databases):
        raise QueryFailed(f"FAILED: SemanticException [Error 10072]: Database does not exist: {name}")


def objects_at(backend: AthenaBackend, location: str, caller: Caller) -> Iterator[tuple[str, bytes]]:
    bucket_name, _, prefix = location.removeprefix("s3://").partition("/")
    prefix = f"{prefix.rstrip('/')}/" if prefix else ""
    store = s3_backends[backend.account_id][backend.partition]
    if bucket_name not in store.buckets:
        raise QueryFailed(f"HIVE_METASTORE_ERROR: the bucket of {location} does not exist")
    names = sorted(key for key in store.get_bucket(bucket_name).keys if key.startswith(prefix))
    objects = [found for name in names if (found := store.get_object(bucket_name, name)) is not None]
    permissions.require_data(caller, location, objects)
    for found in objects:
        yield found.name.removeprefix(prefix), found.value


def results_of(result: Result) -> QueryResults:
    cells = [result.names, *result.rows]
    rows = [{"Data": [{} if cell is None else {"VarCharValue": cell} for cell in row]} for row in cells]
    info = [
        {"CatalogName": "hive", "SchemaName": "", "TableName": "", "Name": name, "Label": name, "Type": kind}
        for name, kind in zip(result.names, result.types)
    ]
    return QueryResults(rows=rows, column_info=info)


def require_bucket(
    backend: AthenaBackend, caller: Caller, config: dict[str, Any] | None, workgroup: str | None, *_: Any, **__: Any
) -> None:
    """:raises JsonRESTError: when the caller may not see where the bucket of the results is"""
    output = (config or {}).get("OutputLocation")
    if output and permissions.bucket_denial(caller, output) is not None:
        bucket = output.removeprefix("s3://").partition("/")[0]
        raise JsonRESTError("InvalidRequestException", f"Unable to verify/create output bucket {bucket}")


def reason_of(act: Callable[[], None]) -> str | None:
    """Why a statement fails; None: it does not."""
    try:
        act()
        return None
    except QueryFailed as failure:
        return str(failure)


def apply() -> None:
    original_start = AthenaBackend.start_query_execution
    original_get = AthenaResponse.get_query_execution
    original_results = AthenaResponse.get_query_results
    original_status = Execution.status.fget
    assert original_status is not None

    def start(self: AthenaBackend, query: str, context: Any, *args: Any, **kwargs: Any) -> str:
        told = bool(self.query_results_queue)
        caller, database = caller_of(self), str((context or {}).get("Database") or "default").lower()
        require_bucket(self, caller, *args, **kwargs)
        reason = None if told else reason_of(lambda: require_catalog(caller, query, database))
        # Moto does what a statement about databases says, whoever says it.
        execution_id = original_start(self, "" if reason else query, context, *args, **kwargs)
        execution = self.executions[execution_id]
        execution.query = query
        if told:
            return execution_id

        def answer() -> None:
            result = run(self, query, database, caller)
            config = execution.config or {}
            if "OutputLocation" in config:
                encryption = config.get("EncryptionConfiguration") or {}
                permissions.require_output(caller, config["OutputLocation"], encryption)
            self.query_results[execution_id] = results_of(result) if result else QueryResults(rows=[], column_info=[])
            self._store_query_result_in_s3(execution_id)

        reason = reason or reason_of(answer)
        if reason is not None:
            setattr(execution, "reason", reason)
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

    def get_query_results(self: AthenaResponse) -> str:
        backend = self.athena_backend
        execution = backend.executions.get(self._get_param("QueryExecutionId"))
        output = ((execution.config if execution else None) or {}).get("OutputLocation")
        sentence = permissions.result_denial(caller_of(backend), output) if output else None
        if sentence is not None:
            raise JsonRESTError("AccessDeniedException", sentence)
        return original_results(self)

    AthenaResponse.get_query_results = get_query_results  # type: ignore[method-assign]
    AthenaBackend.start_query_execution = start  # type: ignore[method-assign]
    Execution.status = property(status, Execution.status.fset)  # type: ignore[assignment]
    AthenaResponse.get_query_execution = get_query_execution  # type: ignore[method-assign]
