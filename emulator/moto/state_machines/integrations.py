"""What a Task state may call: AWS's list of optimized integrations, and every API of the AWS SDK as botocore describes it.

https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel
from botocore.utils import EVENT_ALIASES
from moto.core.utils import get_service_model

SDK = "aws-sdk"
SYNC, SYNC_2, TOKEN = "sync", "sync:2", "waitForTaskToken"

# Task states of EXPRESS machines only ask and go on; so do those that name a function or an activity.
RESOURCE = re.compile(
    r"arn:[\w-]+:states:[\w-]*:\d*:(?P<service>[\w-]+):(?P<name>[\w:-]+?)(?:\.(?P<pattern>sync(?::2)?|waitForTaskToken))?"
)


@dataclass(frozen=True)
class Optimized:
    """An optimized integration: its part of error names, what its SDK calls the service, and the SDK's general exception.

    Optimized integrations use version 1 of the SDK for Java, so their errors are named after its exceptions.
    """

    error_prefix: str
    label: str
    general_error: str
    patterns: dict[str, set[str]]


NO_WAITING: set[str] = set()
OPTIMIZED = {
    "athena": Optimized(
        "Athena",
        "AmazonAthena",
        "AmazonAthenaException",
        {
            "startQueryExecution": {SYNC},
            "stopQueryExecution": NO_WAITING,
            "getQueryExecution": NO_WAITING,
            "getQueryResults": NO_WAITING,
        },
    ),
    "batch": Optimized("Batch", "AWSBatch", "AWSBatchException", {"submitJob": {SYNC, TOKEN}}),
    "dynamodb": Optimized(
        "DynamoDB",
        "AmazonDynamoDBv2",
        "AmazonDynamoDBException",
        dict.fromkeys(("getItem", "putItem", "deleteItem", "updateItem"), NO_WAITING),
    ),
    "events": Optimized("EventBridge", "AmazonEventBridge", "AmazonEventBridgeException", {"putEvents": {TOKEN}}),
    "glue": Optimized("Glue", "AWSGlue", "AWSGlueException", {"startJobRun": {SYNC}}),
    "lambda": Optimized("Lambda", "AWSLambda", "AWSLambdaException", {"invoke": {TOKEN}}),
    "sagemaker": Optimized(
        "SageMaker",
        "AmazonSageMaker",
        "AmazonSageMakerException",
        {
            "createHyperParameterTuningJob": {SYNC},
            "createLabelingJob": {SYNC},
            "createProcessingJob": {SYNC},
            "createTrainingJob": {SYNC},
            "createTransformJob": {SYNC},
            **dict.fromkeys(("createEndpoint", "createEndpointConfig", "createModel", "updateEndpoint"), NO_WAITING),
        },
    ),
    "sns": Optimized("SNS", "AmazonSNS", "AmazonSNSException", {"publish": {TOKEN}}),
    "sqs": Optimized("SQS", "AmazonSQS", "AmazonSQSException", {"sendMessage": {TOKEN}}),
    "states": Optimized(
        "StepFunctions", "AWSStepFunctions", "AWSStepFunctionsException", {"startExecution": {SYNC, SYNC_2, TOKEN}}
    ),
}

# Optimized integrations that AWS has, and whose tasks fail here: a definition that has them can be deployed.
NOT_RUN = {
    "apigateway": "it has no APIs that can be called",
    "bedrock": "it has no models",
    "codebuild": "it runs no builds",
    "databrew": "it runs no recipes",
    "ecs": "it runs no containers (batch:submitJob can run a command on this machine)",
    "eks": "it has no clusters",
    "elasticmapreduce": "it has no clusters",
    "emr-containers": "it has no clusters",
    "emr-serverless": "it runs no Spark",
    "http": "it calls nothing outside this machine",
    "mediaconvert": "it converts no media",
}


@dataclass(frozen=True)
class Integration:
    service: str
    api: str
    action: str
    pattern: str | None

    @property
    def is_sdk(self) -> bool:
        return self.service == SDK


def integration_of(resource: str) -> Integration | None:
    """:returns: None when the ARN is not one of an integration: that of a function or an activity, or none at all."""
    found = RESOURCE.fullmatch(resource)
    if found is None or found["service"] == "activity":
        return None
    first, _, second = found["name"].partition(":")
    api, action = (first, second) if second else (found["service"], first)
    return Integration(found["service"], api, action, found["pattern"])


def is_recognised(integration: Integration) -> bool:
    """Whether AWS has the integration, and it can be waited for as the resource says."""
    if integration.is_sdk:
        return operation_of(integration) is not None and integration.pattern in (None, TOKEN)
    if integration.service in NOT_RUN:
        return True
    optimized = OPTIMIZED.get(integration.service)
    patterns = optimized.patterns.get(integration.action) if optimized else None
    return patterns is not None and (integration.pattern is None or integration.pattern in patterns)


@functools.cache
def sdk_names() -> dict[str, str]:
    """What the SDK for Java calls a service -> what botocore calls it: `sfn` -> `stepfunctions`."""
    services = Loader().list_available_services("service-2")
    return {EVENT_ALIASES.get(name, name).replace("-", ""): name for name in services}


def boto_service(integration: Integration) -> str | None:
    if integration.is_sdk:
        return sdk_names().get(integration.api)
    return "stepfunctions" if integration.service == "states" else integration.service


@functools.cache
def service_model(boto_name: str) -> ServiceModel:
    return get_service_model(boto_name)


@functools.cache
def operations(boto_name: str) -> dict[str, str]:
    return {name.lower(): name for name in service_model(boto_name).operation_names}


def operation_of(integration: Integration) -> OperationModel | None:
    """:returns: None for a service or an action that there is not; actions begin with a small letter."""
    boto_name = boto_service(integration)
    if boto_name is None or not integration.action[:1].islower():
        return None
    name = operations(boto_name).get(integration.action.lower())
    return None if name is None else service_model(boto_name).operation_model(name)


def method_of(operation: OperationModel) -> str:
    """The method of a boto3 client."""
    return str(xform_name(operation.name))


def service_id(operation: OperationModel) -> Any:
    return operation.service_model.metadata.get("serviceId", operation.service_model.service_name)
