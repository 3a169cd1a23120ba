"""Lambda: a function forgets where its failed events go.

Moto drops DeadLetterConfig on creation and on update, so the second plan sets it again.
https://docs.aws.amazon.com/lambda/latest/api/API_DeadLetterConfig.html
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import LambdaFunction

ATTRIBUTE = "dead_letter_config"


def remember(function: LambdaFunction, spec: dict[str, Any]) -> None:
    if "DeadLetterConfig" in spec:
        # An empty TargetArn, or none, ends it.
        setattr(function, ATTRIBUTE, spec["DeadLetterConfig"] or {})


def apply() -> None:
    original_init = LambdaFunction.__init__
    original_get = LambdaFunction.get_configuration
    original_update = LambdaFunction.update_configuration

    def __init__(self: LambdaFunction, account_id: str, spec: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        original_init(self, account_id, spec, *args, **kwargs)
        remember(self, spec)

    def get_configuration(self: LambdaFunction, *args: Any, **kwargs: Any) -> dict[str, Any]:
        configuration = original_get(self, *args, **kwargs)
        config = getattr(self, ATTRIBUTE, {})
        return {**configuration, "DeadLetterConfig": config} if config.get("TargetArn") else configuration

    def update_configuration(self: LambdaFunction, config_updates: dict[str, Any]) -> dict[str, Any]:
        remember(self, config_updates)
        return original_update(self, config_updates)

    LambdaFunction.__init__ = __init__  # type: ignore[method-assign]
    LambdaFunction.get_configuration = get_configuration  # type: ignore[method-assign]
    LambdaFunction.update_configuration = update_configuration  # type: ignore[method-assign]
