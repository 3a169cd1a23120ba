"""EC2: a VPC or subnet cannot be given a known id.

An environment may name the VPC and subnets it uses by id; the embedded AWS must hold them under exactly these ids.
Moto's convention for other services is a tag `_custom_id_` on creation; this makes it work here. The tag is not kept.
"""

from __future__ import annotations

from contextlib import contextmanager
from collections.abc import Callable, Iterator
from threading import RLock
from types import ModuleType
from typing import Any

from moto.ec2.models import subnets, vpcs
from moto.utilities.id_generator import TAG_KEY_CUSTOM_ID

lock = RLock()  # the id maker is replaced for the whole module, so one creation at a time


@contextmanager
def next_id(module: ModuleType, maker: str, wanted: str | None) -> Iterator[None]:
    if wanted is None:
        yield
        return
    with lock:
        original: Callable[[], str] = getattr(module, maker)
        setattr(module, maker, lambda: wanted)
        try:
            yield
        finally:
            setattr(module, maker, original)


def apply() -> None:
    create_vpc = vpcs.VPCBackend.create_vpc
    create_subnet = subnets.SubnetBackend.create_subnet

    def create_vpc_with_id(self: Any, *args: Any, tags: list[dict[str, str]] | None = None, **kwargs: Any) -> Any:
        wanted = next((tag["Value"] for tag in tags or [] if tag["Key"] == TAG_KEY_CUSTOM_ID), None)
        kept = [tag for tag in tags or [] if tag["Key"] != TAG_KEY_CUSTOM_ID]
        with next_id(vpcs, "random_vpc_id", wanted):
            return create_vpc(self, *args, tags=kept, **kwargs)

    def create_subnet_with_id(self: Any, *args: Any, tags: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        kept = {kind: dict(values) for kind, values in (tags or {}).items()}
        wanted = kept.get("subnet", {}).pop(TAG_KEY_CUSTOM_ID, None)
        with next_id(subnets, "random_subnet_id", wanted):
            return create_subnet(self, *args, tags=kept, **kwargs)

    vpcs.VPCBackend.create_vpc = create_vpc_with_id  # type: ignore[method-assign]
    subnets.SubnetBackend.create_subnet = create_subnet_with_id  # type: ignore[method-assign]
