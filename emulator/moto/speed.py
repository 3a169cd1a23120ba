"""Makes moto answer faster, without changing what it answers.

For each request moto lists its own package folder and inspects the whole handler class; neither changes while it runs.
"""

from __future__ import annotations

from functools import cache

from moto import backends
from moto.core import responses


def apply() -> None:
    """Call it after the fixes: the names of a handler's methods are remembered from its first request on."""
    modules = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules  # type: ignore[assignment,return-value]
    responses.method_names_from_class = cache(responses.method_names_from_class)  # type: ignore[assignment]
