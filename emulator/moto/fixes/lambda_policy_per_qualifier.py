"""Lambda: one policy per function, whatever the qualifier.

In AWS every version and alias has a resource policy of its own. With a single one, a permission with a qualifier is
read back from the wrong place and the second plan replaces it.
https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from moto.awslambda.models import LambdaBackend
from moto.awslambda.policy import Policy
from moto.awslambda.responses import LambdaResponse
from moto.core.common_types import TYPE_RESPONSE

# A function name, or an ARN; both may end in a qualifier.
NAME = re.compile(r"^(?P<name>(?:arn:[^:]+:lambda:[^:]*:[^:]*:function:)?[^:]+)(?::(?P<qualifier>[^:]+))?$")


def split(function_name: str, qualifier: str | None) -> tuple[str, str | None]:
    match = NAME.match(function_name)
    if match is None:
        return function_name, qualifier
    return match["name"], match["qualifier"] or qualifier


def policy_of(backend: LambdaBackend, function_name: str, qualifier: str | None) -> Policy:
    """The policy of a function or of one of its versions or aliases; raises as moto does for unknown ones."""
    name, wanted = split(function_name, qualifier)
    function: Any = backend.get_function(name)
    if not wanted or wanted == "$LATEST":
        return function.policy
    backend.get_function(name, wanted)
    policies: dict[str, Policy] = function.__dict__.setdefault("policies_by_qualifier", {})
    return policies.setdefault(wanted, Policy(function))


def apply() -> None:
    def add_permission(self: LambdaBackend, function_name: str, qualifier: str, raw: str) -> dict[str, Any]:
        _, wanted = split(function_name, qualifier)
        statement, _ = policy_of(self, function_name, qualifier).add_statement(raw, wanted)
        return statement

    def get_policy(self: LambdaBackend, function_name: str, qualifier: str | None = None) -> str:
        return policy_of(self, function_name, qualifier).wire_format()

    def remove_permission(self: LambdaResponse) -> TYPE_RESPONSE:
        # DELETE /2015-03-31/functions/{name}/policy/{statement}?Qualifier=..&RevisionId=..
        function_name, _, statement = (unquote(part) for part in self.path.split("/")[-3:])
        qualifier = self.querystring.get("Qualifier", [None])[0]
        revision = self.querystring.get("RevisionId", [""])[0]
        policy_of(self.backend, function_name, qualifier).del_statement(statement, revision)
        return 204, {"status": 204}, ""

    LambdaBackend.add_permission = add_permission  # type: ignore[method-assign]
    LambdaBackend.get_policy = get_policy  # type: ignore[method-assign]
    LambdaResponse.remove_permission = remove_permission  # type: ignore[method-assign]
