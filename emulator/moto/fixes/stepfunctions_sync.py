"""Step Functions: tasks that wait for a job to end (`.sync`) fail, because nothing waits for a task token in them.

Moto's `_eval_integration_pattern` ends the callback endpoint of every task, also where there is none.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)


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
        # Heartbeats are of tasks with a token, and the task's timeout is kept by the state that it belongs to.
        wait = self._build_sync_resolver if self.resource.condition == ResourceCondition.Sync else self._build_sync2_resolver
        resolver = wait(
            env=env,
            resource_runtime_part=resource_runtime_part,
            normalised_parameters=normalised_parameters,
            state_credentials=state_credentials,
        )
        env.stack.append(
            self._eval_sync(
                env=env,
                sync_resolver=resolver,
                timeout_seconds=None,
                callback_endpoint=None,
                heartbeat_endpoint=None,
            )
        )

    StateTaskServiceCallback._eval_integration_pattern = evaluate  # type: ignore[method-assign]
