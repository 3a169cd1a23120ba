"""EventBridge: tags are looked up by the last part of an ARN: rules of one name on several buses have those of the first.

Every environment has rules of the same names on a bus of its own; with two environments in an account each plan sets the
tags of the other's rules. An ARN names the bus, too: `rule/<bus>/<name>`, `rule/<name>` on the default one.
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html
"""

from __future__ import annotations

from typing import Any

from moto.events.exceptions import ResourceNotFoundException
from moto.events.models import EventsBackend


def require(backend: EventsBackend, arn: str) -> None:
    for bus in backend.event_buses.values():
        if arn == bus.arn or any(arn == rule.arn for rule in bus.rules.values()):
            return
    kind, *path = arn.rpartition(":")[2].split("/")
    *_, bus_name, name = ["default", *path]
    if kind == "rule":
        raise ResourceNotFoundException(f"Rule {name} does not exist on EventBus {bus_name}.")
    raise ResourceNotFoundException(f"Event bus {name} does not exist.")


def list_tags_for_resource(self: EventsBackend, arn: str) -> dict[str, list[dict[str, str]]]:
    require(self, arn)
    return self.tagger.list_tags_for_resource(arn)


def tag_resource(self: EventsBackend, arn: str, tags: list[dict[str, str]]) -> None:
    require(self, arn)
    self.tagger.tag_resource(arn, tags)


def untag_resource(self: EventsBackend, arn: str, tag_names: list[str]) -> None:
    require(self, arn)
    self.tagger.untag_resource_using_names(arn, tag_names)


def apply() -> None:
    operations: Any = EventsBackend
    operations.list_tags_for_resource = list_tags_for_resource
    operations.tag_resource = tag_resource
    operations.untag_resource = untag_resource
