"""IAM evaluation: a Deny whose Condition does not hold denies anyway.

Moto treats a condition that it does not understand as fulfilled, and one that is not fulfilled as a denial. So the usual
bucket policy "deny unless TLS" answers every PutObject with 403. Here a statement applies only when its condition holds.

The loopback endpoint is plain HTTP, but nothing leaves the machine: requests count as made over TLS 1.3, as the
same client would make them to AWS.
"""

from __future__ import annotations

from typing import Any

import flask
from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from . import _conditions

TRANSPORT = {"aws:securetransport": "true", "s3:tlsversion": "1.3"}


def request_context(values: dict[str, str] | None) -> dict[str, str]:
    context = dict(TRANSPORT)
    if flask.has_request_context():
        context["aws:sourceip"] = flask.request.remote_addr or "127.0.0.1"
        for name, value in flask.request.headers.items():
            if name.lower().startswith("x-amz-"):
                context[f"s3:{name.lower()}"] = value
    context.update({key.lower(): value for key, value in (values or {}).items()})
    return context


def apply() -> None:
    original = IAMPolicyStatement.is_action_permitted

    def is_action_permitted(
        self: Any,
        action: str,
        resource: str = "*",
        principal: str | None = None,
        incoming_condition_values: dict[str, str] | None = None,
    ) -> PermissionResult:
        conditions = self._statement.get("Condition")
        if conditions and not _conditions.holds(conditions, request_context(incoming_condition_values)):
            return PermissionResult.NEUTRAL
        return original(self, action, resource, principal, incoming_condition_values)

    IAMPolicyStatement.is_action_permitted = is_action_permitted  # type: ignore[method-assign]
    # The wrapper above has evaluated the conditions; moto's own evaluation would only get them wrong.
    IAMPolicyStatement._check_conditions = lambda self, values: True  # type: ignore[method-assign]
