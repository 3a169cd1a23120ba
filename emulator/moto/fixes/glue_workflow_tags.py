"""Glue: CreateWorkflow drops tags.

Moto keeps them on the workflow, but GetTags reads the tagging service; the second plan adds the tags again.
"""

from __future__ import annotations

from typing import Any

from moto.glue.models import GlueBackend
from moto.utilities.utils import get_partition


def workflow_arn(backend: GlueBackend, name: str) -> str:
    region = backend.region_name
    return f"arn:{get_partition(region)}:glue:{region}:{backend.account_id}:workflow/{name}"


def apply() -> None:
    original_create = GlueBackend.create_workflow
    original_delete = GlueBackend.delete_workflow

    def create_workflow(self: GlueBackend, name: str, *args: Any, **kwargs: Any) -> str:
        created = original_create(self, name, *args, **kwargs)
        self.tag_resource(workflow_arn(self, name), self.workflows[name].tags)
        return created

    def delete_workflow(self: GlueBackend, name: str) -> str:
        # Tags go with the workflow: one of the same name must start without them.
        self.tagger.delete_all_tags_for_resource(workflow_arn(self, name))
        return original_delete(self, name)

    GlueBackend.create_workflow = create_workflow  # type: ignore[method-assign]
    GlueBackend.delete_workflow = delete_workflow  # type: ignore[method-assign]
