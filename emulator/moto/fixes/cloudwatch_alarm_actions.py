"""CloudWatch: an alarm whose state is set tells nobody; alarms are not computed of metrics, here.

The policy of a topic, and of its key, has to let CloudWatch in. Sources: CloudWatch API Reference, SetAlarmState; User Guide, "Alarm
actions" ("alarms invoke actions for sustained state changes only").
"""

from __future__ import annotations

import json
from typing import Any

from moto.cloudwatch.models import CloudWatchBackend
from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.sns.models import sns_backends
from moto.utilities.arns import parse_arn

from event_delivery.permissions import CLOUDWATCH, denial

SET = CloudWatchBackend.set_alarm_state


def set_alarm_state(self: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str, state_value: str) -> None:
    alarm: Any = self.alarms.get(alarm_name)
    before = alarm.state_value if alarm else None
    SET(self, alarm_name, reason, reason_data, state_value)
    if before == state_value or not alarm.actions_enabled:
        return
    actions = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }
    for action in actions[state_value] or []:
        if parse_arn(action).service == "sns":
            publish(self, alarm, before, action)


def publish(backend: CloudWatchBackend, alarm: Any, before: str, topic_arn: str) -> None:
    parts = parse_arn(topic_arn)
    topic = sns_backends[parts.account][parts.region].topics.get(topic_arn)
    if topic is None or denial(CLOUDWATCH, topic_arn, alarm.alarm_arn) is not None:
        return
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": backend.account_id,
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": iso_8601_datetime_with_milliseconds(alarm.state_updated_timestamp),
        "Region": backend.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
    }
    subject = f'{alarm.state_value}: "{alarm.name}" in {backend.region_name}'
    topic.publish(json.dumps(message), subject=subject[:100])


def apply() -> None:
    CloudWatchBackend.set_alarm_state = set_alarm_state  # type: ignore[method-assign]
