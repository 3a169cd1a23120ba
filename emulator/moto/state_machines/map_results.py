"""What a Distributed Map knows of its items, and writes of them.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
"""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from state_machines.members import time_text, to_json


@dataclass
class ItemResult:
    """What came of an item; `status` is one of an execution: each item is one of its own on AWS."""

    started: datetime.datetime
    item: Any
    status: str = "SUCCEEDED"
    output: Any = None
    error: str | None = None
    cause: str | None = None
    stopped: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(tz=datetime.timezone.utc))
    name: str = field(default_factory=lambda: str(uuid.uuid4()))

    def entry(self, machine_arn: str) -> dict[str, Any]:
        """As a file of results has it."""
        entry = {
            "ExecutionArn": f"{machine_arn.replace(':stateMachine:', ':execution:')}:{self.name}",
            "Input": to_json(self.item),
            "InputDetails": {"Included": True},
            "Name": self.name,
            "StartDate": time_text(self.started),
            "StateMachineArn": machine_arn,
            "Status": self.status,
            "StopDate": time_text(self.stopped),
        }
        if self.status == "SUCCEEDED":
            return {**entry, "Output": to_json(self.output), "OutputDetails": {"Included": True}}
        texts = {"Error": self.error, "Cause": self.cause}
        return {**entry, **{name: text for name, text in texts.items() if text is not None}}


def exceeds(failures: int, items: int, count: float, percentage: float) -> bool:
    """Whether more has failed than a Map state tolerates: nothing, unless it says a number or a share."""
    if not count and not percentage:
        return failures > 0
    return bool(count and failures > count) or bool(percentage and 100 * failures > percentage * items)


def files(results: list[ItemResult], prefix: str, machine_arn: str, map_run_arn: str, bucket: str) -> dict[str, bytes]:
    """Key -> content; the last one is the manifest."""
    written: dict[str, bytes] = {}
    listed: dict[str, list[dict[str, Any]]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    for kind in ("FAILED", "SUCCEEDED"):
        found = [result.entry(machine_arn) for result in results if (result.status == "SUCCEEDED") == (kind == "SUCCEEDED")]
        if found:
            key, content = f"{prefix}{kind}_0.json", json.dumps(found).encode()
            written[key] = content
            listed[kind].append({"Key": key, "Size": len(content)})
    manifest = {"DestinationBucket": bucket, "MapRunArn": map_run_arn, "ResultFiles": listed}
    written[f"{prefix}manifest.json"] = json.dumps(manifest).encode()
    return written
