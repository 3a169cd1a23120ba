"""Fields of Map states that moto's grammar does not know: the definition is read without them, and they are given to the state."""

from __future__ import annotations

import json
import threading
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from state_machines.map_items import LISTED

# The batchers of the definition that this thread reads, by the name of their state: names are unique within a definition.
_reading = threading.local()


def without_batchers(machine: Any, batchers: dict[str, Any]) -> Any:
    """The definition as moto can read it."""
    states = machine.get("States") if isinstance(machine, dict) else None
    if not isinstance(states, dict):
        return machine
    return {**machine, "States": {name: readable(name, state, batchers) for name, state in states.items()}}


def readable(name: str, state: Any, batchers: dict[str, Any]) -> Any:
    if not isinstance(state, dict):
        return state
    changed = dict(state)
    if "ItemBatcher" in changed:
        batchers[name] = changed.pop("ItemBatcher")
    # Moto reads a number with a fraction only.
    if isinstance(changed.get("ToleratedFailurePercentage"), int):
        changed["ToleratedFailurePercentage"] = float(changed["ToleratedFailurePercentage"])
    reader = changed.get("ItemReader")
    if isinstance(reader, dict) and isinstance(reader.get("ReaderConfig"), dict):
        changed["ItemReader"] = {**reader, "ReaderConfig": {"InputType": LISTED, **reader["ReaderConfig"]}}
    for field in ("Iterator", "ItemProcessor"):
        if field in changed:
            changed[field] = without_batchers(changed[field], batchers)
    if isinstance(changed.get("Branches"), list):
        changed["Branches"] = [without_batchers(branch, batchers) for branch in changed["Branches"]]
    return changed


def parse(definition: str) -> Any:
    batchers: dict[str, Any] = {}
    try:
        given = json.loads(definition)
    except ValueError:
        return PARSE(definition)
    changed = without_batchers(given, batchers)
    _reading.batchers = batchers
    is_same = json.dumps(changed) == json.dumps(given)  # 50 and 50.0 are equal, but not as texts
    # Moto's messages have lines and columns of what was given.
    return PARSE(definition if is_same else json.dumps(changed, ensure_ascii=False))


def from_props(self: StateMap, state_props: Any) -> None:
    FROM_PROPS(self, state_props)
    self.iteration_component.batcher = getattr(_reading, "batchers", {}).get(self.name)  # type: ignore[attr-defined]


PARSE = AmazonStateLanguageParser.parse
FROM_PROPS = StateMap.from_state_props


def apply() -> None:
    AmazonStateLanguageParser.parse = staticmethod(parse)  # type: ignore[method-assign]
    StateMap.from_state_props = from_props  # type: ignore[method-assign]
