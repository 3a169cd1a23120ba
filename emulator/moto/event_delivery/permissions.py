"""Whether a service that acts for itself may deliver to something: what the policies of that, and of its key, say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import edge_endpoint
from asks import Ask, ask, customer_key, key_asks, source
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

EVENTS = "events.amazonaws.com"
SNS = "sns.amazonaws.com"
CLOUDWATCH = "cloudwatch.amazonaws.com"
ACTIONS = {
    "lambda": ["lambda:InvokeFunction"],
    "logs": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "sns": ["sns:Publish"],
    "sqs": ["sqs:SendMessage"],
}
# (service, target, origin) -> what was said of it.
_asked: ContextVar[dict[tuple[str, str, str], str | None] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """What is put together is delivered at one moment: the edge is asked once for all of it whether it may be."""
    before = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(before)


def denial(service: str, target: str, origin: str) -> str | None:
    """Why a service may not deliver to a function, log group, topic or queue; None: it may.

    :param origin: ARN of the rule or topic that it delivers for
    """
    asked = _asked.get()
    key = (service, target, origin)
    if asked is None:
        return said_of(*key)
    if key not in asked:
        asked[key] = said_of(*key)
    return asked[key]


def said_of(service: str, target: str, origin: str) -> str | None:
    parts = parse_arn(target)
    # Of a log group, its streams.
    resource = f"{target.removesuffix(':*')}:*" if parts.service == "logs" else target
    asks = [ask(action, resource, source(origin)) for action in ACTIONS.get(parts.service, [])]
    if not asks:
        return None
    place = (parts.account, parts.region)
    return edge_endpoint.denial_of(*place, service, [*asks, *of_key(service, target, origin)]) or of_aws_key(target)


def of_key(service: str, target: str, origin: str) -> Iterable[Ask]:
    """A message is encrypted by who sends it.

    Amazon SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted topics": EventBridge
    tells the key of a topic neither its account nor its rule.
    """
    parts = parse_arn(target)
    key = customer_key(parts.account, parts.region, key_of(target))
    name = "aws:sns:topicArn" if parts.service == "sns" else "aws:sqs:arn"
    return key_asks(["GenerateDataKey", "Decrypt"], key, {name: target}, {} if service == EVENTS else source(origin))


def of_aws_key(target: str) -> str | None:
    """The key policy of a key that AWS manages lets no service in, and nobody can change it (the same page)."""
    given = key_of(target)
    if given and given.split(":")[-1].startswith("alias/aws/"):
        return f"The key of {target} is managed by AWS, whose policy lets no service use it"
    return None


def key_of(target: str) -> str | None:
    """As it was given, of a topic or a queue; None for all else, and where nothing is encrypted."""
    parts = parse_arn(target)
    if parts.service == "sns":
        topic = sns_backends[parts.account][parts.region].topics.get(target)
        return getattr(topic, "kms_master_key_id", None) or None
    if parts.service == "sqs":
        queue: Any = sqs_backends[parts.account][parts.region].queues.get(parts.resource_id)
        return getattr(queue, "kms_master_key_id", None) or None
    return None
