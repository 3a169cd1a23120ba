"""CloudWatch Logs: a group is kept for any number of days, and may have any characters in its name.

Source: API Reference, PutRetentionPolicy, retentionInDays; CreateLogGroup, logGroupName.
"""

from __future__ import annotations

import re

from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogsBackend

from ._refusals import Arguments, constraint, matching, refuse_before

DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
NAME = r"[\.\-_/#A-Za-z0-9]+"


def apply() -> None:
    refuse_before(LogsBackend, "put_retention_policy", check_days)
    refuse_before(LogsBackend, "create_log_group", check_name)


def check_days(call: Arguments) -> None:
    days = call["retention_in_days"]
    if days not in DAYS:
        allowed = f"satisfy enum value set: {list(DAYS)}"
        raise InvalidParameterException(constraint(days, "retentionInDays", allowed))


def check_name(call: Arguments) -> None:
    name = call["log_group_name"]
    if not re.fullmatch(NAME, name):
        raise InvalidParameterException(constraint(name, "logGroupName", matching(NAME)))
