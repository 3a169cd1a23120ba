"""EventBridge: moto leaves in a template what an event does not have, and writes whatever a template says into a log group as JSON.

"If you specify a variable to match a JSON path that doesn't exist in the event, that variable isn't created and won't appear in the
output." Values are put into strings as they are: "EventBridge doesn't escape values extracted by Input Path". A log group takes a
`timestamp` and a `message`, and nothing else.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
from moto.events.models import Rule
from moto.events.utils import EventTemplateParser
from moto.logs.models import logs_backends
from moto.moto_api._internal import mock_random

STEP = re.compile(r"\.([\w/-]+)|\[(\d+)\]")
#: A quoted text, or a variable outside of any.
PART = re.compile(r'"(?:[^"\\]|\\.)*"|<([\w.-]+)>')
VARIABLE = re.compile(r"<([\w.-]+)>")


def at(path: str, event: Any) -> Any:
    """What is at a path of names and indices; None: nothing."""
    for name, index in STEP.findall(path):
        if name:
            event = event.get(name) if isinstance(event, dict) else None
        else:
            event = event[int(index)] if isinstance(event, list) and int(index) < len(event) else None
    return event


def in_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def filled(template: str, paths: dict[str, str], event: dict[str, Any]) -> Any:
    if isinstance(event.get("time"), (int, float)):
        event = {**event, "time": iso_8601_datetime_without_milliseconds(utcfromtimestamp(event["time"]))}
    reserved = {
        "aws.events.event.json": json.dumps(event),
        "aws.events.event.ingestion-time": event.get("ingestion-time"),
    }
    values = {**reserved, **{name: at(path, event) for name, path in paths.items()}}

    def part(match: re.Match[str]) -> str:
        if match.group(1):
            return json.dumps(values[match.group(1)]) if match.group(1) in values else match.group()
        return VARIABLE.sub(lambda found: in_text(values.get(found.group(1))), match.group())

    text = PART.sub(part, template)
    try:
        return json.loads(text)
    except ValueError:
        # A value with a quotation mark has ended a string too early: a topic gets the text as it is.
        return text.removeprefix('"').removesuffix('"')


def milliseconds(timestamp: Any) -> int:
    if isinstance(timestamp, (int, float)):
        return int(timestamp)
    return int(datetime.datetime.fromisoformat(str(timestamp).replace("Z", "+00:00")).timestamp() * 1000)


def apply() -> None:
    original = EventTemplateParser.parse
    to_log_group = Rule._send_to_cw_log_group

    def parse(input_template: str, input_paths_map: dict[str, Any], event: Any) -> Any:
        if not input_template:
            return original(input_template, input_paths_map, event)
        return filled(input_template, input_paths_map or {}, event)

    def send(self: Rule, name: str, event: Any) -> None:
        """What is transformed has no detail any more."""
        if isinstance(event, dict) and "detail" in event:
            return to_log_group(self, name, event)
        # "The message ... must be a string": anything else is lost.
        if not isinstance(event, dict) or not isinstance(event.get("message"), str) or "timestamp" not in event:
            return None
        stream = str(mock_random.uuid4())
        backend = logs_backends[self.account_id][self.region_name]
        backend.create_log_stream(name, stream)
        line = {"timestamp": milliseconds(event["timestamp"]), "message": event["message"]}
        backend.put_log_events(name, stream, [line])
        return None

    EventTemplateParser.parse = staticmethod(parse)  # type: ignore[method-assign]
    Rule._send_to_cw_log_group = send  # type: ignore[method-assign]
