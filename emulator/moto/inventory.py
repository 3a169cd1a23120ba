"""What an account of the embedded AWS holds, counted: the same before a deploy and after its destroy means that nothing is
left, in any service, also of kinds that Terraform does not know of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.core.base_backend import BackendDict


def inventory(account: str) -> dict[str, int]:
    """`service/region/collection` -> number of things in it; empty collections are left out."""
    counts: dict[str, int] = {}
    for backends in list({id(backend): backend for backend in BackendDict._instances}.values()):
        for region, backend in list(dict.items(backends.get(account, {}))):
            for name, value in list(vars(backend).items()):
                if found := size(value):
                    counts[f"{backends.service_name}/{region}/{name}"] = found
    return counts


def size(value: Any) -> int:
    """Number of things in a collection; one of collections (by zone, by type) counts what is in those."""
    if isinstance(value, Mapping):
        return sum(size(item) if isinstance(item, Mapping) else 1 for item in list(value.values()))
    return len(value) if isinstance(value, (list, set, tuple)) else 0
