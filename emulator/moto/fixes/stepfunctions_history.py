"""Step Functions: the history of an execution cannot be read backwards or page by page, and a stop loses its reason.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.stepfunctions.responses import StepFunctionResponse

MAX_RESULTS = 1000


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


def stop_execution(self: StepFunctionResponse) -> ActionResult:
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    error, cause, now = self._get_param("error"), self._get_param("cause"), utcnow()
    if str(execution.status) == "RUNNING":
        execution.stop(stop_date=now, error=error, cause=cause)
        execution.error, execution.cause = error, cause
    return ActionResult({"stopDate": execution.stop_date or now})


def apply() -> None:
    StepFunctionResponse.get_execution_history = get_execution_history  # type: ignore[method-assign]
    StepFunctionResponse.stop_execution = stop_execution  # type: ignore[method-assign]
