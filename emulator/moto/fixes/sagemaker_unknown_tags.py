"""SageMaker: AddTags, ListTags and DeleteTags of what is not there fail with an internal error, which clients repeat.

AWS refuses the ARN with a ValidationException.
"""

from __future__ import annotations

from typing import Any

from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import SageMakerModelBackend


def apply() -> None:
    original = SageMakerModelBackend._get_resource_from_arn

    def resource_from_arn(self: SageMakerModelBackend, arn: str) -> Any:
        try:
            resource = original(self, arn)
        except (AttributeError, ValueError):
            # Moto keeps no resources of this kind.
            resource = None
        if resource is None:
            raise ValidationError(message=f"Could not find the resource {arn}")
        return resource

    SageMakerModelBackend._get_resource_from_arn = resource_from_arn  # type: ignore[method-assign]
