"""What moto takes and AWS refuses: a check that goes before a method of a backend, which clients and stacks come through alike."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

Arguments = Mapping[str, Any]
#: Looks at the arguments of a call by their names, `self` among them, and raises what the service would answer.
Check = Callable[[Arguments], None]


def refuse_before(backend: type, method: str, check: Check) -> None:
    """Let a check go before a method. Arguments that a call leaves out are missing."""
    original = getattr(backend, method)
    signature = inspect.signature(original)

    @functools.wraps(original)
    def checked(*args: Any, **kwargs: Any) -> Any:
        check(signature.bind(*args, **kwargs).arguments)
        return original(*args, **kwargs)

    setattr(backend, method, checked)


def constraint(value: object, member: str, rule: str) -> str:
    """The sentence with which most services answer what their model rules out.

    Length, pattern and range of a member are checked alike: Smithy 2.0, "Constraint traits".
    """
    return f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must {rule}"


def longer(most: int) -> str:
    return f"have length less than or equal to {most}"


def matching(pattern: str) -> str:
    return f"satisfy regular expression pattern: {pattern}"
