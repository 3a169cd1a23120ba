"""Resource Groups: the ARN of every group is in us-west-1.

AWS has it in the Region of the group: Service Authorization Reference, AWS Resource Groups.
"""

from __future__ import annotations

from typing import Any

from moto.resourcegroups.models import FakeResourceGroup


def apply() -> None:
    original = FakeResourceGroup.__init__

    def init(self: FakeResourceGroup, account_id: str, region_name: str, *rest: Any, **others: Any) -> None:
        original(self, account_id, region_name, *rest, **others)
        self.arn = self.arn.replace(":us-west-1:", f":{region_name}:", 1)

    FakeResourceGroup.__init__ = init  # type: ignore[method-assign]
