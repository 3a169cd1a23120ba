"""SageMaker: DeleteModelPackageGroup is missing, so destroy fails.

AWS refuses while the group still has model packages.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackageGroup.html
"""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.exceptions import ConflictException
from moto.sagemaker.responses import SageMakerResponse


def delete_model_package_group(self: SageMakerResponse) -> ActionResult:
    backend = self.sagemaker_backend
    name = self._get_param("ModelPackageGroupName").split("/")[-1]  # a name or an ARN
    group = backend.describe_model_package_group(name)
    members = [package for package in backend.model_packages.values() if package.model_package_group_name == name]
    if members:
        raise ConflictException(f"ModelPackageGroup {group.arn} still has {len(members)} model packages.")
    del backend.model_package_groups[name]
    return EmptyResult()


def apply() -> None:
    SageMakerResponse.delete_model_package_group = delete_model_package_group  # type: ignore[attr-defined]
