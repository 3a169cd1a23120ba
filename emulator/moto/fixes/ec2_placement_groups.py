"""EC2: placement groups are missing, and what RunInstances says of one is not looked at.

Rules: EC2 API reference, CreatePlacementGroup, DeletePlacementGroup, "Error codes"; User Guide, "Placement groups": at most
500 of an account in a Region, 7 partitions.
"""

from __future__ import annotations

import re
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import EC2ClientError, MissingParameterError
from moto.ec2.models import EC2Backend
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.responses import EC2Response
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, EC2_RESOURCE_TO_PREFIX, generic_filter, random_id
from moto.utilities.utils import get_partition

KIND = "placement-group"
PREFIX = "pg"
STRATEGIES = ("cluster", "spread", "partition")
SPREAD_LEVELS = ("host", "rack")
MOST_GROUPS = 500
MOST_PARTITIONS = 7
USUAL_PARTITIONS = 2
OVER = {"terminated", "shutting-down"}


class PlacementGroup(TaggedEC2Resource):
    """Its attributes are the members of the API's PlacementGroup."""

    def __init__(self, backend: Any, name: str, strategy: str, partitions: int | None, spread: str | None) -> None:
        self.ec2_backend = backend
        self.id = self.group_id = random_id(PREFIX)
        self.group_name = name
        self.state = "available"
        self.strategy = strategy
        self.partition_count = partitions
        self.spread_level = spread
        region = backend.region_name
        self.group_arn = f"arn:{get_partition(region)}:ec2:{region}:{backend.account_id}:{KIND}/{name}"

    @property
    def tags(self) -> list[dict[str, str]]:
        return self.get_tags()


def unknown(name: str) -> EC2ClientError:
    return EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")


def one_of(value: str, values: tuple[str, ...], parameter: str) -> None:
    if value not in values:
        raise EC2ClientError("InvalidParameterValue", f"Value ({value}) for parameter {parameter} is invalid.")


def create_placement_group(self: EC2Response) -> ActionResult:
    name, strategy = self._get_param("GroupName"), self._get_param("Strategy") or "cluster"
    partitions, spread = self._get_param("PartitionCount"), self._get_param("SpreadLevel")
    tags = self._parse_tag_specification(KIND).get(KIND, {})
    if not name:
        raise MissingParameterError("groupName")
    if not re.fullmatch(r"[\x00-\x7f]{1,255}", name):
        raise EC2ClientError("InvalidParameterValue", f"Value ({name}) for parameter groupName is invalid.")
    one_of(strategy, STRATEGIES, "strategy")
    if partitions is not None and strategy != "partition":
        raise EC2ClientError(
            "InvalidParameterCombination", "The parameter PartitionCount can only be used with the partition strategy."
        )
    if partitions is not None and not 1 <= int(partitions) <= MOST_PARTITIONS:
        raise EC2ClientError("InvalidParameterValue", f"Value ({partitions}) for parameter partitionCount is invalid.")
    if spread is not None and strategy != "spread":
        raise EC2ClientError(
            "InvalidParameterCombination", "The parameter SpreadLevel can only be used with the spread strategy."
        )
    one_of(spread or "rack", SPREAD_LEVELS, "spreadLevel")
    self.error_on_dryrun()

    groups = self.ec2_backend.placement_groups
    if name in groups:
        raise EC2ClientError("InvalidPlacementGroup.Duplicate", f"The Placement Group '{name}' already exists.")
    if len(groups) >= MOST_GROUPS:
        raise EC2ClientError("PlacementGroupLimitExceeded", "You have reached the limit of placement groups.")
    group = PlacementGroup(
        self.ec2_backend,
        name,
        strategy,
        int(partitions or USUAL_PARTITIONS) if strategy == "partition" else None,
        (spread or "rack") if strategy == "spread" else None,
    )
    group.add_tags(tags)
    groups[name] = group
    return ActionResult({"PlacementGroup": group})


def describe_placement_groups(self: EC2Response) -> ActionResult:
    names, ids = self._get_param("GroupNames", []), self._get_param("GroupIds", [])
    groups = self.ec2_backend.placement_groups
    self.error_on_dryrun()
    for name in names:
        if name not in groups:
            raise unknown(name)
    for group_id in ids:
        if all(group.id != group_id for group in groups.values()):
            raise EC2ClientError("InvalidPlacementGroupId.Unknown", f"The Placement Group Id '{group_id}' is unknown.")
    found = [
        group
        for group in groups.values()
        if (not names or group.group_name in names) and (not ids or group.id in ids)
    ]
    return ActionResult({"PlacementGroups": generic_filter(self._filters_from_querystring(), found)})


def delete_placement_group(self: EC2Response) -> ActionResult:
    name = self._get_param("GroupName")
    if not name:
        raise MissingParameterError("groupName")
    groups = self.ec2_backend.placement_groups
    if name not in groups:
        raise unknown(name)
    self.error_on_dryrun()
    if any(instance.placement.group_name == name and instance.state not in OVER for instance in instances(self)):
        raise EC2ClientError("InvalidPlacementGroup.InUse", f"The Placement Group '{name}' is in use.")
    group = groups.pop(name)
    self.ec2_backend.tags.pop(group.id, None)
    return EmptyResult()


def instances(self: EC2Response) -> list[Any]:
    return [one for reservation in self.ec2_backend.reservations.values() for one in reservation.instances]


original_run = EC2Response.run_instances
original_init = EC2Backend.__init__


def run_instances(self: EC2Response) -> ActionResult:
    name, group_id = self._get_param("Placement.GroupName"), self._get_param("Placement.GroupId")
    groups = self.ec2_backend.placement_groups
    if group_id:
        name = next((group.group_name for group in groups.values() if group.id == group_id), group_id)
    if name and name not in groups:
        raise unknown(name)
    reservation = original_run(self)
    for instance in reservation.result.instances if name else []:  # type: ignore[attr-defined]
        instance.placement.group_name = name
    return reservation


def init(self: EC2Backend, region_name: str, account_id: str) -> None:
    self.placement_groups: dict[str, PlacementGroup] = {}  # type: ignore[attr-defined]
    original_init(self, region_name, account_id)


def apply() -> None:
    EC2_RESOURCE_TO_PREFIX[KIND] = PREFIX
    EC2_PREFIX_TO_RESOURCE[PREFIX] = KIND
    operations: Any = EC2Response
    for operation in (create_placement_group, describe_placement_groups, delete_placement_group, run_instances):
        setattr(operations, operation.__name__, operation)
    EC2Backend.__init__ = init  # type: ignore[method-assign]
