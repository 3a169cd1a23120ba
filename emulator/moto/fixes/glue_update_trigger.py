"""Glue: UpdateTrigger is missing, so no change of a trigger can be applied.

The update replaces schedule, actions, predicate, description and batching; name, type, workflow and state stay.
https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateTrigger.html
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.glue.responses import GlueResponse
from moto.glue.utils import Action, Predicate


def update_trigger(self: GlueResponse) -> ActionResult:
    trigger = self.glue_backend.get_trigger(self.parameters["Name"])
    update = self.parameters["TriggerUpdate"]
    predicate = update.get("Predicate")
    trigger.schedule = update.get("Schedule")
    trigger.actions = [Action(action) for action in update.get("Actions", [])]
    trigger.predicate = Predicate(predicate) if predicate else None
    trigger.description = update.get("Description")
    trigger.event_batching_condition = update.get("EventBatchingCondition")
    return ActionResult({"Trigger": trigger.as_dict()})


def apply() -> None:
    GlueResponse.update_trigger = update_trigger  # type: ignore[attr-defined]
