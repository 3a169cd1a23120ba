"""EventBridge: PutEvents fails when a rule that matches has a Lambda function as a target.

The function is invoked, without the caller waiting for it. An event that it fails on goes to where its dead letters go, at
once: AWS tries twice more first, within some minutes.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

import copy
import json
import threading
from typing import Any

import boto3
import edge_endpoint
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.events.models import Rule
from moto.utilities.arns import parse_arn
from moto.events.utils import EventTemplateParser

from .lambda_dead_letters import ATTRIBUTE as DEAD_LETTERS


def is_function(target: dict[str, Any]) -> bool:
    return parse_arn(target["Arn"]).service == "lambda"


def invoke(arn: str, event: dict[str, Any]) -> None:
    parts = parse_arn(arn)
    function = lambda_backends[parts.account][parts.region].get_function(arn)
    payload, failed, _ = function._invoke_lambda(event)
    if failed:
        send_dead_letter(function, event, json.loads(payload))


def send_dead_letter(function: LambdaFunction, event: dict[str, Any], error: dict[str, Any]) -> None:
    target = getattr(function, DEAD_LETTERS, {}).get("TargetArn")
    if not target:
        return
    place = {"region_name": function.region, "aws_access_key_id": function.account_id, "aws_secret_access_key": "test"}
    service = parse_arn(target).service
    client = boto3.client(service, endpoint_url=edge_endpoint.url(), **place)
    message = str(error.get("errorMessage", ""))[:1024] or "no message"
    attributes = {"ErrorMessage": {"DataType": "String", "StringValue": message}}
    if service == "sns":
        client.publish(TopicArn=target, Message=json.dumps(event), MessageAttributes=attributes)
    else:
        url = client.get_queue_url(QueueName=parse_arn(target).resource_id)["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody=json.dumps(event), MessageAttributes=attributes)


def apply() -> None:
    original = Rule.send_to_targets

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        functions = [target for target in self.targets if is_function(target)]
        others = copy.copy(self)
        others.targets = [target for target in self.targets if not is_function(target)]
        original(others, original_event, transform_input)
        if not self.event_pattern.matches_event(original_event):
            return
        for target in functions:
            threading.Thread(target=invoke, args=[target["Arn"], event_for(target, original_event)], daemon=True).start()

    Rule.send_to_targets = send_to_targets  # type: ignore[method-assign]


def event_for(target: dict[str, Any], event: Any) -> Any:
    if "Input" in target:
        return json.loads(target["Input"])
    transformer = target.get("InputTransformer", {})
    return EventTemplateParser.parse(
        input_template=transformer.get("InputTemplate"),
        input_paths_map=transformer.get("InputPathsMap", {}),
        event=event,
    )
