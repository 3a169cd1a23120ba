"""EventBridge: moto's patterns do not look into arrays of objects, and prefixes are not compared with what is in an array.

"If the value in the event is an array, then the event pattern matches if the intersection of the event pattern array and the event array
is non-empty", be it an array of objects or of values.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
"""

from __future__ import annotations

from typing import Any

from moto.events.models import EventPattern

#: Of these an array is one value.
WHOLE = {"exists", "anything-but"}


def apply() -> None:
    flat = EventPattern._flatten_dict
    matches = EventPattern._does_item_match_named_filter

    def flatten(node: Any, prefix: str = "", result: dict[str, Any] | None = None) -> dict[str, Any]:
        result = flat(node, prefix, result)
        for key, value in list(result.items()):
            if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
                found: dict[str, list[Any]] = {}
                for one in value:
                    for name, inner in flatten(one).items():
                        found.setdefault(name, []).extend(inner if isinstance(inner, list) else [inner])
                result.update({f"{key}.{name}": inner for name, inner in found.items()})
        return result

    def matches_one(item: Any, pattern: dict[str, Any]) -> bool:
        if isinstance(item, list) and not WHOLE & pattern.keys():
            return any(matches(one, pattern) for one in item)
        return matches(item, pattern)

    EventPattern._flatten_dict = staticmethod(flatten)  # type: ignore[method-assign]
    EventPattern._does_item_match_named_filter = staticmethod(matches_one)  # type: ignore[method-assign]
