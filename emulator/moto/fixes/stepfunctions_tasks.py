"""Step Functions: what a Task state gives to an API, and what it gets from it, is not as AWS has it.

Moto passes parameters on as they are, though a definition writes them in Pascal case; answers keep the API's own names, and
times that are no JSON, so that nothing can be read of an execution any more; errors have names that nobody catches. Tasks that
wait for a job (`.sync`) fail, know no SageMaker, and leave the job running when they are over before it.
"""

from __future__ import annotations

import time
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
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_batch import (
    StateTaskServiceBatch,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_dynamodb import (
    StateTaskServiceDynamoDB,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sqs import (
    StateTaskServiceSqs,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task_lambda import StateTaskLambda
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.utils import boto_client

from state_machines.errors import named
from state_machines.integrations import (
    NOT_RUN,
    Integration,
    boto_service,
    integration_of,
    is_recognised,
    method_of,
    operation_of,
)
from state_machines.jobs import job_of, result
from state_machines.members import UnknownMember, to_json, to_output, to_request

LOOK_SECONDS = 0.5
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


class CallingTask(StateTaskServiceCallback):
    """A task of a service that needs nothing special."""

    def __init__(self) -> None:
        super().__init__(supported_integration_patterns={ResourceCondition.Sync})

    def _eval_service_task(
        self, env: Any, resource_runtime_part: Any, normalised_parameters: dict[str, Any], state_credentials: Any
    ) -> None:
        client = boto_client.boto_client_for(
            service=self._get_boto_service_name(),
            region=resource_runtime_part.region,
            state_credentials=state_credentials,
        )
        answer = getattr(client, self._get_boto_service_action())(**normalised_parameters)
        answer.pop("ResponseMetadata", None)
        env.stack.append(answer)


class RefusedTask(StateTaskServiceCallback):
    """A task that AWS would run."""

    def __init__(self) -> None:
        super().__init__(supported_integration_patterns=set())

    def _normalise_parameters(self, parameters: dict[str, Any], *_: Any) -> None:
        pass

    def _eval_service_task(self, env: Any, *_: Any, **__: Any) -> None:
        called = integration(self)
        text = f"embedded AWS: {called.service}:{called.action} is not run here: {NOT_RUN[called.service]}"
        fail(self, env, StatesErrorNameType.StatesRuntime, text)


def refuse_unrecognised(self: StateTaskService) -> None:
    if not is_recognised(integration(self)):
        raise ValueError(f"The resource provided {self.resource.resource_arn} is not recognized.")


def evaluated_parameters(self: StateTaskService, env: Any) -> dict[str, Any]:
    if self.parargs is None:
        return {}
    self.parargs.eval(env=env)
    return dict(env.stack.pop())


def boto_service_name(self: StateTaskService, boto_service_name: str | None = None) -> str:
    return str(boto_service(integration(self)))


def boto_method(self: StateTaskService, service_action_name: str | None = None) -> str:
    operation = operation_of(integration(self))
    if operation is None:
        raise ValueError(f"The resource provided {self.resource.resource_arn} is not recognized.")
    return method_of(operation)


def change(target: dict[str, Any], content: dict[str, Any]) -> None:
    """Both are read before anything is written: moto looks at its own dictionary afterwards."""
    target.clear()
    target.update(content)


def normalise_parameters(self: StateTaskService, parameters: dict[str, Any], *_: Any, **__: Any) -> None:
    operation = operation_of(integration(self))
    if operation is not None:
        change(parameters, to_request(parameters, operation.input_shape))


def normalise_response(self: StateTaskService, response: Any, *_: Any, **__: Any) -> None:
    called = integration(self)
    operation = operation_of(called)
    if operation is not None and isinstance(response, dict):
        change(response, to_output(response, operation.output_shape, called.is_sdk))


def managed_by_step_functions(parameters: dict[str, Any]) -> None:
    """AWS tells the container of a job that is waited for who has started it; other kinds of jobs have other overrides."""
    if parameters.keys() & {"EcsPropertiesOverride", "EksPropertiesOverride", "NodeOverrides"}:
        return
    overrides = parameters.setdefault("ContainerOverrides", {})
    variable = {"Name": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}
    overrides["Environment"] = [*overrides.get("Environment", []), variable]


def wait_for_job(
    self: StateTaskServiceCallback, env: Any, region: str, asked: dict[str, Any], credentials: Any
) -> dict[str, Any]:
    called = integration(self)
    job, ids = job_of(called), {**asked, **env.stack.pop()}
    client = boto_client.boto_client_for(service=job.service, region=region, state_credentials=credentials)
    while env.is_running():
        seen = job.look(client, ids)
        if seen is not None and job.status(seen) in job.failed:
            fail(self, env, StatesErrorNameType.StatesTaskFailed, to_json(seen))
        if seen is not None and job.status(seen) in job.succeeded:
            return result(called, seen)
        time.sleep(LOOK_SECONDS)
    getattr(client, job.stop)(**job.stops(ids))
    return {}


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
        return event

    StateTaskLambda._from_error = from_error  # type: ignore[method-assign]


def apply() -> None:
    original_service_for = state_task_factory.state_task_service_for
    original_wait = StateTaskServiceCallback._eval_integration_pattern
    original_equals = ErrorEqualsDecl._eval_body

    def service_for(service_name: str) -> Any:
        if service_name in NOT_RUN:
            return RefusedTask()
        if service_name in ("athena", "sagemaker"):
            return CallingTask()
        return original_service_for(service_name)

    def wait(
        self: StateTaskServiceCallback,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        if self.resource.condition == ResourceCondition.WaitForTaskToken:
            return original_wait(self, env, resource_runtime_part, normalised_parameters, state_credentials)
        region = resource_runtime_part.region
        env.stack.append(wait_for_job(self, env, region, normalised_parameters, state_credentials))

    def equals(self: ErrorEqualsDecl, env: Any) -> None:
        error = env.stack[-1]
        original_equals(self, env)
        if getattr(error, "error_name", None) in TERMINAL_ERRORS and error not in self.error_names:
            env.stack[-1] = False

    # The one module that calls it has imported it by name.
    state_task_factory.state_task_service_for = service_for
    StateTaskService._eval_parameters = evaluated_parameters  # type: ignore[method-assign]
    StateTaskService._get_boto_service_name = boto_service_name  # type: ignore[method-assign]
    StateTaskService._get_boto_service_action = boto_method  # type: ignore[method-assign]
    StateTaskService._validate_service_integration_is_supported = refuse_unrecognised  # type: ignore[method-assign]
    StateTaskService._normalise_parameters = normalise_parameters  # type: ignore[method-assign]
    StateTaskService._normalise_response = normalise_response  # type: ignore[method-assign]
    StateTaskServiceSqs._normalise_response = normalise_response  # type: ignore[method-assign]
    StateTaskServiceBatch._attach_aws_environment_variables = staticmethod(managed_by_step_functions)  # type: ignore[method-assign]
    StateTaskServiceCallback._eval_integration_pattern = wait  # type: ignore[method-assign]
    ErrorEqualsDecl._eval_body = equals  # type: ignore[method-assign]
    # It takes everything that goes wrong, a timeout as well, for an error of DynamoDB.
    del StateTaskServiceDynamoDB._from_error
    overriding = [kind for kind in all_subclasses(StateTaskService) if "_from_error" in vars(kind)]
    for kind in [StateTaskService, *overriding]:
        name_errors(kind)
    name_errors_of_functions()
