"""Evaluation of the Condition element of an IAM policy statement.

Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import fnmatch
import ipaddress
from collections.abc import Callable
from datetime import datetime
from typing import Any

Test = Callable[[str, str], bool]


def date(value: str) -> float:
    return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()


TESTS: dict[str, Test] = {
    "StringEquals": lambda actual, wanted: actual == wanted,
    "StringEqualsIgnoreCase": lambda actual, wanted: actual.lower() == wanted.lower(),
    "StringLike": fnmatch.fnmatchcase,
    "ArnEquals": fnmatch.fnmatchcase,
    "ArnLike": fnmatch.fnmatchcase,
    "Bool": lambda actual, wanted: actual.lower() == wanted.lower(),
    "NumericEquals": lambda actual, wanted: float(actual) == float(wanted),
    "NumericLessThan": lambda actual, wanted: float(actual) < float(wanted),
    "NumericLessThanEquals": lambda actual, wanted: float(actual) <= float(wanted),
    "NumericGreaterThan": lambda actual, wanted: float(actual) > float(wanted),
    "NumericGreaterThanEquals": lambda actual, wanted: float(actual) >= float(wanted),
    "DateEquals": lambda actual, wanted: date(actual) == date(wanted),
    "DateLessThan": lambda actual, wanted: date(actual) < date(wanted),
    "DateLessThanEquals": lambda actual, wanted: date(actual) <= date(wanted),
    "DateGreaterThan": lambda actual, wanted: date(actual) > date(wanted),
    "DateGreaterThanEquals": lambda actual, wanted: date(actual) >= date(wanted),
    "IpAddress": lambda actual, wanted: ipaddress.ip_address(actual) in ipaddress.ip_network(wanted, strict=False),
}

NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}


def as_list(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in values]


def holds(conditions: dict[str, dict[str, Any]], context: dict[str, str]) -> bool:
    """Whether every condition holds for a request; `context` has lower-case keys and single values.

    An operator that is not known here does not hold, so the statement does not apply.
    """
    return all(
        operator_holds(operator, as_list(wanted), context.get(key.lower()))
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
    )


def operator_holds(operator: str, wanted: list[str], actual: str | None) -> bool:
    name = operator.split(":")[-1]  # ForAllValues:, ForAnyValue:
    if name == "Null":
        return (actual is None) == (wanted[0].lower() == "true")
    if name.endswith("IfExists"):
        if actual is None:
            return True
        name = name.removesuffix("IfExists")
    if name in NEGATED:
        return actual is None or not any(TESTS[NEGATED[name]](actual, value) for value in wanted)
    if name not in TESTS:
        return False
    if actual is None:
        return operator.startswith("ForAllValues:")
    return any(TESTS[name](actual, value) for value in wanted)
