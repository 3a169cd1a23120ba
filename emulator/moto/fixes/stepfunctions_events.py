"""Step Functions: nobody hears of an execution that begins or ends.

Source: Step Functions Developer Guide, "Automating Step Functions event delivery with EventBridge"; STANDARD workflows only.
"""

from __future__ import annotations

import datetime
import json
import threading
from typing import Any

from moto.events.models import events_backends
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

# "If the combined escaped input and escaped output .. exceeds 248 KiB, then the input will be excluded"; likewise the output.
LONGEST_BYTES = 248 * 1024


def milliseconds(time: datetime.datetime | None) -> int | None:
    return None if time is None else int(time.timestamp() * 1000)


def tell(execution: Any) -> None:
    events = events_backends[execution.account_id][execution.region_name]
    if ":express:" in execution.exec_arn or not events.describe_event_bus("default").rules:
        return
    given = execution.execution_input
    output = None if execution.output is None else json.dumps(execution.output)
    has_room = len(json.dumps(given)) + len(json.dumps(output)) <= LONGEST_BYTES
    detail = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": milliseconds(execution.start_date),
        "stopDate": milliseconds(execution.stop_date) if execution.status != "RUNNING" else None,
        "input": given if has_room else None,
        "inputDetails": {"included": has_room},
        "output": output if has_room else None,
        "outputDetails": None if output is None else {"included": has_room},
        "error": execution.error,
        "cause": execution.cause,
    }
    event = {
        "Source": "aws.states",
        "DetailType": "Step Functions Execution Status Change",
        "Resources": [execution.exec_arn],
        "Detail": json.dumps(detail),
    }
    # Whatever becomes of the event, the execution goes on.
    threading.Thread(target=events.put_events, args=[[event]], daemon=True).start()


START = Execution.start
TERMINATED = BaseExecutionWorkerCommunication.terminated


def start(self: Execution) -> None:
    START(self)
    tell(self)


def terminated(self: BaseExecutionWorkerCommunication) -> None:
    TERMINATED(self)
    tell(self.execution)


def apply() -> None:
    Execution.start = start  # type: ignore[method-assign]
    BaseExecutionWorkerCommunication.terminated = terminated  # type: ignore[method-assign]
