"""KMS: a key policy of any length is taken, also one that would lock everybody out, and aliases of AWS are.

Source: API Reference, CreateKey and PutKeyPolicy (Policy, BypassPolicyLockoutSafetyCheck, Description), CreateAlias.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.exceptions import NotAuthorizedException, ValidationException
from moto.kms.models import KmsBackend
from moto.kms.responses import KmsResponse

from ._refusals import Arguments, constraint, longer, refuse_before

LONGEST_POLICY = 32_768
LONGEST_DESCRIPTION = 8192


def apply() -> None:
    refuse_before(KmsBackend, "create_key", check_key)
    refuse_before(KmsBackend, "put_key_policy", lambda call: check_policy(call["policy"]))
    # Services give such aliases to their own keys, past the API.
    refuse_before(KmsResponse, "create_alias", check_alias)


def check_key(call: Arguments) -> None:
    if len(call["description"] or "") > LONGEST_DESCRIPTION:
        raise ValidationException(constraint(call["description"], "description", longer(LONGEST_DESCRIPTION)))
    check_policy(call["policy"])


def check_policy(text: str | None) -> None:
    # A key that is made without one, as services do for their own, gets the default policy.
    if not text:
        return
    if len(text.encode()) > LONGEST_POLICY:
        raise ValidationException(constraint("..", "policy", longer(LONGEST_POLICY)))
    try:
        document: Any = json.loads(text)
    except ValueError:
        raise refused("The new key policy is not valid JSON.") from None
    if not any(lets_manage(statement) for statement in listed(document.get("Statement"))):
        raise refused("The new key policy will not allow you to update the key policy in the future.")


def lets_manage(statement: Any) -> bool:
    """Whether somebody of the account may change the policy again; the caller's own right is left to the policy's evaluation."""
    actions = [str(action).lower() for action in listed(statement.get("Action"))]
    may = any(action in ("kms:*", "*", "kms:put*", "kms:putkeypolicy") for action in actions)
    return statement.get("Effect") == "Allow" and may and not statement.get("Condition")


def check_alias(call: Arguments) -> None:
    if str(call["self"]._get_param("AliasName")).lower().startswith("alias/aws/"):
        raise NotAuthorizedException()


def refused(reason: str) -> JsonRESTError:
    return JsonRESTError("MalformedPolicyDocumentException", reason)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
