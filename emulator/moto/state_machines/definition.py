"""What is wrong with the Task states of a definition, in AWS's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from state_machines.integrations import NOT_RUN, Integration, integration_of, is_recognised, operation_of
from state_machines.members import unknown_members

EXPRESS = "EXPRESS"


def task_problems(state: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """:param kind: the type of the machine
    :returns: a message, and where in the state it belongs"""
    resource = state.get("Resource")
    if not isinstance(resource, str) or is_function(resource):
        return
    if is_activity(resource):
        if kind == EXPRESS:
            yield "Express state machine does not support Activity ARN", "/Resource"
        return
    integration = integration_of(resource)
    if integration is None or not is_recognised(integration):
        yield (
            f"The resource provided {resource} is not recognized. The value is not a valid resource ARN, "
            "or the resource is not available in this region.",
            "/Resource",
        )
        return
    # https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
    if kind == EXPRESS and integration.pattern is not None:
        yield f"Express state machine does not support '.{integration.pattern}' service integration", "/Resource"
    for field in ("Parameters", "Arguments"):
        for name in unknown_parameters(integration, state.get(field)):
            yield f'The field "{name}" is not supported by Step Functions', f"/{field}"


def is_function(resource: str) -> bool:
    return resource.split(":")[2:3] == ["lambda"]


def is_activity(resource: str) -> bool:
    parts = resource.split(":")
    return parts[2:3] == ["states"] and parts[5:6] == ["activity"]


def unknown_parameters(integration: Integration, parameters: Any) -> Iterator[str]:
    operation = None if integration.service in NOT_RUN else operation_of(integration)
    if operation is not None:
        yield from unknown_members(parameters, operation.input_shape)
