"""The backends that moto has made so far; looking for them makes none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.core.base_backend import BackendDict


def backends_of_service(service: str) -> Iterator[tuple[str, str, Any]]:
    """Account, Region (or partition) and backend. Service as moto calls it: `stepfunctions`, `s3`."""
    for backends in {id(backends): backends for backends in list(BackendDict._instances)}.values():
        if backends.service_name != service:
            continue
        for account, regions in list(dict.items(backends)):
            for region, backend in list(dict.items(regions)):
                yield account, region, backend
