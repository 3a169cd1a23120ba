"""EC2: CreateDhcpOptions drops tags, so the second plan sets them again."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.ec2.responses.dhcp_options import DHCPOptions


def apply() -> None:
    original = DHCPOptions.create_dhcp_options

    def create_dhcp_options(self: DHCPOptions) -> ActionResult:
        created = original(self)
        tags = self._parse_tag_specification().get("dhcp-options", {})
        created.result["DhcpOptions"].add_tags(tags)  # type: ignore[index]
        return created

    DHCPOptions.create_dhcp_options = create_dhcp_options  # type: ignore[method-assign]
