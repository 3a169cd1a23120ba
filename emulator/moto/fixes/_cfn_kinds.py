"""The types of CloudFormation that the edge's services have, and by which of their operations each is made.

CloudFormation template reference, "AWS Batch" and "AWS Step Functions resource type reference": names of properties, return
values, and which updates need a replacement.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config

import edge_endpoint


@dataclass(frozen=True)
class Place:
    account: str
    region: str

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=self.region,
            endpoint_url=edge_endpoint.url(),
            aws_access_key_id=self.account,
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}),
        )


def same(_: Place, properties: dict[str, Any]) -> dict[str, Any]:
    return properties


@dataclass(frozen=True)
class Kind:
    """How one type of resource is made; operations are methods of boto3's client."""

    service: str
    #: Property with the name that the template may give.
    name: str
    create: str
    #: Member of the answer to `create` with what identifies the resource: its ARN.
    arn: str
    delete: str
    #: Member of the other requests that says which resource is meant.
    key: str
    #: None: a change makes a new one, under the same name.
    update: str | None
    #: Operation that tells of it, the member of its request, and the list in its answer; None: it is there at once.
    describe: tuple[str, str, str | None] | None = None
    #: It has a state, and is out of service before it can be deleted.
    has_state: bool = False
    #: Property -> member of the request, where the names differ in more than their case.
    renamed: dict[str, str] = field(default_factory=dict)
    #: What the template may say, as properties of the names that the request has.
    read: Callable[[Place, dict[str, Any]], dict[str, Any]] = same
    #: Properties for an update, of those that have changed; a name that the update lacks means a replacement.
    change: Callable[[dict[str, Any]], dict[str, Any]] = lambda changed: changed


def definition(place: Place, properties: dict[str, Any]) -> dict[str, Any]:
    """A state machine is defined by a text, an object or a file, in which `${name}` is replaced."""
    rest = dict(properties)
    text = rest.pop("DefinitionString", None) or rest.pop("Definition", None)
    location, substitutions = rest.pop("DefinitionS3Location", None), rest.pop("DefinitionSubstitutions", {})
    if location is not None:
        text = place.client("s3").get_object(Bucket=location["Bucket"], Key=location["Key"])["Body"].read().decode()
    if text is not None and not isinstance(text, str):
        text = json.dumps(text)
    for name, value in substitutions.items():
        text = (text or "").replace("${" + name + "}", str(value))
    return {**rest, "Definition": text or ""}


def without(*names: str) -> Callable[[Place, dict[str, Any]], dict[str, Any]]:
    """These say how CloudFormation goes about an update."""
    return lambda _, properties: {name: value for name, value in properties.items() if name not in names}


def batch(name: str, operation: str, key: str, arn: str, **more: Any) -> Kind:
    return Kind(
        **{
            "service": "batch",
            "name": name,
            "create": f"create_{operation}",
            "update": f"update_{operation}",
            "delete": f"delete_{operation}",
            "key": key,
            "arn": arn,
            **more,
        }
    )


KINDS: dict[str, Kind] = {
    "AWS::Batch::ComputeEnvironment": batch(
        "ComputeEnvironmentName",
        "compute_environment",
        "computeEnvironment",
        "computeEnvironmentArn",
        describe=("describe_compute_environments", "computeEnvironments", "computeEnvironments"),
        read=without("ReplaceComputeEnvironment", "UpdatePolicy"),
        has_state=True,
    ),
    "AWS::Batch::ServiceEnvironment": batch(
        "ServiceEnvironmentName",
        "service_environment",
        "serviceEnvironment",
        "serviceEnvironmentArn",
        describe=("describe_service_environments", "serviceEnvironments", "serviceEnvironments"),
        has_state=True,
    ),
    "AWS::Batch::JobQueue": batch(
        "JobQueueName",
        "job_queue",
        "jobQueue",
        "jobQueueArn",
        describe=("describe_job_queues", "jobQueues", "jobQueues"),
        has_state=True,
    ),
    "AWS::Batch::QuotaShare": batch(
        "QuotaShareName",
        "quota_share",
        "quotaShareArn",
        "quotaShareArn",
        describe=("describe_quota_share", "quotaShareArn", None),
        has_state=True,
    ),
    "AWS::Batch::SchedulingPolicy": batch("Name", "scheduling_policy", "arn", "arn"),
    "AWS::Batch::ConsumableResource": batch(
        "ConsumableResourceName",
        "consumable_resource",
        "consumableResource",
        "consumableResourceArn",
        change=lambda changed: {
            **{name: value for name, value in changed.items() if name != "TotalQuantity"},
            **({"Operation": "SET", "Quantity": changed["TotalQuantity"]} if "TotalQuantity" in changed else {}),
        },
    ),
    "AWS::Batch::JobDefinition": batch(
        "JobDefinitionName",
        "job_definition",
        "jobDefinition",
        "jobDefinitionArn",
        create="register_job_definition",
        delete="deregister_job_definition",
        update=None,
        read=without("ResourceRetentionPolicy"),
    ),
    "AWS::StepFunctions::StateMachine": Kind(
        service="stepfunctions",
        name="StateMachineName",
        create="create_state_machine",
        arn="stateMachineArn",
        update="update_state_machine",
        delete="delete_state_machine",
        key="stateMachineArn",
        renamed={"StateMachineName": "name", "StateMachineType": "type"},
        read=definition,
    ),
}

#: CloudFormation has them, and nothing comes of them.
WITHOUT_EFFECT = {
    "AWS::CDK::Metadata",
    "AWS::CloudFormation::WaitCondition",
    "AWS::CloudFormation::WaitConditionHandle",
}
