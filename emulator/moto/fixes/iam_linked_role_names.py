"""IAM: the role of AWS Batch is AWSServiceRoleForBatch (AWS Batch User Guide, "Using service-linked roles for AWS Batch").

moto writes the names of services that it does not know as they are in their principals: AWSServiceRoleForbatch.
"""

from __future__ import annotations

from moto.iam.models import SERVICE_NAME_CONVERSION


def apply() -> None:
    SERVICE_NAME_CONVERSION["batch"] = "Batch"
