"""Most rules are about other events: that is seen before moto writes an event anew for each of them, to compare it with a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_ruled_out(pattern: Mapping[str, Any] | None, event: Mapping[str, Any]) -> bool:
    """Whether a text in the event is none of those that the pattern names for it. What is more than texts is left to moto."""
    for name, wanted in (pattern or {}).items():
        value = event.get(name)
        if isinstance(wanted, dict) and isinstance(value, dict):
            if is_ruled_out(wanted, value):
                return True
        elif isinstance(wanted, list) and isinstance(value, str):
            if value not in wanted and all(isinstance(one, str) for one in wanted):
                return True
    return False
