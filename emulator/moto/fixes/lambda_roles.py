"""Lambda: a function is made with a role that Lambda cannot take, or that cannot read the queue that it is to be fed from.

Moto sees whether there is such a role, not whom it trusts. Sources: API Reference, CreateFunction and
CreateEventSourceMapping; AWS Lambda Developer Guide, "Using Lambda with Amazon SQS" (execution role permissions).
"""

from __future__ import annotations

from typing import Any

import edge_endpoint
from asks import ask
from function_role import NOT_TRUSTED, SERVICE
from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction, LambdaStorage
from moto.utilities.arns import parse_arn

OF_QUEUES = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")


def taken(account: str, region: str, name: str, role: str) -> dict[str, str]:
    """:raises InvalidParameterValueException:"""
    arn = f"arn:{role.split(':')[1]}:lambda:{region}:{account}:function:{name}"
    try:
        return edge_endpoint.assume(account, region, SERVICE, role, name, arn)
    except edge_endpoint.AccessDenied as error:
        raise InvalidParameterValueException(NOT_TRUSTED) from error


def put_function(self: LambdaStorage, function: LambdaFunction) -> None:
    # What is no role of this account is refused by moto.
    if f":iam::{self.account_id}:role/" in function.role:
        taken(self.account_id, self.region_name, function.function_name, function.role)
    PUT(self, function)


def update_function_configuration(
    self: LambdaBackend, function_name: str, qualifier: str | None, body: dict[str, Any]
) -> dict[str, Any] | None:
    if body.get("Role"):
        name = self.get_function(function_name, qualifier).function_name
        taken(self.account_id, self.region_name, name, body["Role"])
    return UPDATE(self, function_name, qualifier, body)


def create_event_source_mapping(self: LambdaBackend, spec: dict[str, Any]) -> EventSourceMapping:
    queue = str(spec.get("EventSourceArn", ""))
    if parse_arn(queue).service == "sqs":
        function = self.get_function(spec["FunctionName"])
        place = (self.account_id, self.region_name)
        key = taken(*place, function.function_name, function.role)["AccessKeyId"]
        for action in OF_QUEUES:
            if edge_endpoint.denial_of(*place, key, [ask(f"sqs:{action}", queue)]) is not None:
                raise InvalidParameterValueException(
                    f"The provided execution role does not have permissions to call {action} on SQS"
                )
    return MAP(self, spec)


PUT = LambdaStorage.put_function
UPDATE = LambdaBackend.update_function_configuration
MAP = LambdaBackend.create_event_source_mapping


def apply() -> None:
    LambdaStorage.put_function = put_function  # type: ignore[method-assign]
    LambdaBackend.update_function_configuration = update_function_configuration  # type: ignore[method-assign]
    LambdaBackend.create_event_source_mapping = create_event_source_mapping  # type: ignore[method-assign]
