"""Members of requests and answers between Step Functions and an API.

A definition writes them in Pascal case, whatever the API itself does, on every level; a task of another name is refused:
https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html ("Parameters in Step Functions are expressed in
PascalCase"). Answers come in Pascal case, too, and as JSON: times become numbers (optimized integrations) or texts (AWS SDK).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

# The SDK for Java calls DynamoDB's NULL so.
RENAMED = {"Nul": "NULL"}
REFERENCE = ".$"


class UnknownMember(Exception):
    """A parameter that the API does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def member_of(shape: StructureShape, name: str) -> str | None:
    """The API's own name of a member, of which a definition has written `name`."""
    if not name[:1].isupper():
        return None
    name = RENAMED.get(name, name)
    if name in shape.members:
        return name
    return next((member for member in shape.members if member.lower() == name.lower()), None)


def unknown_members(value: Any, shape: Shape | None) -> Iterator[str]:
    """The names in parameters of a definition that the API does not have; what a path leads to is not known yet."""
    if isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        for written, inner in value.items():
            is_reference = written.endswith(REFERENCE)
            name = written.removesuffix(REFERENCE)
            member = member_of(shape, name)
            if member is None:
                yield name
            elif not is_reference:
                yield from unknown_members(inner, shape.members[member])
    elif isinstance(shape, ListShape) and isinstance(value, list):
        for inner in value:
            yield from unknown_members(inner, shape.member)
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        for inner in value.values():
            yield from unknown_members(inner, shape.value)


def to_request(value: Any, shape: Shape | None) -> Any:
    """:raises UnknownMember:"""
    if isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        return dict(request_members(value, shape))
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [to_request(inner, shape.member) for inner in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {name: to_request(inner, shape.value) for name, inner in value.items()}
    return to_scalar(value, shape.type_name if shape else "")


def request_members(value: dict[str, Any], shape: StructureShape) -> Iterator[tuple[str, Any]]:
    for written, inner in value.items():
        member = member_of(shape, written)
        if member is None:
            raise UnknownMember(written)
        if inner is not None:
            yield member, to_request(inner, shape.members[member])


def to_scalar(value: Any, kind: str) -> Any:
    """JSON is written into a text, and a number that stands in a text is read, as AWS does."""
    if kind in ("string", "character") and not isinstance(value, str):
        return to_json(value)
    if kind == "blob" and not isinstance(value, bytes):
        return (value if isinstance(value, str) else to_json(value)).encode()
    if isinstance(value, str) and kind in ("integer", "long", "float", "double", "boolean"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def to_output(value: Any, shape: Shape | None, is_sdk: bool) -> Any:
    """An answer of boto3 as the output of a task."""
    if isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        return {
            output_name(name, is_sdk): to_output(inner, shape.members.get(name), is_sdk)
            for name, inner in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [to_output(inner, shape.member, is_sdk) for inner in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {name: to_output(inner, shape.value, is_sdk) for name, inner in value.items()}
    if isinstance(value, datetime.datetime):
        return time_text(value) if is_sdk else round(value.timestamp() * 1000)
    if hasattr(value, "read"):
        value = value.read()
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def time_text(time: datetime.datetime) -> str:
    text = time.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds")
    return text.replace(".000", "").replace("+00:00", "Z")


def output_name(name: str, is_sdk: bool) -> str:
    """Version 2 of the SDK for Java writes leading capitals small: SNSTopicArn is its snsTopicArn, and SnsTopicArn here."""
    if not is_sdk:
        return name[:1].upper() + name[1:]
    leading = 1
    while name[leading : leading + 1].isupper() and not name[leading + 1 : leading + 2].islower():
        leading += 1
    return name[:1].upper() + name[1:leading].lower() + name[leading:]


def to_json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
