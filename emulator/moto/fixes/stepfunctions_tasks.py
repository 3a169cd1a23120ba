"""Step Functions: what a Task state gives to an API, and what it gets from it, is not as AWS has it.

Moto passes parameters on as they are, though a definition writes them in Pascal case; answers keep the API's own names, and
times that are no JSON, so that nothing can be read of an execution any more; errors have names that nobody catches. Tasks that
wait for a job (`.sync`) fail, know no SageMaker, and leave the job running when they are over before it.
"""

from __future__ import annotations

import time
from typing import Any

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
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sqs import (
    StateTaskServiceSqs,
)
from moto.stepfunctions.parser.asl.utils import boto_client

from state_machines import task_failures
from state_machines.integrations import NOT_RUN, boto_service, is_recognised, method_of, operation_of
from state_machines.jobs import job_of, result
from state_machines.members import to_json, to_output, to_request
from state_machines.task_failures import fail, integration

LOOK_SECONDS = 0.5


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


def apply() -> None:
    original_service_for = state_task_factory.state_task_service_for
    original_wait = StateTaskServiceCallback._eval_integration_pattern

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
    task_failures.apply()
