"""DynamoDB: ListTagsOfResource tells 10 tags at a time; the AWS provider asks once, and plans to add the others for ever.

A table has at most 50 tags, which AWS tells at once: API Reference, ListTagsOfResource, has no size of a page.
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler


def apply() -> None:
    def list_tags_of_resource(self: DynamoHandler) -> ActionResult:
        return ActionResult({"Tags": self.dynamodb_backend.list_tags_of_resource(self.body["ResourceArn"])})

    DynamoHandler.list_tags_of_resource = list_tags_of_resource  # type: ignore[method-assign]
