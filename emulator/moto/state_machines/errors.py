"""What an error of an API is called in a state machine, so that it can be retried and caught by name.

An optimized integration names it after the exceptions of version 1 of the SDK for Java (`Batch.ClientException`; for an error
that the API does not declare `Batch.AWSBatchException`), one of the AWS SDK after those of version 2 (`Batch.BatchException`):
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from __future__ import annotations

import re

from botocore.exceptions import BotoCoreError, ClientError

from state_machines.integrations import OPTIMIZED, Integration, operation_of, service_id

UNDECLARED = "ClientError"  # boto3's class of an error that the API does not declare


def named(integration: Integration, error: ClientError | BotoCoreError) -> tuple[str, str]:
    """:returns: error and cause"""
    prefix, label, general = names_of(integration)
    if not isinstance(error, ClientError):
        return f"{prefix}.SdkClientException", f"Unable to execute HTTP request: {error}"
    kind = type(error).__name__
    name = general if kind == UNDECLARED else kind if kind.endswith("Exception") else f"{kind}Exception"
    metadata = error.response["ResponseMetadata"]
    facts = [f"Service: {label}", f"Status Code: {metadata['HTTPStatusCode']}"]
    request = f"Request ID: {metadata.get('RequestId', 'null')}"
    if integration.is_sdk:
        text = ", ".join([*facts, request])
    else:
        text = "; ".join([*facts, f"Error Code: {error.response['Error']['Code']}", request, "Proxy: null"])
    return f"{prefix}.{name}", f"{error.response['Error'].get('Message', '')} ({text})"


def names_of(integration: Integration) -> tuple[str, str, str]:
    """:returns: what error names begin with, what causes call the service, and the name of an error that is not declared"""
    if not integration.is_sdk:
        optimized = OPTIMIZED[integration.service]
        return optimized.error_prefix, optimized.label, optimized.general_error
    operation = operation_of(integration)
    name = integration.api.capitalize() if operation is None else pascal(service_id(operation))
    return name, name, f"{name}Exception"


def pascal(service: str) -> str:
    """`DynamoDB` -> `DynamoDb`, `SSM` -> `Ssm`, `CloudWatch Logs` -> `CloudWatchLogs`, as the SDK for Java does."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", service)
    return "".join(word[:1].upper() + word[1:].lower() for word in words)
