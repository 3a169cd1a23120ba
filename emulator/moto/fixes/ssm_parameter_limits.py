"""SSM: a parameter may have any name, any size, any description, and refer to others in its value.

Source: AWS Systems Manager API Reference, PutParameter: Name, Value, Description, Tier.
"""

from __future__ import annotations

import re

from moto.ssm.exceptions import SSMException, ValidationException
from moto.ssm.models import SimpleSystemManagerBackend

from ._refusals import Arguments, constraint, longer, refuse_before

LONGEST_NAME = 1011
MOST_LEVELS = 15
LONGEST_DESCRIPTION = 1024
LONGEST_VALUE = {"Standard": 4096, "Advanced": 8192, "Intelligent-Tiering": 8192}


class HierarchyLevelLimitExceededException(SSMException):
    code = "HierarchyLevelLimitExceededException"


def apply() -> None:
    refuse_before(SimpleSystemManagerBackend, "put_parameter", check)


def check(call: Arguments) -> None:
    name, value, description = call["name"], call["value"] or "", call["description"] or ""
    if len(name) > LONGEST_NAME:
        raise ValidationException(constraint(name, "name", longer(LONGEST_NAME)))
    if not re.fullmatch(r"[A-Za-z0-9_.\-/]+", name):
        raise ValidationException(
            'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of '
            "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following "
            "3 symbols .-_"
        )
    if len([part for part in name.split("/") if part]) > MOST_LEVELS:
        raise HierarchyLevelLimitExceededException(
            f"A hierarchy can have a maximum of {MOST_LEVELS} levels; parameter {name} has more"
        )
    if len(description) > LONGEST_DESCRIPTION:
        raise ValidationException(constraint(description, "description", longer(LONGEST_DESCRIPTION)))
    if re.search(r"\{\{.*\}\}", value, re.DOTALL):
        raise ValidationException("Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.")
    tier = call["tier"] or "Standard"
    most = LONGEST_VALUE.get(tier, LONGEST_VALUE["Standard"])
    if len(value.encode()) > most:
        raise ValidationException(
            f"{tier} tier parameters support a maximum parameter value of {most} characters. To create a larger parameter "
            "value, upgrade the parameter to use the advanced-parameter tier."
        )
