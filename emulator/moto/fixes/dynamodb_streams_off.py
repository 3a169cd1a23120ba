"""DynamoDB: a stream that was disabled cannot be enabled again, and breaks writes to its table and DescribeStream.

A stream that is enabled again is another one, with a new label. The old one is still there, and told of, for a while.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html, StreamSpecification: "You receive a
ValidationException if you try to enable a stream on a table that already has a stream, or if you try to disable a stream on
a table that doesn't have a stream."
"""

from __future__ import annotations

from typing import Any

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamShard, Table
from moto.dynamodbstreams.models import DynamoDBStreamsBackend

original_set = Table.set_stream_specification
original_add = StreamShard.add
original_describe = DynamoDBStreamsBackend.describe_stream


def is_enabled(table: Table) -> bool:
    return bool((table.stream_specification or {}).get("StreamEnabled"))


def update_table_streams(self: DynamoDBBackend, table: Table, stream_specification: dict[str, Any]) -> None:
    wanted = bool(stream_specification.get("StreamEnabled"))
    if wanted and is_enabled(table):
        raise MockValidationException(f"Table already has an enabled stream: TableName: {table.name}")
    if not wanted and not is_enabled(table):
        raise MockValidationException(f"Table has no enabled stream: TableName: {table.name}")
    table.set_stream_specification(stream_specification)


def set_stream_specification(self: Table, streams: dict[str, Any] | None) -> None:
    original_set(self, streams)
    if is_enabled(self) and self.stream_shard is not None:
        self.stream_shard.view_type = (self.stream_specification or {}).get("StreamViewType")  # type: ignore[attr-defined]


def add(self: StreamShard, old: Item | None, new: Item | None) -> None:
    if is_enabled(self.table):
        original_add(self, old, new)


def describe_stream(self: DynamoDBStreamsBackend, arn: str) -> dict[str, Any]:
    table = self._get_table_from_arn(arn)
    if is_enabled(table) or table.stream_shard is None:
        return original_describe(self, arn)
    shard: Any = table.stream_shard
    return {
        "StreamArn": arn,
        "StreamLabel": table.latest_stream_label,
        "StreamStatus": "DISABLED",
        "StreamViewType": shard.view_type,
        "CreationRequestDateTime": shard.created_on,
        "TableName": table.name,
        "KeySchema": table.schema,
        "Shards": [shard.to_json()],
    }


def apply() -> None:
    DynamoDBBackend.update_table_streams = update_table_streams  # type: ignore[method-assign]
    Table.set_stream_specification = set_stream_specification  # type: ignore[method-assign]
    StreamShard.add = add  # type: ignore[method-assign]
    DynamoDBStreamsBackend.describe_stream = describe_stream  # type: ignore[method-assign]
