"""Reading and writing rows in DynamoDB."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from dapf_rows import RUN_KEY, CheckedRow, InputRow, MetaRow, RunRow, StateRow, row_from
from dapf_run import Run

#: Throttled and failed calls are tried again; all calls of this module may be made twice.
_RETRIES = Config(retries={"mode": "standard", "max_attempts": 10})


class TableMissingError(Exception):
    """A table of the run does not exist."""


class Store:
    """The three tables of a run. boto3 takes the endpoint from `AWS_ENDPOINT_URL` when it is set."""

    def __init__(self, run: Run, session: boto3.Session | None = None) -> None:
        self.run = run
        resource = (session or boto3.Session()).resource("dynamodb", region_name=run.region, config=_RETRIES)
        self._input = resource.Table(run.input_table)
        self._meta = resource.Table(run.meta_table)
        self._state = resource.Table(run.state_table)

    def input_rows(self) -> list[InputRow]:
        """The rows of the run's day, by key. The table holds little else: the gatekeeper removes other days."""
        rows = [row_from(InputRow, item) for item in _items(self._input) if item.get("run_date") == self.run.run_date]
        return sorted(rows, key=lambda row: row.pk_mappingid)

    def all_input_keys(self) -> dict[str, str]:
        """`pk_mappingid` -> `run_date` of every row, whatever its day and however it looks otherwise."""
        return {item["pk_mappingid"]: str(item.get("run_date", "")) for item in _items(self._input)}

    def input_row(self, key: str) -> InputRow | None:
        """One row; None when there is none or it is of another day."""
        item = _call(self._input, "get_item", Key={"pk_mappingid": key}, ConsistentRead=True).get("Item")
        return row_from(InputRow, item) if item and item.get("run_date") == self.run.run_date else None

    def new_input_row(self, row: InputRow) -> None:
        """Write a row in the place of whatever was there."""
        _call(self._input, "put_item", Item=row.item())

    def put_input_row(self, row: InputRow) -> None:
        """Write the attributes of a row; others that it has in the table stay."""
        _update(self._input, row)

    def replace_input_row(self, old: InputRow, new: InputRow) -> bool:
        """Write a row unless another process has changed it since it was read.

        :returns: whether it was written.
        """
        try:
            _update(
                self._input,
                new,
                ConditionExpression=(
                    "(job_status = :old_status OR attribute_not_exists(job_status)) "
                    "AND (attempt = :old_attempt OR attribute_not_exists(attempt)) AND run_date = :old_date"
                ),
                values={":old_status": old.job_status, ":old_attempt": old.attempt, ":old_date": old.run_date},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def delete_input_row(self, key: str) -> None:
        _call(self._input, "delete_item", Key={"pk_mappingid": key})

    def put_state_row(self, row: StateRow) -> None:
        _update(self._state, row)

    def state_row(self, batchjob_id: str) -> StateRow | None:
        item = _call(self._state, "get_item", Key={"batchjob_id": batchjob_id}, ConsistentRead=True).get("Item")
        return row_from(StateRow, item) if item else None

    def put_meta_row(self, row: MetaRow) -> None:
        _update(self._meta, row)

    def meta_row(self, key: str) -> MetaRow | None:
        item = _call(self._meta, "get_item", Key={"metaKey": key}, ConsistentRead=True).get("Item")
        return row_from(MetaRow, item) if item else None

    def all_meta_keys(self) -> list[str]:
        """The keys of all job rows; the item of the run is not among them."""
        return [item["metaKey"] for item in _items(self._meta) if item["metaKey"] != RUN_KEY]

    def delete_meta_row(self, key: str) -> None:
        _call(self._meta, "delete_item", Key={"metaKey": key})

    def put_run_row(self, row: RunRow) -> None:
        _update(self._meta, row)

    def run_row(self) -> RunRow | None:
        """The run as a whole; None when the item is missing or of another day."""
        item = _call(self._meta, "get_item", Key={"metaKey": RUN_KEY}, ConsistentRead=True).get("Item")
        return row_from(RunRow, item) if item and item.get("run_date") == self.run.run_date else None

    def opened_at(self) -> str:
        """When the run was opened first; empty when the gatekeeper did not write that down."""
        opened = self.run_row()
        return "" if opened is None else opened.opened_at


def _items(table: Any) -> list[dict[str, Any]]:
    """All items of a table, page by page."""
    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = _call(table, "scan", ConsistentRead=True, **start)
        found.extend(page["Items"])
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _update(table: Any, row: CheckedRow, values: dict[str, Any] | None = None, **condition: str) -> None:
    """Write the attributes that a row's schema has; those without a value are removed, those of others stay."""
    item = row.item()
    key = item.pop(row.key)
    sets = [f"#{name} = :{name}" for name in item]
    removes = [f"#{name}" for name in row.attributes() if name not in item and name != row.key]
    _call(
        table,
        "update_item",
        Key={row.key: key},
        UpdateExpression=f"SET {', '.join(sets)}" + (f" REMOVE {', '.join(removes)}" if removes else ""),
        ExpressionAttributeNames={f"#{name}": name for name in row.attributes() if name != row.key},
        ExpressionAttributeValues={**{f":{name}": value for name, value in item.items()}, **(values or {})},
        **condition,
    )


def _call(table: Any, operation: str, **arguments: Any) -> Any:
    try:
        return getattr(table, operation)(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            raise TableMissingError(f"there is no DynamoDB table {table.name}") from error
        raise
