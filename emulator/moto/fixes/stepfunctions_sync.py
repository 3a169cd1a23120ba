"""Step Functions: tasks that wait for a job to end (`.sync`) fail, because nothing waits for a task token in them.

Moto's `_eval_integration_pattern` ends the callback endpoint of every task, also where there is none. A job whose task is over
before it (a timeout, a stopped execution) is stopped, as AWS does:
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync
"""

from __future__ import annotations

import json
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str


def stop_job(started: dict[str, Any], region: str, credentials: Any) -> None:
    """:param started: what the call answered that started the job."""
    if "JobRunId" in started:
        glue = boto_client.boto_client_for(service="glue", region=region, state_credentials=credentials)
        glue.batch_stop_job_run(JobName=started["JobName"], JobRunIds=[started["JobRunId"]])
    elif "ProcessingJobName" in started:
        sagemaker = boto_client.boto_client_for(service="sagemaker", region=region, state_credentials=credentials)
        sagemaker.stop_processing_job(ProcessingJobName=started["ProcessingJobName"])


def apply() -> None:
    original = StateTaskServiceCallback._eval_integration_pattern

    def evaluate(
        self: StateTaskServiceCallback,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        if ResourceCondition.WaitForTaskToken in self._supported_integration_patterns:
            return original(self, env, resource_runtime_part, normalised_parameters, state_credentials)
        started = env.stack[-1]
        # Heartbeats are of tasks with a token, and the task's timeout is kept by the state that it belongs to.
        wait = self._build_sync_resolver if self.resource.condition == ResourceCondition.Sync else self._build_sync2_resolver
        resolver = wait(
            env=env,
            resource_runtime_part=resource_runtime_part,
            normalised_parameters=normalised_parameters,
            state_credentials=state_credentials,
        )
        result = self._eval_sync(
            env=env, sync_resolver=resolver, timeout_seconds=None, callback_endpoint=None, heartbeat_endpoint=None
        )
        if not env.is_running():
            stop_job(started, resource_runtime_part.region, state_credentials)
        # Times become text: the output of a state is JSON.
        env.stack.append(json.loads(to_json_str(result)))

    StateTaskServiceCallback._eval_integration_pattern = evaluate  # type: ignore[method-assign]
