"""Delivers to log groups, queues and topics, which moto does in part: whole events, and as they are sent."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from moto.events.models import Rule
from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from .undelivered import NotDelivered

# Rule -> log group -> the stream that the rule's events go to.
_streams: WeakKeyDictionary[Rule, dict[str, str]] = WeakKeyDictionary()


def to_log_group(rule: Rule, target: Mapping[str, Any], message: str) -> None:
    """:raises NotDelivered: when there is no such group"""
    parts = parse_arn(target["Arn"])
    name = parts.resource_id.removesuffix(":*")
    backend = logs_backends[parts.account][parts.region]
    group = backend.groups.get(name)
    if group is None:
        raise NotDelivered("NO_RESOURCE", f"The log group {name} does not exist")
    streams = _streams.setdefault(rule, {})
    stream = streams.get(name)
    if stream not in group.streams:
        stream = streams[name] = str(uuid.uuid4())
        backend.create_log_stream(name, stream)
    backend.put_log_events(name, str(stream), [log_event(message)])


def log_event(message: str) -> dict[str, Any]:
    """EventBridge User Guide, "Amazon CloudWatch Logs as a target": an input transformer may give timestamp and message."""
    now = int(time.time() * 1000)
    try:
        given = json.loads(message)
    except ValueError:
        return {"timestamp": now, "message": message}
    if isinstance(given, dict) and set(given) == {"timestamp", "message"}:
        text = given["message"]
        at = given["timestamp"]
        return {
            "timestamp": at if isinstance(at, int) else now,
            "message": text if isinstance(text, str) else json.dumps(text),
        }
    return {"timestamp": now, "message": message}


def to_queue(rule: Rule, target: Mapping[str, Any], message: str) -> None:
    """:raises NotDelivered: when there is no such queue, or one in order of groups that tells repetitions apart by nothing"""
    parts = parse_arn(target["Arn"])
    backend = sqs_backends[parts.account][parts.region]
    queue = backend.queues.get(parts.resource_id)
    if queue is None:
        raise NotDelivered("NO_RESOURCE", f"The queue {parts.resource_id} does not exist")
    group = (target.get("SqsParameters") or {}).get("MessageGroupId")
    # EventBridge User Guide, "Amazon SQS queues as targets": "the queue must have content-based deduplication enabled".
    if queue.fifo_queue and not (group and queue.content_based_deduplication):
        raise NotDelivered("SDK_CLIENT_ERROR", "The queue should either have ContentBasedDeduplication enabled")
    backend.send_message(parts.resource_id, message_body=message, group_id=group if queue.fifo_queue else None)


def to_topic(rule: Rule, target: Mapping[str, Any], message: str) -> None:
    """:raises NotDelivered: when there is no such topic"""
    parts = parse_arn(target["Arn"])
    topic = sns_backends[parts.account][parts.region].topics.get(target["Arn"])
    if topic is None:
        raise NotDelivered("NO_RESOURCE", f"The topic {parts.resource_id} does not exist")
    topic.publish(message)
