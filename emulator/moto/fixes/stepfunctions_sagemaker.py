"""Step Functions: a processing job that a task starts (`createProcessingJob.sync`) is not waited for.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

# Source: the page above, "SageMaker AI optimized integrations", and the API's own request.
PARAMETERS = {
    "AppSpecification",
    "Environment",
    "ExperimentConfig",
    "NetworkConfig",
    "ProcessingInputs",
    "ProcessingJobName",
    "ProcessingOutputConfig",
    "ProcessingResources",
    "RoleArn",
    "StoppingCondition",
    "Tags",
}
FAILED = {"Failed", "Stopped"}


class ProcessingJobTask(StateTaskServiceCallback):
    def __init__(self) -> None:
        super().__init__(supported_integration_patterns={ResourceCondition.Sync})

    def _get_supported_parameters(self) -> set[str] | None:
        return PARAMETERS if self.resource.api_action.lower() == "createprocessingjob" else None

    def _eval_service_task(
        self, env: Any, resource_runtime_part: Any, normalised_parameters: dict[str, Any], state_credentials: Any
    ) -> None:
        client = boto_client.boto_client_for(
            service="sagemaker", region=resource_runtime_part.region, state_credentials=state_credentials
        )
        answer = client.create_processing_job(**normalised_parameters)
        answer.pop("ResponseMetadata", None)
        env.stack.append({**answer, "ProcessingJobName": normalised_parameters["ProcessingJobName"]})

    def _build_sync_resolver(
        self, env: Any, resource_runtime_part: Any, normalised_parameters: dict[str, Any], state_credentials: Any
    ) -> Callable[[], Any]:
        name = env.stack.pop()["ProcessingJobName"]
        client = boto_client.boto_client_for(
            service="sagemaker", region=resource_runtime_part.region, state_credentials=state_credentials
        )

        def look() -> Any:
            job = client.describe_processing_job(ProcessingJobName=name)
            job.pop("ResponseMetadata", None)
            if job["ProcessingJobStatus"] in FAILED:
                failed = StatesErrorName(typ=StatesErrorNameType.StatesTaskFailed)
                raise FailureEventException(self._failure(env, failed, to_json_str(job)))
            return job if job["ProcessingJobStatus"] == "Completed" else None

        return look

    def _from_error(self, env: Any, ex: Exception) -> FailureEvent:
        if not isinstance(ex, ClientError):
            return super()._from_error(env=env, ex=ex)
        error = ex.response["Error"]
        # As AWS does: SageMaker.ResourceLimitExceededException.
        code = error["Code"] if error["Code"].endswith("Exception") else f"{error['Code']}Exception"
        return self._failure(env, CustomErrorName(f"SageMaker.{code}"), error["Message"])

    def _failure(self, env: Any, name: ErrorName, cause: str) -> FailureEvent:
        return FailureEvent(
            env=env,
            error_name=name,
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(
                taskFailedEventDetails=TaskFailedEventDetails(
                    error=name.error_name,
                    cause=cause,
                    resource=self._get_sfn_resource(),
                    resourceType=self._get_sfn_resource_type(),
                )
            ),
        )


def apply() -> None:
    original = state_task_factory.state_task_service_for

    def service_for(service_name: str) -> Any:
        return ProcessingJobTask() if service_name == "sagemaker" else original(service_name)

    # The one module that calls it has imported it by name.
    state_task_factory.state_task_service_for = service_for
