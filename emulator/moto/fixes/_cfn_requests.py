"""From the properties of a CloudFormation resource to the request of the service that makes it.

The names of both differ in the case of their first letters only (`vCpus` and `Vcpus` in more), and CloudFormation turns
numbers and texts into each other as the service wants them.
"""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape


class PropertyError(Exception):
    """A property that the type of resource does not have."""


def request_of(operation: OperationModel, properties: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    """:param renamed: property -> member, where the names differ altogether."""
    shape = operation.input_shape
    assert isinstance(shape, StructureShape)  # all operations that make something have members
    return structure({renamed.get(name, name): value for name, value in properties.items()}, shape, "#")


def structure(value: dict[str, Any], shape: StructureShape, path: str) -> dict[str, Any]:
    members = {name.lower(): name for name in shape.members}
    made: dict[str, Any] = {}
    for name, inner in value.items():
        member = members.get(name.lower())
        if member is None:
            raise PropertyError(f"{path}: extraneous key [{name}] is not permitted")
        made[member] = converted(inner, shape.members[member], f"{path}/{name}")
    return made


def converted(value: Any, shape: Shape, path: str) -> Any:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return structure(value, shape, path)
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [converted(inner, shape.member, f"{path}/{index}") for index, inner in enumerate(value)]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: converted(inner, shape.value, f"{path}/{key}") for key, inner in value.items()}
    if shape.type_name == "string" and isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if shape.type_name == "boolean" and value in ("true", "false"):
        return value == "true"
    try:
        return number(value, shape.type_name)
    except ValueError:
        raise PropertyError(f"{path}: expected type: Number, found: String") from None


def number(value: Any, kind: str) -> Any:
    if not isinstance(value, str):
        return value
    return int(value) if kind in ("integer", "long") else float(value) if kind in ("double", "float") else value
