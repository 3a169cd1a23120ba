"""DynamoDB: a table may have any name.

Source: Developer Guide, "Supported data types and naming rules in Amazon DynamoDB".
"""

from __future__ import annotations

import re

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend

from ._refusals import Arguments, constraint, longer, matching, refuse_before

NAME = r"[a-zA-Z0-9_.-]+"
SHORTEST = 3
LONGEST = 255


def apply() -> None:
    refuse_before(DynamoDBBackend, "create_table", check)


def check(call: Arguments) -> None:
    name = call["name"]
    if len(name) < SHORTEST:
        raise MockValidationException(constraint(name, "tableName", f"have length greater than or equal to {SHORTEST}"))
    if len(name) > LONGEST:
        raise MockValidationException(constraint(name, "tableName", longer(LONGEST)))
    if not re.fullmatch(NAME, name):
        raise MockValidationException(constraint(name, "tableName", matching(NAME)))
