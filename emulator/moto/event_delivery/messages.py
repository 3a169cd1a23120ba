"""What EventBridge sends to a target: the event, a part of it, a constant, or what an input transformer makes of it.

"EventBridge doesn't escape values extracted by Input Path, when populating the Input Template for a target": a value with a quotation
mark in it makes a text that is no JSON, which no target gets. "If a JSON path references a JSON object or array, but the variable is
referenced in a string, EventBridge removes any internal quotes to ensure a valid string."

Source: Amazon EventBridge User Guide, "Amazon EventBridge input transformation" and "Common Issues with transforming input"
(https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html); API Reference, Target.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp

from .undelivered import NotDelivered

# "dot notation, dashes, underscores, alphanumeric characters, array indices, wildcards (*), forward slashes"
_STEP = re.compile(r"\.(?P<name>[\w/-]+|\*)|\[(?P<index>\d+|\*)\]|\['(?P<quoted>[^']+)'\]")
_PART = re.compile(r'\\.|"|<(?P<name>[^<>"\\\s]+)>', re.DOTALL)
MISSING = object()


def seen_from_outside(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event as AWS writes it. Moto has its time as seconds since 1970, and when it took it."""
    shown = {name: value for name, value in event.items() if name != "ingestion-time"}
    if isinstance(shown.get("time"), (int, float)):
        shown["time"] = iso_time(shown["time"])
    return shown


def iso_time(seconds: float) -> str:
    return iso_8601_datetime_without_milliseconds(utcfromtimestamp(seconds))


def message_for(target: Mapping[str, Any], event: Mapping[str, Any], rule_name: str, rule_arn: str) -> str:
    """:returns: the text that the target gets: JSON, or several lines of it

    :raises NotDelivered: when what an input template makes is none
    """
    if target.get("Input"):
        return str(target["Input"])
    shown = seen_from_outside(event)
    if target.get("InputPath"):
        value = value_at(target["InputPath"], shown)
        return json.dumps(None if value is MISSING else value)
    transformer = target.get("InputTransformer")
    if not transformer:
        return json.dumps(shown)
    variables = {name: value_at(path, shown) for name, path in (transformer.get("InputPathsMap") or {}).items()}
    taken = event.get("ingestion-time")
    predefined = {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_name,
        "aws.events.event.ingestion-time": iso_time(taken) if isinstance(taken, (int, float)) else taken,
        "aws.events.event": {name: value for name, value in shown.items() if name != "detail"},
        "aws.events.event.json": shown,
    }
    return required_json(filled(transformer["InputTemplate"], {**variables, **predefined}))


def required_json(text: str) -> str:
    """:raises NotDelivered: with a code of the User Guide, "Using dead-letter queues to process undelivered events" """
    if not is_json(text) and not all(is_json(line) for line in text.splitlines() if line.strip()):
        raise NotDelivered("INVALID_JSON", f"What the input template makes is no JSON: {text}"[:1024])
    return text


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def filled(template: str, variables: Mapping[str, Any]) -> str:
    """A value within quotation marks becomes a part of that text as it is, one outside of them a JSON value.

    "If you specify a variable to match a JSON path that doesn't exist in the event, that variable isn't created and won't appear in
    the output."
    """
    is_within = False

    def part(match: re.Match[str]) -> str:
        nonlocal is_within
        if match[0] == '"':
            is_within = not is_within
        name = match["name"]
        if name is None or name not in variables:
            return match[0]
        return within(variables[name]) if is_within else outside(variables[name])

    return _PART.sub(part, template)


def within(value: Any) -> str:
    if value is MISSING:
        return ""
    return value if isinstance(value, str) else json.dumps(value).replace('"', "")


def outside(value: Any) -> str:
    return "" if value is MISSING else json.dumps(value)


def value_at(path: str, event: Any) -> Any:
    """:returns: what is there, several values as a list; MISSING when nothing is"""
    if path == "$":
        return event
    values, has_several = [event], False
    for step in steps_of(path):
        has_several = has_several or step is None
        values = [found for value in values for found in follow(value, step)]
    if has_several:
        return values or MISSING
    return values[0] if values else MISSING


def steps_of(path: str) -> Iterator[str | int | None]:
    """Of each step a name or an index; None: all."""
    at = 1
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            return
        at = match.end()
        name, index = match["name"] or match["quoted"], match["index"]
        if "*" in (name, index):
            yield None
        else:
            yield name if index is None else int(index)


def follow(value: Any, step: str | int | None) -> list[Any]:
    if step is None:
        return list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []
    if isinstance(step, int):
        return [value[step]] if isinstance(value, list) and step < len(value) else []
    return [value[step]] if isinstance(value, dict) and step in value else []

