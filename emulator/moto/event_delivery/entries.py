"""An event that was put, once for all rules: moto reads and copies it for each, and most rules are about other events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.core.utils import unix_time
from moto.events.models import EventsBackend
from moto.moto_api._internal import mock_random

from .patterns import is_ruled_out

# PutEvents: "Array Members: .. Maximum number of 10 items."
MOST_ENTRIES = 10


def put(backend: EventsBackend, entry: Mapping[str, Any]) -> dict[str, Any] | None:
    """:returns: what PutEvents says of the entry; None of one that is not as it has to be"""
    try:
        detail = json.loads(entry.get("Detail") or "")
    except ValueError:
        return None
    if not (entry.get("Source") and entry.get("DetailType")):
        return None
    bus = backend.describe_event_bus(backend._normalize_event_bus_arn(entry.get("EventBusName")))
    event = {
        "version": "0",
        "id": str(mock_random.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": backend.account_id,
        "time": entry.get("Time", unix_time()),
        "region": backend.region_name,
        "resources": entry.get("Resources", []),
        "detail": detail,
        "ingestion-time": unix_time(),
    }
    for rule in list(bus.rules.values()):
        if not is_ruled_out(rule.event_pattern.get_pattern(), event):
            rule.send_to_targets(event)
    return {"EventId": event["id"]}
