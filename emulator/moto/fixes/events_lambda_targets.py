"""EventBridge: PutEvents fails when a rule that matches has a target of a kind that moto does not know; all others get everything.

Functions, topics, state machines, job queues and workflows of Glue are targets here. The policy of a function, topic, queue or log
group has to let EventBridge in, the others need a role that can do it; what cannot be delivered goes to the dead-letter queue of its
target (`event_delivery/`). Nobody waits for a function; an event that it fails on goes to where its dead letters go, at once: AWS
tries twice more first, within some minutes.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

import copy
import json
import sys
import threading
import traceback
from typing import Any

import edge_endpoint
from botocore.exceptions import ClientError
from function_role import client_of
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
from moto.events.models import Rule
from moto.events.utils import EventTemplateParser
from moto.sns.models import sns_backends
from moto.utilities.arns import parse_arn

from event_delivery.targets import BY_ROLE, NotDelivered, bury, by_role, require_permission

from .lambda_dead_letters import ATTRIBUTE as DEAD_LETTERS

OTHERS = {"lambda", "sns", *BY_ROLE}
# Moto delivers to these, and asks nobody.
ASKED = {"logs", "sqs"}


def invoke(arn: str, event: dict[str, Any]) -> None:
    parts = parse_arn(arn)
    function = lambda_backends[parts.account][parts.region].get_function(arn)
    payload, failed, _ = function._invoke_lambda(event)
    if failed:
        send_dead_letter(function, event, json.loads(payload))


def send_dead_letter(function: LambdaFunction, event: dict[str, Any], error: dict[str, Any]) -> None:
    """As the function's role; what that may not send is lost (DeadLetterErrors are a metric, on AWS)."""
    target = getattr(function, DEAD_LETTERS, {}).get("TargetArn")
    if not target:
        return
    service = parse_arn(target).service
    message = str(error.get("errorMessage", ""))[:1024] or "no message"
    attributes = {"ErrorMessage": {"DataType": "String", "StringValue": message}}
    try:
        client = client_of(function, service)
        if service == "sns":
            client.publish(TopicArn=target, Message=json.dumps(event), MessageAttributes=attributes)
        else:
            parts = parse_arn(target)
            url = f"{edge_endpoint.url()}/{parts.account}/{parts.resource_id}"
            client.send_message(QueueUrl=url, MessageBody=json.dumps(event), MessageAttributes=attributes)
    except (ClientError, edge_endpoint.AccessDenied):
        return


def deliver(rule: Rule, target: dict[str, Any], event: Any) -> None:
    """To what moto does not deliver to. :raises NotDelivered:"""
    arn, given = target["Arn"], event_for(target, event)
    service = parse_arn(arn).service
    if service in BY_ROLE:
        return by_role(rule, target, given if isinstance(given, str) else json.dumps(given))
    require_permission(rule, target)
    if service == "lambda":
        return invoke(arn, given)
    parts = parse_arn(arn)
    topic = sns_backends[parts.account][parts.region].topics.get(arn)
    if topic is not None:
        topic.publish(given if isinstance(given, str) else json.dumps(given))
    return None


def send(rule: Rule, target: dict[str, Any], event: Any) -> None:
    try:
        deliver(rule, target, event)
    except NotDelivered as error:
        bury(rule, target, event_for(target, event), error)
    except Exception:  # noqa: BLE001 - whatever it is, nobody waits for it
        print(f"no delivery to {target['Arn']}\n{traceback.format_exc()}", file=sys.stderr, flush=True)


def is_let_in(rule: Rule, target: dict[str, Any], event: Any) -> bool:
    try:
        require_permission(rule, target)
        return True
    except NotDelivered as error:
        bury(rule, target, event_for(target, event), error)
        return False


def apply() -> None:
    original = Rule.send_to_targets

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        if not self.event_pattern.matches_event(original_event):
            return
        services = {target["Id"]: parse_arn(target["Arn"]).service for target in self.targets}
        others = copy.copy(self)
        others.targets = [
            target
            for target in self.targets
            if services[target["Id"]] not in OTHERS
            and (services[target["Id"]] not in ASKED or is_let_in(self, target, original_event))
        ]
        original(others, original_event, transform_input)
        for target in self.targets:
            if services[target["Id"]] in OTHERS:
                event = copy.deepcopy(original_event)
                threading.Thread(target=send, args=[self, target, event], daemon=True).start()

    Rule.send_to_targets = send_to_targets  # type: ignore[method-assign]


def event_for(target: dict[str, Any], event: Any) -> Any:
    if "Input" in target:
        return json.loads(target["Input"])
    # Moto keeps seconds since 1970, and writes them out for its own targets only.
    if isinstance(event.get("time"), (int, float)):
        event = {**event, "time": iso_8601_datetime_without_milliseconds(utcfromtimestamp(event["time"]))}
    transformer = target.get("InputTransformer", {})
    return EventTemplateParser.parse(
        input_template=transformer.get("InputTemplate"),
        input_paths_map=transformer.get("InputPathsMap", {}),
        event=event,
    )
