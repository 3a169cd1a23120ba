"""EC2: DeleteVpc leaves the default network ACL of the VPC behind, so an account is not empty after destroy.

AWS makes it together with the VPC and deletes it together with the VPC.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.vpcs import VPC, VPCBackend


def apply() -> None:
    original = VPCBackend.delete_vpc

    def delete_vpc(self: Any, vpc_id: str) -> VPC:
        deleted = original(self, vpc_id)
        for acl in [acl for acl in self.network_acls.values() if acl.vpc_id == vpc_id and acl.default]:
            del self.network_acls[acl.id]
        return deleted

    VPCBackend.delete_vpc = delete_vpc  # type: ignore[method-assign]
