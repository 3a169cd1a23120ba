"""What moto 5.2.1 gets wrong or lacks for dapf's stack, one module per gap.

Each module explains its gap and has one function, `apply()`. A module whose name starts with `_` is a helper.
"""

from __future__ import annotations

import importlib
import pkgutil


def names() -> list[str]:
    """The names of all fixes, in the order in which they are applied."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def apply(disabled: set[str]) -> list[str]:
    """Apply every fix but the disabled ones.

    Returns the names of the applied fixes; raises ValueError for a disabled name that is no fix, because a test that
    disables a renamed fix would prove nothing.
    """
    unknown = disabled - set(names())
    if unknown:
        raise ValueError(f"no such fix: {', '.join(sorted(unknown))}")
    applied = [name for name in names() if name not in disabled]
    for name in applied:
        importlib.import_module(f"{__name__}.{name}").apply()
    return applied
