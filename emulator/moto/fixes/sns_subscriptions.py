"""SNS: every queue and function that is subscribed gets everything, whatever its policy and the policy of its key say.

What may not be delivered goes to the dead-letter queue of the subscription, if that lets SNS in, or is lost. Sources: Amazon SNS
Developer Guide, "Fanout Amazon SNS notifications to Amazon SQS queues" (permissions), "Amazon SNS dead-letter queues".
"""

from __future__ import annotations

import json
from typing import Any

from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from event_delivery.permissions import SNS, denial


def publish(self: Subscription, message: str, message_id: str, **given: Any) -> None:
    if self.protocol in ("sqs", "lambda") and matches(self, message, given) and not is_let_in(self, self.endpoint):
        bury(self, message)
    else:
        PUBLISH(self, message, message_id, **given)


def matches(subscription: Subscription, message: str, given: dict[str, Any]) -> bool:
    matcher = subscription._filter_policy_matcher
    return matcher is None or bool(matcher.matches(given.get("message_attributes"), message))


def is_let_in(subscription: Subscription, target: str) -> bool:
    return denial(SNS, target, subscription.topic.arn) is None


def bury(subscription: Subscription, message: str) -> None:
    policy = subscription.attributes.get("RedrivePolicy")
    queue = json.loads(policy).get("deadLetterTargetArn") if policy else None
    if queue and is_let_in(subscription, queue):
        parts = parse_arn(queue)
        sqs_backends[parts.account][parts.region].send_message(parts.resource_id, message)


PUBLISH = Subscription.publish


def apply() -> None:
    Subscription.publish = publish  # type: ignore[method-assign]
