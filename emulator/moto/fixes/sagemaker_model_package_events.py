"""SageMaker: nobody hears of a model package that is made, approved or rejected, and an approval loses its metadata.

https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
"""

from __future__ import annotations

import json
import threading
from typing import Any

from moto.events.models import events_backends
from moto.sagemaker.models import ModelPackage, SageMakerModelBackend


def tell(backend: SageMakerModelBackend, package: ModelPackage) -> None:
    detail = {
        "ModelPackageName": package.arn.split("/", 1)[-1],
        "ModelPackageGroupName": package.model_package_group_name,
        "ModelPackageVersion": package.model_package_version,
        "ModelPackageArn": package.arn,
        "ModelPackageDescription": package.model_package_description,
        "CreationTime": int(package.creation_time.timestamp() * 1000),
        "ModelPackageStatus": package.model_package_status,
        "ModelApprovalStatus": package.model_approval_status,
        "CustomerMetadataProperties": package.customer_metadata_properties or {},
    }
    event = {
        "Source": "aws.sagemaker",
        "DetailType": "SageMaker Model Package State Change",
        "Resources": [package.arn],
        "Detail": json.dumps({name: value for name, value in detail.items() if value is not None}),
    }
    events = events_backends[backend.account_id][backend.region_name]
    # Whatever becomes of the event, the change of the package has been made.
    threading.Thread(target=events.put_events, args=[[event]], daemon=True).start()


def package_of(backend: SageMakerModelBackend, arn: str) -> ModelPackage:
    return backend.model_packages[backend.model_package_name_mapping.get(arn, arn)]


def apply() -> None:
    original_create = SageMakerModelBackend.create_model_package
    original_update = SageMakerModelBackend.update_model_package

    def create_model_package(self: SageMakerModelBackend, *args: Any, **kwargs: Any) -> str:
        arn = original_create(self, *args, **kwargs)
        tell(self, package_of(self, arn))
        return arn

    def update_model_package(self: SageMakerModelBackend, **kwargs: Any) -> str:
        package = self.model_packages.get(
            self.model_package_name_mapping.get(kwargs["model_package_arn"], kwargs["model_package_arn"])
        )
        known = dict(package.customer_metadata_properties or {}) if package else {}
        # What a request does not mention stays; moto replaces the metadata, and drops the status, with nothing.
        kwargs["customer_metadata_properties"] = {**known, **(kwargs.get("customer_metadata_properties") or {})}
        kwargs["model_approval_status"] = kwargs.get("model_approval_status") or (
            package.model_approval_status if package else None
        )
        arn = original_update(self, **kwargs)
        tell(self, package_of(self, arn))
        return arn

    SageMakerModelBackend.create_model_package = create_model_package  # type: ignore[method-assign]
    SageMakerModelBackend.update_model_package = update_model_package  # type: ignore[method-assign]
