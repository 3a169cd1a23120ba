"""EventBridge: PutEvents fails when a rule that matches has a target of a kind that moto does not know; all others get everything.

Functions, topics, state machines, job queues and workflows of Glue are targets here. The policy of a function, topic, queue or log
group has to let EventBridge in, the others need a role that can do it; what cannot be delivered goes to the dead-letter queue of its
target (`event_delivery/`). Moto's events lack their account, and what its input transformer makes is sent even if it is no JSON.
Nobody waits for a function; an event that it fails on goes to where its dead letters go, at once: AWS tries twice more first, within
some minutes.
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
from moto.events.models import EventsBackend, Rule
from moto.utilities.arns import parse_arn

from event_delivery.entries import MOST_ENTRIES, put
from event_delivery.messages import message_for
from event_delivery.permissions import asked_once
from event_delivery.stores import to_log_group, to_queue, to_topic
from event_delivery.targets import BY_ROLE, bury, by_role, require_permission
from event_delivery.undelivered import NotDelivered

from .lambda_dead_letters import ATTRIBUTE as DEAD_LETTERS

# Service of an ARN -> what takes a message at once; functions, and what needs a role, nobody waits for.
AT_ONCE = {"logs": to_log_group, "sns": to_topic, "sqs": to_queue}
LATER = {"lambda", *BY_ROLE}


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


def deliver(rule: Rule, target: dict[str, Any], event: dict[str, Any]) -> None:
    """:raises NotDelivered:"""
    message = message_for(target, event, rule.name, rule.arn)
    service = parse_arn(target["Arn"]).service
    if service in BY_ROLE:
        return by_role(rule, target, message)
    require_permission(rule, target)
    if service in AT_ONCE:
        return AT_ONCE[service](rule, target, message)
    return invoke(target["Arn"], of_function(message))


def of_function(message: str) -> Any:
    """:raises NotDelivered: for several texts, of which a function can get one"""
    try:
        return json.loads(message)
    except ValueError as error:
        raise NotDelivered("INVALID_JSON", f"What the input template makes is no JSON: {error}") from error


def send(rule: Rule, target: dict[str, Any], event: dict[str, Any]) -> None:
    try:
        deliver(rule, target, event)
    except NotDelivered as error:
        bury(rule, target, event, error)
    except Exception:  # noqa: BLE001 - whatever it is, nobody waits for it
        print(f"no delivery to {target['Arn']}\n{traceback.format_exc()}", file=sys.stderr, flush=True)


def apply() -> None:
    original = Rule.send_to_targets

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        if not self.event_pattern.matches_event(original_event):
            return
        services = {target["Id"]: parse_arn(target["Arn"]).service for target in self.targets}
        # Moto knows what archives, buses and addresses get.
        others = copy.copy(self)
        others.targets = [target for target in self.targets if services[target["Id"]] not in {*AT_ONCE, *LATER}]
        if others.targets:
            original(others, original_event, transform_input)
        for target in self.targets:
            service = services[target["Id"]]
            if service in AT_ONCE:
                send(self, target, original_event)
            elif service in LATER:
                threading.Thread(target=send, args=[self, target, original_event], daemon=True).start()

    refuse = EventsBackend.put_events

    def put_events(self: EventsBackend, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(events) > MOST_ENTRIES:
            return refuse(self, events)
        with asked_once():
            return [put(self, event) or refuse(self, [event])[0] for event in events]

    Rule.send_to_targets = send_to_targets  # type: ignore[method-assign]
    EventsBackend.put_events = put_events  # type: ignore[method-assign]
