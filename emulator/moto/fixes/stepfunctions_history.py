"""Step Functions: the history of an execution cannot be read backwards or page by page, and a stop loses its reason.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.stepfunctions.responses import StepFunctionResponse

MAX_RESULTS = 1000
BEGINNING_SECONDS = 5.0


def get_execution_history(self: StepFunctionResponse) -> ActionResult:
    history = self.stepfunction_backend.get_execution_history(self._get_param("executionArn"))
    events: list[dict[str, Any]] = list(history["events"])
    if self._get_param("reverseOrder"):
        events.reverse()
    first = int(json.loads(self._get_param("nextToken") or "0"))
    end = first + (int(self._get_param("maxResults") or 0) or MAX_RESULTS)
    answer: dict[str, Any] = {"events": events[first:end]}
    if end < len(events):
        answer["nextToken"] = str(end)
    return ActionResult(answer)


def wait_for_beginning(execution: Any) -> None:
    """An execution that was started a moment ago cannot be stopped yet."""
    end = time.monotonic() + BEGINNING_SECONDS
    while execution.exec_worker.env is None and time.monotonic() < end:
        time.sleep(0.01)


def stop_execution(self: StepFunctionResponse) -> ActionResult:
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    error, cause, now = self._get_param("error"), self._get_param("cause"), utcnow()
    if str(execution.status) == "RUNNING":
        wait_for_beginning(execution)
        execution.stop(stop_date=now, error=error, cause=cause)
        execution.error, execution.cause = error, cause
    return ActionResult({"stopDate": execution.stop_date or now})


def apply() -> None:
    StepFunctionResponse.get_execution_history = get_execution_history  # type: ignore[method-assign]
    StepFunctionResponse.stop_execution = stop_execution  # type: ignore[method-assign]
