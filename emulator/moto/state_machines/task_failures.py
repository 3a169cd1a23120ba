"""How tasks fail: with an event of their own, by the names that AWS has for errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_dynamodb import (
    StateTaskServiceDynamoDB,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task_lambda import StateTaskLambda
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from state_machines.errors import named
from state_machines.integrations import Integration, integration_of
from state_machines.members import UnknownMember
from state_machines.roles import RoleNotTaken

# "States.ALL cannot catch" them: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
TERMINAL_ERRORS = {"States.Runtime", "States.DataLimitExceeded"}
FUNCTION = Integration("lambda", "lambda", "invoke", None)


def integration(task: StateTaskService) -> Integration:
    found = integration_of(task.resource.resource_arn)
    if found is None:
        raise ValueError(f"The resource provided {task.resource.resource_arn} is not recognized.")
    return found


def failure(task: Any, env: Any, name: ErrorName, cause: str) -> FailureEvent:
    details = TaskFailedEventDetails(
        error=name.error_name,
        cause=cause,
        resource=task._get_sfn_resource(),
        resourceType=task._get_sfn_resource_type(),
    )
    return FailureEvent(
        env=env,
        error_name=name,
        event_type=HistoryEventType.TaskFailed,
        event_details=EventDetails(taskFailedEventDetails=details),
    )


def fail(task: Any, env: Any, kind: StatesErrorNameType, cause: str) -> NoReturn:
    raise FailureEventException(failure(task, env, StatesErrorName(typ=kind), cause))


def all_subclasses(kind: type) -> Iterable[type]:
    for inner in kind.__subclasses__():
        yield inner
        yield from all_subclasses(inner)


def name_errors(kind: type) -> None:
    original = getattr(kind, "_from_error")

    def from_error(self: Any, env: Any, ex: Exception) -> FailureEvent:
        if isinstance(ex, (ClientError, BotoCoreError)):
            error, cause = named(integration(self), ex)
            return failure(self, env, CustomErrorName(error), cause)
        if isinstance(ex, RoleNotTaken):
            return failure(self, env, StatesErrorName(typ=StatesErrorNameType.StatesTaskFailed), str(ex))
        if isinstance(ex, UnknownMember):
            text = f"[The field '{ex.name}' is not supported by Step Functions]"
            name = StatesErrorName(typ=StatesErrorNameType.StatesRuntime)
            return failure(self, env, name, f"The Parameters could not be used to start the Task: {text}")
        return original(self, env=env, ex=ex)

    setattr(kind, "_from_error", from_error)


def name_errors_of_functions() -> None:
    original = StateTaskLambda._from_error

    def from_error(self: StateTaskLambda, env: Any, ex: Exception) -> FailureEvent:
        event = original(self, env=env, ex=ex)
        if isinstance(ex, ClientError):
            error, cause = named(FUNCTION, ex)
            event.error_name = CustomErrorName(error)
            event.event_details["lambdaFunctionFailedEventDetails"].update(error=error, cause=cause)
        if isinstance(ex, RoleNotTaken):
            # Moto has the right name for the failure already, but not in the history.
            event.event_details["lambdaFunctionFailedEventDetails"].update(error="States.TaskFailed", cause=str(ex))
        return event

    StateTaskLambda._from_error = from_error  # type: ignore[method-assign]


def equals(self: ErrorEqualsDecl, env: Any) -> None:
    error = env.stack[-1]
    EQUALS(self, env)
    if getattr(error, "error_name", None) in TERMINAL_ERRORS and error not in self.error_names:
        env.stack[-1] = False


EQUALS = ErrorEqualsDecl._eval_body


def apply() -> None:
    ErrorEqualsDecl._eval_body = equals  # type: ignore[method-assign]
    # It takes everything that goes wrong, a timeout as well, for an error of DynamoDB.
    del StateTaskServiceDynamoDB._from_error
    overriding = [kind for kind in all_subclasses(StateTaskService) if "_from_error" in vars(kind)]
    for kind in [StateTaskService, *overriding]:
        name_errors(kind)
    name_errors_of_functions()
