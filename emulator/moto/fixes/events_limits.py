"""EventBridge: rules and buses may have any name, description, schedule and pattern, a bus any number of rules, a rule of targets.

Source: API Reference, PutRule, CreateEventBus, PutTargets, Target, InputTransformer; User Guide, "Amazon EventBridge quotas" and
"Setting a schedule pattern for scheduled rules".
"""

from __future__ import annotations

import re
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import ValidationException
from moto.events.models import EventsBackend

from ._refusals import Arguments, constraint, longer, matching, refuse_before

RULE = r"[\.\-_A-Za-z0-9]+"
BUS = r"[/\.\-_A-Za-z0-9]+"
LONGEST_RULE = 64
LONGEST_BUS = 256
LONGEST_DESCRIPTION = 512
#: Of a new account; the API takes 4096, to which the quota can be raised.
LONGEST_PATTERN = 2048
LONGEST_TEMPLATE = 8192
MOST_RULES = 300
MOST_TARGETS = 5
#: A value of 1 has the unit in the singular.
SCHEDULE = r"rate\((1 (minute|hour|day)|(?!1 )[1-9]\d* (minutes|hours|days))\)|cron\(\S+( \S+){5}\)"


def apply() -> None:
    refuse_before(EventsBackend, "put_rule", check_rule)
    refuse_before(EventsBackend, "create_event_bus", check_bus)
    refuse_before(EventsBackend, "put_targets", check_targets)


def check_rule(call: Arguments) -> None:
    check_text(call["name"], "name", LONGEST_RULE, RULE)
    check_text(call.get("description"), "description", LONGEST_DESCRIPTION)
    check_text(call.get("event_pattern"), "eventPattern", LONGEST_PATTERN)
    schedule = call.get("scheduled_expression")
    if schedule and not re.fullmatch(SCHEDULE, schedule):
        raise ValidationException("Parameter ScheduleExpression is not valid.")
    rules: Any = call["self"].describe_event_bus(call.get("event_bus_arn")).rules
    if call["name"] not in rules and len(rules) >= MOST_RULES:
        raise too_many()


def check_bus(call: Arguments) -> None:
    check_text(call["name"], "name", LONGEST_BUS, BUS)


def check_targets(call: Arguments) -> None:
    targets: list[dict[str, Any]] = call["targets"]
    for number, target in enumerate(targets, start=1):
        check_text(target["Id"], f"targets.{number}.member.id", LONGEST_RULE, RULE)
        template = (target.get("InputTransformer") or {}).get("InputTemplate")
        check_text(template, f"targets.{number}.member.inputTransformer.inputTemplate", LONGEST_TEMPLATE)
    rules: Any = call["self"].describe_event_bus(call.get("event_bus_arn")).rules
    known = rules.get(call["name"])
    ids = {target["Id"] for target in [*(known.targets if known else []), *targets]}
    if len(ids) > MOST_TARGETS:
        raise too_many()


def too_many() -> JsonRESTError:
    return JsonRESTError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")


def check_text(text: str | None, member: str, most: int, pattern: str | None = None) -> None:
    if text is None:
        return
    if len(text) > most:
        raise ValidationException(constraint(text, member, longer(most)))
    if pattern is not None and not re.fullmatch(pattern, text):
        raise ValidationException(constraint(text, member, matching(pattern)))
