"""Step Functions: executions have any name, and those of versions, aliases and EXPRESS machines are not as on AWS.

Moto takes a name of any length, with blanks; starts an execution of a version that nobody finds again, and none of an alias; takes
an EXPRESS machine for a STANDARD one, and has no StartSyncExecution. When it was started is no JSON, so that an execution whose
output holds that can never be described.
"""

from __future__ import annotations

import copy
import datetime
import json
import random
import threading
import uuid
from typing import Any

from moto.core.exceptions import AWSError
from moto.core.responses import ActionResult
from moto.stepfunctions.exceptions import InvalidArn, ValidationException
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import ExecutionStatus, InvalidExecutionInput
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.backend.execution import Execution, SyncExecution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from state_machines.members import time_text

EXPRESS = "EXPRESS"
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
LONGEST_INPUT_BYTES = 262_144

# Of several requests with one name at once, one starts the execution.
_starting = threading.Lock()


class StateMachineTypeNotSupported(AWSError):
    TYPE = "StateMachineTypeNotSupported"

    def __init__(self) -> None:
        super().__init__("This operation is not supported by this type of state machine")


def qualified(backend: StepFunctionsParserBackend, arn: str) -> tuple[StateMachine, Any, dict[str, str]]:
    """:returns: a machine, its revision that an ARN means, and what an execution says of version and alias"""
    machine_arn, _, qualifier = arn.rpartition(":")
    machine = next((each for each in backend.state_machines if each.arn == machine_arn), None)
    if machine is None:
        machine = backend.describe_state_machine(arn)
        return machine, machine, {}
    alias = machine.aliases.get(qualifier)
    if alias is None:
        version = backend.describe_state_machine(arn)
        return machine, version, {"stateMachineVersionArn": version.arn}
    routes = alias.routing_configuration
    route = random.choices(routes, weights=[route["weight"] for route in routes])[0]
    version = backend.describe_state_machine(route["stateMachineVersionArn"])
    return machine, version, {"stateMachineVersionArn": version.arn, "stateMachineAliasArn": alias.arn}


def checked_input(text: str) -> str:
    if len(text.encode()) > LONGEST_INPUT_BYTES:
        raise ValidationException(
            "1 validation error detected: Value at 'input' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LONGEST_INPUT_BYTES}"
        )
    try:
        json.loads(text)
    except ValueError as error:
        raise InvalidExecutionInput(f"Invalid State Machine Execution Input: '{error}'") from error
    return text


def made(
    backend: StepFunctionsParserBackend, kind: type[Execution], machine: StateMachine, revision: Any, name: str, text: str
) -> Any:
    place = f"arn:{backend.partition}:states:{backend.region_name}:{backend.account_id}"
    is_express = machine.type == EXPRESS
    arn = f"{place}:express:{machine.name}:{name}:{uuid.uuid4()}" if is_express else f"{place}:execution:{machine.name}:{name}"
    # A change of the machine does not change its executions. They only read it: a shallow copy will do.
    definition = copy.copy(revision)
    definition.arn = machine.arn
    return kind(
        name=name,
        sm_type=definition.sm_type,
        role_arn=definition.roleArn,
        exec_arn=arn,
        account_id=backend.account_id,
        region_name=backend.region_name,
        state_machine=definition,
        start_date=datetime.datetime.now(tz=datetime.timezone.utc),
        cloud_watch_logging_session=None,
        input_data=text,
        trace_header=None,
        activity_store={},
    )


def execution_details(self: Execution) -> Any:
    """`$$.Execution.StartTime` is a text, like every time of JSON."""
    details = DETAILS(self)
    details.start_time = time_text(self.start_date)  # type: ignore[misc]
    return details


def state_data(**members: Any) -> dict[str, Any]:
    """`$$.State`, with the form of times that AWS has."""
    return {**members, "EnteredTime": time_text(datetime.datetime.fromisoformat(members["EnteredTime"]))}


