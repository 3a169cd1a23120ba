"""The SageMaker model registry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

#: How many of the latest model packages are looked through for one that is already there.
_LOOK_BACK = 20


def register_winner(
    sagemaker: Any,
    *,
    group: str,
    image: str,
    algorithm: str,
    model_prefix: str,
    run_date: str,
    details: Mapping[str, str],
) -> str:
    """Register the winner of a run for approval, once, however often a run is repeated.

    Its metadata is what the approval event hands on: `winning_algo` and `winningalgos3uri`.

    :param sagemaker: a boto3 client of SageMaker.
    :param group: name of the model package group.
    :param image: address of the image that made the models, and runs them.
    :param model_prefix: `s3://bucket/prefix/` of the winner's models.
    :param details: more metadata.
    :returns: the ARN of the model package.
    """
    metadata = {"run_date": run_date, "winning_algo": algorithm, "winningalgos3uri": model_prefix}
    there = _find(sagemaker, group, metadata)
    if there is not None:
        return there
    answer = sagemaker.create_model_package(
        ModelPackageGroupName=group,
        ModelPackageDescription=f"{algorithm}, winner of the training of {run_date}",
        ModelApprovalStatus="PendingManualApproval",
        CustomerMetadataProperties={**details, **metadata},
        InferenceSpecification={
            "Containers": [{"Image": image}],
            "SupportedContentTypes": ["application/json"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
        # SageMaker takes a call with the same token for the same call.
        ClientToken=hashlib.sha256(repr((group, sorted(metadata.items()))).encode()).hexdigest()[:36],
    )
    return str(answer["ModelPackageArn"])


def _find(sagemaker: Any, group: str, metadata: Mapping[str, str]) -> str | None:
    latest = sagemaker.list_model_packages(
        ModelPackageGroupName=group, SortBy="CreationTime", SortOrder="Descending", MaxResults=_LOOK_BACK
    )
    for summary in latest["ModelPackageSummaryList"]:
        package = sagemaker.describe_model_package(ModelPackageName=summary["ModelPackageArn"])
        known = package.get("CustomerMetadataProperties", {})
        if all(known.get(name) == value for name, value in metadata.items()):
            return str(summary["ModelPackageArn"])
    return None
