"""CloudFormation: a resource that cannot be made breaks the call and leaves its stack in progress for ever.

The stack is rolled back, and its status and events say which resource failed, and why. An update or a change set that fails
ends as UPDATE_ROLLBACK_COMPLETE with what was there before.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, "Stack status codes".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.models import CloudFormationBackend, Event, Stack, cloudformation_backends
from moto.cloudformation.parsing import OutputMap
from moto.core.exceptions import ServiceException

from ._cfn_requests import PropertyError

Make = Callable[..., Any]


class ResourceFailed(Exception):
    """A resource could not be made or changed; its stack's events say why."""

    def __init__(self, logical_id: str) -> None:
        super().__init__(logical_id)
        self.logical_id = logical_id


def reporting(make: Make, verb: str) -> Make:
    """The function that makes or changes a resource, with the events of that."""

    def made(logical_id: str, resource_json: dict[str, Any], resources_map: Any, account_id: str, region_name: str) -> Any:
        stack = cloudformation_backends[account_id][region_name].stacks.get(resources_map.stack_id)

        def tell(status: str, resource: Any = None, reason: str | None = None) -> None:
            if stack is not None and not is_told(stack, logical_id):
                add_event(stack, logical_id, resource_json["Type"], f"{verb}_{status}", resource, reason)

        try:
            resource = make(logical_id, resource_json, resources_map, account_id, region_name)
        except (CloudFormationError, ResourceFailed):
            raise  # what is wrong with the template, and what has been told already
        except Exception as error:
            tell("IN_PROGRESS")
            tell("FAILED", reason=reason_of(error, logical_id))
            raise ResourceFailed(logical_id) from error
        if resource is not None:
            tell("IN_PROGRESS")
            if isinstance(resource, Stack) and resource.status == "ROLLBACK_COMPLETE":
                tell("FAILED", resource, f"Embedded stack {resource.stack_id} was not successfully created.")
                raise ResourceFailed(logical_id)
            tell("COMPLETE", resource)
        return resource

    return made


def is_told(stack: Stack, logical_id: str) -> bool:
    """Whether a failure of the resource has been told since the stack began: moto tries a change several times."""
    for event in reversed(stack.events):
        if event.logical_resource_id == stack.name:
            return False
        if event.logical_resource_id == logical_id and event.resource_status.endswith("_FAILED"):
            return True
    return False


def reason_of(error: Exception, logical_id: str) -> str:
    if isinstance(error, PropertyError):
        return f"Properties validation failed for resource {logical_id} with message: {error}"
    if isinstance(error, (ServiceException, ClientError)) or type(error).__module__.startswith("fixes."):
        return str(error)
    return f"embedded AWS: {type(error).__name__}: {error}"


def add_event(stack: Stack, logical_id: str, kind: str, status: str, resource: Any, reason: str | None) -> None:
    event = Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id=logical_id,
        physical_resource_id=str(getattr(resource, "physical_resource_id", "")),
        resource_type=kind,
        resource_status=status,
        resource_status_reason=reason,
        resource_properties=None,
    )
    event.sendToSns(stack.account_id, stack.region_name, stack.notification_arns)
    stack.events.append(event)


def settle(stack: Stack, status: str, reason: str | None = None) -> None:
    stack._add_stack_event(status, resource_status_reason=reason)
    stack.status = status


def roll_back_creation(stack: Stack, failed: ResourceFailed) -> None:
    failure = f"The following resource(s) failed to create: [{failed.logical_id}]."
    settle(stack, "ROLLBACK_IN_PROGRESS", f"{failure} Rollback requested by user.")
    exports = {export.name for export in stack.exports}
    try:
        stack.resource_map.delete()
    except Exception as error:
        settle(stack, "ROLLBACK_FAILED", reason_of(error, stack.name))
        return
    # Moto makes a resource when it is first asked for one; nobody shall be any more.
    stack.resource_map._resource_json_map = {}
    stack.output_map = OutputMap(stack.resource_map, {}, stack.stack_id)
    known = cloudformation_backends[stack.account_id][stack.region_name].exports
    for name in exports:
        known.pop(name, None)
    settle(stack, "ROLLBACK_COMPLETE")


def roll_back_update(stack: Stack, failed: ResourceFailed, template: dict[str, Any], parameters: dict[str, Any]) -> None:
    failure = f"The following resource(s) failed to update: [{failed.logical_id}]."
    settle(stack, "UPDATE_ROLLBACK_IN_PROGRESS", failure)
    try:
        stack.resource_map.update(template, parameters)
    except Exception as error:
        settle(stack, "UPDATE_ROLLBACK_FAILED", reason_of(error, stack.name))
        return
    stack.output_map = stack._create_output_map()
    settle(stack, "UPDATE_ROLLBACK_COMPLETE")


original_create = Stack.create_resources
original_update = Stack.update
original_execute = CloudFormationBackend.execute_change_set


def create_resources(self: Stack) -> None:
    try:
        original_create(self)
    except ResourceFailed as failed:
        roll_back_creation(self, failed)


def update(self: Stack, template: str, *args: Any, **kwargs: Any) -> None:
    before, template_before = self.template, self.template_dict
    parameters = dict(self.resource_map.input_parameters)
    try:
        original_update(self, template, *args, **kwargs)
    except ResourceFailed as failed:
        self.template, self.template_dict = before, template_before
        roll_back_update(self, failed, template_before, parameters)


def execute_change_set(self: CloudFormationBackend, change_set_name: str, stack_name: str | None = None) -> None:
    change_set: Any = self.describe_change_set(change_set_name)
    stack = self.stacks[change_set.stack_id]
    template, parameters = stack.resource_map._template, dict(stack.resource_map.input_parameters)
    try:
        original_execute(self, change_set_name, stack_name)
    except ResourceFailed as failed:
        change_set.execution_status = "EXECUTE_FAILED"
        if change_set.change_set_type == "CREATE":
            roll_back_creation(stack, failed)
        else:
            roll_back_update(stack, failed, template, parameters)


def apply() -> None:
    parsing.parse_and_create_resource = reporting(parsing.parse_and_create_resource, "CREATE")
    parsing.parse_and_update_resource = reporting(parsing.parse_and_update_resource, "UPDATE")
    Stack.create_resources = create_resources  # type: ignore[method-assign]
    Stack.update = update  # type: ignore[method-assign]
    CloudFormationBackend.execute_change_set = execute_change_set  # type: ignore[method-assign]
