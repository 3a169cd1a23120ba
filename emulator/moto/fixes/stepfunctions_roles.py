"""Step Functions: a machine is made with a role that nobody can take, or that cannot do what every execution needs.

AWS looks at the role when a machine is made or changed: it takes it, and asks for the rules that tell of the end of jobs (`.sync`)
and for the delivery of logs. Sources: AWS Step Functions Developer Guide, "Creating an IAM role for your state machine", "IAM policies
for integrated services", "Using CloudWatch Logs to log execution history".
"""

from __future__ import annotations

import json
from typing import Any

import edge_endpoint
from asks import Ask, ask
from moto.core.exceptions import AWSError
from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse

from state_machines.managed_rules import ACTIONS, managed_rules
from state_machines.roles import NOT_TRUSTED, Role, RoleNotTaken

from . import stepfunctions_machines

LOG_DELIVERY = (
    "CreateLogDelivery",
    "DeleteLogDelivery",
    "DescribeLogGroups",
    "DescribeResourcePolicies",
    "GetLogDelivery",
    "ListLogDeliveries",
    "PutResourcePolicy",
    "UpdateLogDelivery",
)


class AccessDeniedException(AWSError):
    TYPE = "AccessDeniedException"


def check(role: Role, definition: str, logging: dict[str, Any]) -> None:
    """:raises AccessDeniedException: in AWS's words"""
    try:
        key = role.credentials()["AccessKeyId"]
    except RoleNotTaken as error:
        raise AccessDeniedException(NOT_TRUSTED) from error
    partition = role.split(":")[1]

    def is_denied(asks: list[Ask]) -> bool:
        return bool(asks) and edge_endpoint.denial_of(role.account, role.region, key, asks) is not None

    rules = [f"arn:{partition}:events:{role.region}:{role.account}:rule/{name}" for name in managed_rules(json.loads(definition))]
    if is_denied([ask(action, rule) for rule in rules for action in ACTIONS]):
        raise AccessDeniedException(f"'{role}' is not authorized to create managed-rule.")
    if has_log(logging) and is_denied([ask(f"logs:{action}") for action in LOG_DELIVERY]):
        raise AccessDeniedException("The state machine IAM Role is not authorized to access the Log Destination")


def has_log(logging: dict[str, Any]) -> bool:
    return logging.get("level", "OFF") != "OFF" and bool(logging.get("destinations"))


def create_state_machine(self: StepFunctionResponse) -> ActionResult:
    backend = self.stepfunction_backend
    name, account, region = self._get_param("name"), backend.account_id, backend.region_name
    if all(machine.name != name for machine in backend.state_machines):
        arn = f"arn:{backend.partition}:states:{region}:{account}:stateMachine:{name}"
        role = Role.of_machine(str(self._get_param("roleArn")), account, region, arn)
        check(role, self._get_param("definition"), self._get_param("loggingConfiguration") or {})
    return CREATE(self)


def update_state_machine(self: StepFunctionResponse) -> ActionResult:
    backend = self.stepfunction_backend
    machine = backend.describe_state_machine(self._get_param("stateMachineArn"))
    given = {name: self._get_param(name) for name in ("roleArn", "definition", "loggingConfiguration")}
    role_arn, definition, logging = (value or getattr(machine, name) for name, value in given.items())
    check(Role.of_machine(role_arn, backend.account_id, backend.region_name, machine.arn), definition, logging or {})
    return UPDATE(self)


# Behind what is said of the rest of a request.
CREATE = stepfunctions_machines.CREATE
UPDATE = stepfunctions_machines.UPDATE


def apply() -> None:
    stepfunctions_machines.CREATE = create_state_machine
    stepfunctions_machines.UPDATE = update_state_machine
