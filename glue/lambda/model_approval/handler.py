"""Makes the model that was approved last known to inferencing.

Invoked by EventBridge with `SageMaker Model Package State Change` events whose model is approved:
https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any

import boto3

log = logging.getLogger()
log.setLevel(logging.INFO)

#: Environment variable with the name of a parameter -> the key of the model's customer metadata that it takes.
METADATA = {"winner_algorithm": "winning_algo", "approved_model_prefix_path": "winningalgos3uri"}


class UnusableEventError(Exception):
    """An event that the parameters cannot be written from."""


def lambda_handler(event: Mapping[str, Any], _context: object = None) -> dict[str, str]:
    """Write the two parameters, or neither when the event lacks something.

    :returns: what was written, by parameter name.
    :raises UnusableEventError: when the model is not approved or its metadata is incomplete.
    """
    values = parameters(event, os.environ)
    ssm = boto3.client("ssm")
    for name, value in values.items():
        ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
        log.info("%s = %s", name, value)
    return values


def parameters(event: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, str]:
    """Tell what the parameters become.

    :returns: values by parameter name.
    :raises UnusableEventError: naming the model and everything that is missing.
    """
    detail = event.get("detail") or {}
    model = detail.get("ModelPackageArn", "a model without ARN")
    if detail.get("ModelApprovalStatus") != "Approved":
        raise UnusableEventError(f"{model} is {detail.get('ModelApprovalStatus', 'of unknown status')}, not Approved")
    metadata = detail.get("CustomerMetadataProperties") or {}
    missing = [key for key in METADATA.values() if not str(metadata.get(key) or "").strip()]
    if missing:
        raise UnusableEventError(f"the customer metadata of {model} lacks {', '.join(missing)}")
    return {environment[variable]: str(metadata[key]).strip() for variable, key in METADATA.items()}
