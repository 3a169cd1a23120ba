"""Glue: StartTrigger activates an on-demand trigger.

"On-demand triggers never enter the ACTIVATED or DEACTIVATED state. They always remain in the CREATED state."
(https://docs.aws.amazon.com/glue/latest/dg/about-triggers.html) The Terraform provider starts each one that it creates, and
from any other state its second plan enables the trigger again.
"""

from __future__ import annotations

from collections.abc import Callable

from moto.glue.models import FakeTrigger


def unless_on_demand(change: Callable[[FakeTrigger], None]) -> Callable[[FakeTrigger], None]:
    def changed(self: FakeTrigger) -> None:
        if self.trigger_type != "ON_DEMAND":
            change(self)

    return changed


def apply() -> None:
    FakeTrigger.start_trigger = unless_on_demand(FakeTrigger.start_trigger)  # type: ignore[method-assign]
    FakeTrigger.stop_trigger = unless_on_demand(FakeTrigger.stop_trigger)  # type: ignore[method-assign]
