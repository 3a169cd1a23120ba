"""IAM: names, descriptions and policies may have any length, and a role any number of managed policies.

Lengths and patterns: API Reference, CreateRole, CreatePolicy, PutRolePolicy. Quotas: User Guide, "IAM and AWS STS quotas"; white
space does not count.
"""

from __future__ import annotations

import re
from typing import Any

from moto.iam.exceptions import IAMException, LimitExceededException, ValidationError
from moto.iam.models import IAMBackend

from ._refusals import Arguments, constraint, longer, matching, refuse_before

NAME = r"[\w+=,.@-]+"
LONGEST_ROLE_NAME = 64
LONGEST_POLICY_NAME = 128
LONGEST_DESCRIPTION = 1000
LONGEST_TRUST = 2048
LONGEST_MANAGED = 6144
#: Of all inline policies of a role together.
LONGEST_INLINE = 10_240
#: "Managed policies attached to an IAM role", without a request for more.
MOST_MANAGED = 10


class InvalidInput(IAMException):
    code = "InvalidInput"


def apply() -> None:
    for method, check in (
        ("create_role", check_role),
        ("update_assume_role_policy", lambda call: check_trust(call["policy_document"])),
        ("create_policy", check_policy),
        ("create_policy_version", lambda call: check_managed(call["policy_document"])),
        ("put_role_policy", check_inline),
        ("attach_role_policy", check_attached),
        ("create_instance_profile", lambda call: check_name(call["name"], "instanceProfileName", LONGEST_POLICY_NAME)),
    ):
        refuse_before(IAMBackend, method, check)


def check_role(call: Arguments) -> None:
    check_name(call["role_name"], "roleName", LONGEST_ROLE_NAME)
    check_description(call.get("description"))
    check_trust(call["assume_role_policy_document"])
    check_tags(call.get("tags"))


def check_policy(call: Arguments) -> None:
    check_name(call["policy_name"], "policyName", LONGEST_POLICY_NAME)
    check_description(call.get("description"))
    check_managed(call["policy_document"])
    check_tags(call.get("tags"))


def check_name(name: str, member: str, most: int) -> None:
    if len(name) > most:
        raise ValidationError(constraint(name, member, longer(most)))
    if not re.fullmatch(NAME, name, re.ASCII):
        raise ValidationError(f"The specified value for {member} is invalid. It must contain only alphanumeric characters "
                              "and/or the following: +=,.@_-")


def check_description(text: str | None) -> None:
    if len(text or "") > LONGEST_DESCRIPTION:
        raise ValidationError(constraint(text, "description", longer(LONGEST_DESCRIPTION)))


def check_tags(tags: list[dict[str, str]] | None) -> None:
    if any(tag["Key"].lower().startswith("aws:") for tag in tags or []):
        raise InvalidInput("System tags cannot be added/updated/deleted")


def check_trust(document: str) -> None:
    check_size(document, LONGEST_TRUST, "ACLSizePerRole")


def check_managed(document: str) -> None:
    check_size(document, LONGEST_MANAGED, "PolicySize")


def check_size(document: str, most: int, quota: str) -> None:
    if size(document) > most:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {most}")


def check_inline(call: Arguments) -> None:
    check_name(call["policy_name"], "policyName", LONGEST_POLICY_NAME)
    role: Any = call["self"].get_role(call["role_name"])
    others = sum(size(text) for name, text in role.policies.items() if name != call["policy_name"])
    if others + size(call["policy_json"]) > LONGEST_INLINE:
        raise LimitExceededException(
            f"Maximum policy size of {LONGEST_INLINE} bytes exceeded for role {call['role_name']}"
        )


def check_attached(call: Arguments) -> None:
    role: Any = call["self"].get_role(call["role_name"])
    if call["policy_arn"] not in role.managed_policies and len(role.managed_policies) >= MOST_MANAGED:
        raise LimitExceededException(f"Cannot exceed quota for PoliciesPerRole: {MOST_MANAGED}")


def size(document: str) -> int:
    return len(re.sub(r"\s", "", document))
