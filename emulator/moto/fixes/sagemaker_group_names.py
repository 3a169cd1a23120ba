"""SageMaker: a model package group may have any name, also one that there is already.

Source: Amazon SageMaker AI API Reference, CreateModelPackageGroup, ModelPackageGroupName.
"""

from __future__ import annotations

import re

from moto.sagemaker.exceptions import AWSValidationException
from moto.sagemaker.models import SageMakerModelBackend

from ._refusals import Arguments, constraint, matching, refuse_before

NAME = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"


def apply() -> None:
    refuse_before(SageMakerModelBackend, "create_model_package_group", check)


def check(call: Arguments) -> None:
    name = call["model_package_group_name"]
    if not re.fullmatch(NAME, name):
        raise AWSValidationException(constraint(name, "modelPackageGroupName", matching(NAME)))
    if name in call["self"].model_package_groups:
        raise AWSValidationException(f"Model Package Group already exists: {call['self'].model_package_groups[name].arn}")