def start_execution(
    self: StepFunctionsParserBackend, state_machine_arn: str, name: str | None = None, execution_input: str | None = None
) -> Execution:
    machine, revision, qualifiers = qualified(self, state_machine_arn)
    name = str(uuid.uuid4()) if name is None else name
    self._validate_name(name)
    text = checked_input("{}" if execution_input is None else execution_input)
    with _starting:
        # API Reference, StartExecution: a request of the same name and input is answered like the first while that runs;
        # "StartExecution isn't idempotent for EXPRESS workflows".
        running = None if machine.type == EXPRESS else machine._handle_name_input_idempotency(name, text)
        if running is not None:
            return running
        execution = made(self, Execution, machine, revision, name, text)
        execution.qualifiers = qualifiers
        if machine.type != EXPRESS:
            machine.executions.append(execution)
        execution.start()
    return execution


def start_sync_execution(self: StepFunctionResponse) -> ActionResult:
    backend = self.stepfunction_backend
    machine, revision, _ = qualified(backend, self._get_param("stateMachineArn"))
    if machine.type != EXPRESS:
        raise StateMachineTypeNotSupported
    name = self._get_param("name") or str(uuid.uuid4())
    backend._validate_name(name)
    text = checked_input(self._get_param("input", if_none="{}"))
    execution = made(backend, SyncExecution, machine, revision, name, text)
    execution.start()
    milliseconds = (execution.stop_date - execution.start_date).total_seconds() * 1000
    answer = {
        **execution.to_start_sync_execution_output(),
        # AWS bills in steps of 100 ms and 64 MB.
        "billingDetails": {"billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": 100 * (1 + int(milliseconds // 100))},
    }
    return ActionResult({member: value for member, value in answer.items() if value is not None})


def describe_execution(self: StepFunctionResponse) -> ActionResult:
    execution: Any = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    answer = {**execution.to_describe_output(), **getattr(execution, "qualifiers", {})}
    # As it was given: JSON has more than one way to write a value.
    answer["input"] = execution.execution_input
    answer.update(redriveCount=0, redriveStatus="NOT_REDRIVABLE")
    return ActionResult({member: value for member, value in answer.items() if value is not None})


def list_executions(self: StepFunctionResponse) -> ActionResult:
    backend = self.stepfunction_backend
    machine, _, _ = qualified(backend, self._get_param("stateMachineArn"))
    if machine.type == EXPRESS:
        raise StateMachineTypeNotSupported
    answer = LIST(self)
    ends = {each.execution_arn: each.stop_date for each in machine.executions if each.status != ExecutionStatus.RUNNING}
    for execution in answer.result["executions"]:
        if ends.get(execution["executionArn"]):
            execution["stopDate"] = ends[execution["executionArn"]]
    return answer


def check_execution_arn(self: StepFunctionsParserBackend, execution_arn: str) -> None:
    if ":express:" in execution_arn:
        raise InvalidArn("Invalid Arn: 'Resource type not valid in this context: express'")
    CHECK_ARN(self, execution_arn)


def send_task_failure(self: StepFunctionResponse) -> ActionResult:
    """Moto loses the cause."""
    texts = {name: self._get_param(name) for name in ("error", "cause")}
    self.stepfunction_backend.send_task_failure(self._get_param("taskToken"), **texts)
    return ActionResult({})


DETAILS = Execution.get_start_execution_details
LIST = StepFunctionResponse.list_executions
CHECK_ARN = StepFunctionsParserBackend._validate_execution_arn


def apply() -> None:
    Execution.get_start_execution_details = execution_details  # type: ignore[method-assign]
    state.StateData = state_data  # type: ignore[attr-defined]
    StepFunctionsParserBackend.start_execution = start_execution  # type: ignore[method-assign]
    StepFunctionsParserBackend._validate_execution_arn = check_execution_arn  # type: ignore[method-assign]
    StepFunctionResponse.start_sync_execution = start_sync_execution  # type: ignore[attr-defined]
    StepFunctionResponse.describe_execution = describe_execution  # type: ignore[method-assign]
    StepFunctionResponse.list_executions = list_executions  # type: ignore[method-assign]
    StepFunctionResponse.send_task_failure = send_task_failure  # type: ignore[method-assign]
