"""Glue: UpdateJob is missing, so no change of a job can be applied.

UpdateJob replaces the whole definition; fields that the request leaves out go back to their defaults.
https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateJob.html
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.glue.responses import GlueResponse

# JobUpdate field -> attribute of moto's job; the name, the runs and the tags stay.
FIELDS = {
    "Description": "description",
    "LogUri": "log_uri",
    "Role": "role",
    "ExecutionProperty": "execution_property",
    "Command": "command",
    "DefaultArguments": "default_arguments",
    "NonOverridableArguments": "non_overridable_arguments",
    "Connections": "connections",
    "MaxRetries": "max_retries",
    "AllocatedCapacity": "allocated_capacity",
    "Timeout": "timeout",
    "MaxCapacity": "max_capacity",
    "WorkerType": "worker_type",
    "NumberOfWorkers": "number_of_workers",
    "SecurityConfiguration": "security_configuration",
    "NotificationProperty": "notification_property",
    "GlueVersion": "glue_version",
    "CodeGenConfigurationNodes": "code_gen_configuration_nodes",
    "ExecutionClass": "execution_class",
    "SourceControlDetails": "source_control_details",
}
EMPTY_OBJECTS = {"ExecutionProperty", "DefaultArguments"}


def update_job(self: GlueResponse) -> ActionResult:
    name = self.parameters["JobName"]
    update = self.parameters["JobUpdate"]
    job = self.glue_backend.get_job(name)
    for field, attribute in FIELDS.items():
        setattr(job, attribute, update.get(field, {} if field in EMPTY_OBJECTS else None))
    job.last_modified_on = utcnow()
    return ActionResult({"JobName": name})


def apply() -> None:
    GlueResponse.update_job = update_job  # type: ignore[attr-defined]
