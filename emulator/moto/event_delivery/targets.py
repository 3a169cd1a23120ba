"""Delivers an event to a target of a rule that moto does not know, or that needs a role.

Source: Amazon EventBridge User Guide, "Using resource-based policies for Amazon EventBridge", "Using identity-based policies" and "Using
dead-letter queues to process undelivered events".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import edge_endpoint
from botocore.exceptions import ClientError
from moto.events.models import Rule
from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from .messages import seen_from_outside
from .permissions import EVENTS, denial
from .undelivered import NotDelivered

Target = Mapping[str, Any]


def start_execution(client: Any, target: Target, event: str) -> None:
    client.start_execution(stateMachineArn=target["Arn"], input=event)


def submit_job(client: Any, target: Target, event: str) -> None:
    given = target.get("BatchParameters", {})
    job = {"jobQueue": target["Arn"], "jobName": given["JobName"], "jobDefinition": given["JobDefinition"]}
    if "ArrayProperties" in given:
        job["arrayProperties"] = {"size": given["ArrayProperties"]["Size"]}
    if "RetryStrategy" in given:
        job["retryStrategy"] = {"attempts": given["RetryStrategy"]["Attempts"]}
    # "The input .. passed as parameters", where it is an object of texts (EventBridge User Guide, "AWS Batch job queues").
    found = json.loads(event)
    is_parameters = isinstance(found, dict) and isinstance(found.get("Parameters"), dict)
    client.submit_job(**job, **({"parameters": found["Parameters"]} if is_parameters else {}))


def notify_workflow(client: Any, target: Target, event: str) -> None:
    client.start_workflow_run(Name=target["Arn"].split("/")[-1])


# Service of an ARN -> boto3's name, and what is called with the role of the target.
BY_ROLE: Mapping[str, tuple[str, Callable[[Any, Target, str], None]]] = {
    "batch": ("batch", submit_job),
    "glue": ("glue", notify_workflow),
    "states": ("stepfunctions", start_execution),
}


def by_role(rule: Rule, target: Target, event: str) -> None:
    """:raises NotDelivered:"""
    boto_name, call = BY_ROLE[parse_arn(target["Arn"]).service]
    role = target.get("RoleArn")
    if not role:
        raise NotDelivered("NO_PERMISSIONS", f"{target['Arn']} needs a role")
    name = f"events_{rule.name}"[:64]
    try:
        credentials = edge_endpoint.assume(rule.account_id, rule.region_name, EVENTS, role, name, rule.arn)
        call(edge_endpoint.client_of(credentials, boto_name, rule.region_name), target, event)
    except edge_endpoint.AccessDenied as error:
        raise NotDelivered("NO_PERMISSIONS", str(error)) from error
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        is_denied = status == 403 or "AccessDenied" in error.response["Error"]["Code"]
        raise NotDelivered("NO_PERMISSIONS" if is_denied else "SDK_CLIENT_ERROR", str(error)) from error


def require_permission(rule: Rule, target: Target) -> None:
    """:raises NotDelivered: when the policy of the target does not let EventBridge in"""
    sentence = denial(EVENTS, target["Arn"], rule.arn)
    if sentence is not None:
        raise NotDelivered("NO_PERMISSIONS", sentence)


def bury(rule: Rule, target: Target, event: Target, why: NotDelivered) -> None:
    """The event that cannot be delivered goes to the dead-letter queue of the target, if its policy lets EventBridge in."""
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if not queue or denial(EVENTS, queue, rule.arn) is not None:
        return
    facts = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": why.code,
        "ERROR_MESSAGE": str(why),
        "RETRY_ATTEMPTS": "0",
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
    }
    parts = parse_arn(queue)
    if parts.resource_id not in sqs_backends[parts.account][parts.region].queues:
        return
    sqs_backends[parts.account][parts.region].send_message(
        queue_name=parts.resource_id,
        message_body=json.dumps(seen_from_outside(event)),
        message_attributes={name: {"DataType": "String", "StringValue": text} for name, text in facts.items()},
    )
