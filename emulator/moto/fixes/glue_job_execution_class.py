"""Glue: GetJob invents ExecutionClass STANDARD for jobs that were created without one.

Glue leaves the field out then; the invented value makes the second plan change every job.
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.glue.responses import GlueResponse


def apply() -> None:
    original = GlueResponse.create_job

    def create_job(self: GlueResponse) -> ActionResult:
        created = original(self)
        self.glue_backend.jobs[self.parameters["Name"]].execution_class = self.parameters.get("ExecutionClass")
        return created

    GlueResponse.create_job = create_job  # type: ignore[method-assign]
