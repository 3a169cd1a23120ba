"""Step Functions: machines are made of anything, and forget what they are.

Moto takes definitions with tasks that AWS refuses, knows no type (an EXPRESS machine becomes STANDARD, and a plan replaces it each
time), answers a second CreateStateMachine with the first machine whatever it asks for, and has no code for some errors.
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.core.exceptions import AWSError
from moto.core.responses import ActionResult
from moto.stepfunctions.exceptions import InvalidName, ValidationException
from moto.stepfunctions.models import StateMachine, StepFunctionBackend
from moto.stepfunctions.parser import api
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from .stepfunctions_validate_definition import problems

# API Reference, CreateStateMachine and StartExecution, "name".
LONGEST_NAME = 80
FORBIDDEN = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\U0010ffff]")
# API Reference, CreateStateMachineAlias, "name".
ALIAS = re.compile(r"(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+")
# API Reference, CreateStateMachine: what a second request must have in common with the first; the role and tags need not.
OFFERED = {
    "loggingConfiguration": {"level": "OFF"},
    "tracingConfiguration": {"enabled": False},
    "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
}


class StateMachineAlreadyExists(AWSError):
    TYPE = "StateMachineAlreadyExists"


class InvalidDefinition(AWSError):
    TYPE = "InvalidDefinition"


def check_name(_: StepFunctionBackend, name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        bound = "greater than or equal to 1" if not name else f"less than or equal to {LONGEST_NAME}"
        raise ValidationException(
            f"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: "
            f"Member must have length {bound}"
        )
    if FORBIDDEN.search(name):
        raise InvalidName(f"Invalid Name: '{name}'")


def check_definition(definition: str, kind: str) -> None:
    for problem in problems(definition, kind):
        text = f"{problem['code']}: {problem['message']} at {problem['location']}"
        raise InvalidDefinition(f"Invalid State Machine Definition: '{text}'")


def same(machine: StateMachine, response: StepFunctionResponse, kind: str) -> bool:
    asked = {name: response._get_param(name) or default for name, default in OFFERED.items()}
    published = bool(response._get_param("publish"))
    return (
        machine.definition == response._get_param("definition")
        and machine.type == kind
        and all(getattr(machine, name) == value for name, value in asked.items())
        and published == bool(machine.versions)
    )


def create_state_machine(self: StepFunctionResponse) -> ActionResult:
    name, kind = self._get_param("name"), self._get_param("type") or "STANDARD"
    backend = self.stepfunction_backend
    backend._validate_name(name)
    check_definition(self._get_param("definition"), kind)
    made = next((machine for machine in backend.state_machines if machine.name == name), None)
    if made is not None and not same(made, self, kind):
        raise StateMachineAlreadyExists(f"State Machine Already Exists: '{made.arn}'")
    answer = CREATE(self)
    if made is None:
        machine = next(machine for machine in backend.state_machines if machine.name == name)
        for revision in (machine, *machine.versions.values()):
            be_of(revision, kind)
    return answer


def be_of(machine: Any, kind: str) -> None:
    machine.type = machine.sm_type = kind


def update_state_machine(self: StepFunctionResponse) -> ActionResult:
    definition = self._get_param("definition")
    if definition is not None:
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        check_definition(definition, machine.type)
    return UPDATE(self)


def publish(self: StateMachine, description: str | None) -> None:
    PUBLISH(self, description)
    be_of(self.latest_version, self.type)


def list_state_machines(self: StepFunctionResponse) -> ActionResult:
    answer = LIST(self)
    kinds = {machine.arn: machine.type for machine in self.stepfunction_backend.state_machines}
    for machine in answer.result["stateMachines"]:
        machine["type"] = kinds[machine["stateMachineArn"]]
    return answer


def create_from_stack(
    cls: type[StateMachine], resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **more: Any
) -> StateMachine:
    """Moto reads a definition from its text only, and forgets what kind of machine it is."""
    properties = cloudformation_json["Properties"]
    definition = properties.get("DefinitionString") or json.dumps(properties.get("Definition"))
    for name, value in properties.get("DefinitionSubstitutions", {}).items():
        definition = definition.replace(f"${{{name}}}", str(value))
    kind = properties.get("StateMachineType") or "STANDARD"
    check_definition(definition, kind)
    resource = {**cloudformation_json, "Properties": {**properties, "DefinitionString": definition}}
    machine = FROM_STACK(cls, resource_name, resource, account_id, region_name, **more)
    be_of(machine, kind)
    return machine


def create_alias(self: StepFunctionBackend, name: str, *args: Any, **kwargs: Any) -> Any:
    if len(name) > LONGEST_NAME or not ALIAS.fullmatch(name):
        raise ValidationException(f"Invalid Name: '{name}'")
    return CREATE_ALIAS(self, name, *args, **kwargs)


def error_of_api(self: AWSError, message: str | None = None) -> None:
    AWSError.__init__(self, message or str(self.TYPE))


CREATE = StepFunctionResponse.create_state_machine
UPDATE = StepFunctionResponse.update_state_machine
LIST = StepFunctionResponse.list_state_machines
PUBLISH = StateMachine.publish
FROM_STACK = vars(StateMachine)["create_from_cloudformation_json"].__func__
CREATE_ALIAS = StepFunctionsParserBackend.create_state_machine_alias


def apply() -> None:
    StepFunctionBackend._validate_name = check_name  # type: ignore[method-assign]
    StepFunctionResponse.create_state_machine = create_state_machine  # type: ignore[method-assign]
    StepFunctionResponse.update_state_machine = update_state_machine  # type: ignore[method-assign]
    StepFunctionResponse.list_state_machines = list_state_machines  # type: ignore[method-assign]
    StateMachine.create_from_cloudformation_json = classmethod(create_from_stack)  # type: ignore[method-assign,assignment]
    StateMachine.publish = publish  # type: ignore[method-assign]
    StepFunctionsParserBackend.create_state_machine_alias = create_alias  # type: ignore[method-assign]
    for error in AWSError.__subclasses__():
        if error.__module__ == api.__name__:
            error.TYPE = vars(error).get("code")
            error.__init__ = error_of_api  # type: ignore[method-assign,assignment]
