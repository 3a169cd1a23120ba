"""Step Functions: a definition may have any size.

Source: API Reference, CreateStateMachine and UpdateStateMachine, definition.
"""

from __future__ import annotations

from moto.stepfunctions.exceptions import ValidationException
from moto.stepfunctions.models import StepFunctionBackend

from ._refusals import Arguments, longer, refuse_before

LONGEST = 1_048_576


def apply() -> None:
    for method in ("create_state_machine", "update_state_machine"):
        refuse_before(StepFunctionBackend, method, check)


def check(call: Arguments) -> None:
    if len(call.get("definition") or "") > LONGEST:
        raise ValidationException(
            "1 validation error detected: Value at 'definition' failed to satisfy constraint: "
            f"Member must {longer(LONGEST)}"
        )
