"""Step Functions: the history of an execution cannot be read backwards or page by page, and a stop loses its reason.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html

An execution that is stopped ends there. Moto's goes on with the task at hand and adds events that never happened: a task
that was stopped succeeds, or the next one is scheduled with its parameters in the place of its timeout, and the history
can never be read again.
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import iso_8601_datetime_with_milliseconds, utcnow
from moto.stepfunctions.responses import StepFunctionResponse

MAX_RESULTS = 1000
BEGINNING_SECONDS = 5.0


def get_execution_history(self: StepFunctionResponse) -> ActionResult:
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    events = list(getattr(execution, "history_at_stop", None) or events_of(execution))
    if self._get_param("reverseOrder"):
        events.reverse()
    first = int(json.loads(self._get_param("nextToken") or "0"))
    end = first + (int(self._get_param("maxResults") or 0) or MAX_RESULTS)
    answer: dict[str, Any] = {"events": events[first:end]}
    if end < len(events):
        answer["nextToken"] = str(end)
    return ActionResult(answer)


def events_of(execution: Any) -> list[dict[str, Any]]:
    return list(execution.to_history_output()["events"])


def stopped_history(execution: Any, error: str | None, cause: str | None, at: Any) -> list[dict[str, Any]]:
    """What has happened so far, and the stop."""
    before = events_of(execution)
    given = {name: text for name, text in (("error", error), ("cause", cause)) if text is not None}
    aborted = {
        "id": len(before) + 1,
        "previousEventId": 0,
        "type": "ExecutionAborted",
        "timestamp": iso_8601_datetime_with_milliseconds(at),
        "executionAbortedEventDetails": given,
    }
    return [*before, aborted]


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
        execution.history_at_stop = stopped_history(execution, error, cause, now)
        execution.stop(stop_date=now, error=error, cause=cause)
        execution.error, execution.cause = error, cause
    return ActionResult({"stopDate": execution.stop_date or now})


def apply() -> None:
    StepFunctionResponse.get_execution_history = get_execution_history  # type: ignore[method-assign]
    StepFunctionResponse.stop_execution = stop_execution  # type: ignore[method-assign]
