"""EC2: the Region of the AWS European Sovereign Cloud has no availability zones, so that no subnet can be made in it.

Moto takes its Regions from boto3, partition by partition, and leaves the partition aws-eusc out. Zones as of
https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
"""

from __future__ import annotations

from moto.ec2.models.availability_zones_and_regions import Region, RegionsAndZonesBackend, Zone

REGION = "eusc-de-east-1"


def apply() -> None:
    backend = RegionsAndZonesBackend
    backend.regions.append(Region(REGION, f"ec2.{REGION}.amazonaws.eu", "opt-in-not-required"))
    backend.zones[REGION] = [Zone(f"{REGION}{letter}", REGION, f"eusce1-az{n}") for n, letter in enumerate("abc", start=1)]
