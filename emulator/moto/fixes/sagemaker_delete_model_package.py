"""SageMaker: DeleteModelPackage is missing, so a group that a training run has registered models in cannot be emptied.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackage.html
"""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.responses import SageMakerResponse


def delete_model_package(self: SageMakerResponse) -> ActionResult:
    backend = self.sagemaker_backend
    name = self._get_param("ModelPackageName")
    arn = backend.model_package_name_mapping.get(name, name)
    if backend.model_packages.pop(arn, None) is None:
        raise ValidationError(f"ModelPackage {name} does not exist.")
    for known in [known for known, package in backend.model_package_name_mapping.items() if package == arn]:
        del backend.model_package_name_mapping[known]
    return EmptyResult()


def apply() -> None:
    SageMakerResponse.delete_model_package = delete_model_package  # type: ignore[attr-defined]
