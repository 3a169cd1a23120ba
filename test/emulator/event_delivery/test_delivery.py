import json
import os
import pathlib
import sys
import time
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "emulator" / "moto"))
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")

from moto.events.models import Rule, events_backends  # noqa: E402
from moto.logs.models import logs_backends  # noqa: E402
from moto.sns.models import sns_backends  # noqa: E402
from moto.sqs.models import sqs_backends  # noqa: E402

from event_delivery import targets  # noqa: E402
from fixes import events_lambda_targets  # noqa: E402

ACCOUNT, REGION = "123456789012", "eu-west-1"
SENT = Rule.send_to_targets


def arn(service, resource):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


class Delivery(unittest.TestCase):
    def setUp(self):
        events_lambda_targets.apply()
        self.addCleanup(setattr, Rule, "send_to_targets", SENT)
        self.denied = set()
        told = mock.patch.object(targets, "denial", lambda _service, target, _rule: "no" if target in self.denied else None)
        told.start()
        self.addCleanup(told.stop)
        self.events = events_backends[ACCOUNT][REGION]
        self.queues = sqs_backends[ACCOUNT][REGION]
        self.logs = logs_backends[ACCOUNT][REGION]
        self.topics = sns_backends[ACCOUNT][REGION]
        for backend in (self.events, self.queues, self.logs, self.topics):
            backend.reset()

    def tell(self, target, times=1):
        self.events.put_rule(name="tells", event_pattern='{"source": ["dapf.test"]}')
        self.events.put_targets("tells", None, [{"Id": "t", **target}])
        for number in range(times):
            detail = json.dumps({"number": number})
            self.events.put_events([{"Source": "dapf.test", "DetailType": "test", "Detail": detail}])

    def queue(self, name, **attributes):
        self.queues.create_queue(name, {}, **attributes)
        return arn("sqs", name)

    def bodies(self, name):
        return [message.body for message in self.queues.queues[name]._messages]

    def test_to_a_queue_is_the_whole_event(self):
        self.tell({"Arn": self.queue("whole")})

        (body,) = self.bodies("whole")
        event = json.loads(body)
        self.assertEqual((event["account"], event["source"], event["detail"]), (ACCOUNT, "dapf.test", {"number": 0}))
        self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT")

    def test_to_a_log_group_is_in_order_in_one_stream_of_the_rule(self):
        self.logs.create_log_group("/heard", {})
        self.tell({"Arn": arn("logs", "log-group:/heard")}, times=3)

        (stream,) = self.logs.groups["/heard"].streams.values()
        self.assertEqual([json.loads(event.message)["detail"]["number"] for event in stream.events], [0, 1, 2])

    def test_to_a_log_group_has_the_time_and_the_message_that_a_transformer_makes(self):
        self.logs.create_log_group("/heard", {})
        # CloudWatch Logs takes nothing that is older than 14 days.
        now = int(time.time() * 1000) - 5000
        template = f'{{"timestamp": {now}, "message": "number <n>"}}'
        self.tell(
            {
                "Arn": arn("logs", "log-group:/heard"),
                "InputTransformer": {"InputPathsMap": {"n": "$.detail.number"}, "InputTemplate": template},
            }
        )

        ((event,),) = [stream.events for stream in self.logs.groups["/heard"].streams.values()]
        self.assertEqual((event.timestamp, event.message), (now, "number 0"))

    def test_to_a_topic_is_what_its_subscribers_get(self):
        topic = self.topics.create_topic("told")
        with mock.patch.object(topic, "publish") as publish:
            self.tell({"Arn": topic.arn, "Input": '"news"'})

        publish.assert_called_once_with('"news"')

    def dead_letter(self, target):
        self.tell({**target, "DeadLetterConfig": {"Arn": self.queue("dead")}})
        (message,) = self.queues.queues["dead"]._messages
        attributes = {name: value["StringValue"] for name, value in message.message_attributes.items()}
        return attributes["ERROR_CODE"], json.loads(message.body)["detail"]

    def test_that_is_not_allowed_is_a_dead_letter(self):
        whole = self.queue("closed")
        self.denied.add(whole)

        self.assertEqual(self.dead_letter({"Arn": whole}), ("NO_PERMISSIONS", {"number": 0}))
        self.assertEqual(self.bodies("closed"), [])

    def test_to_what_is_not_there_is_a_dead_letter(self):
        for target in (arn("sqs", "gone"), arn("sns", "gone"), arn("logs", "log-group:/gone")):
            with self.subTest(target):
                self.queues.reset()
                self.assertEqual(self.dead_letter({"Arn": target}), ("NO_RESOURCE", {"number": 0}))

    def test_of_what_is_no_json_is_a_dead_letter_that_has_the_event(self):
        transformer = {"InputPathsMap": {"n": "$.detail"}, "InputTemplate": '"<n>" and "more'}

        self.assertEqual(self.dead_letter({"Arn": self.queue("open"), "InputTransformer": transformer}), ("INVALID_JSON", {"number": 0}))
        self.assertEqual(self.bodies("open"), [])

    def test_to_nobody_who_may_bury_it_is_lost_and_breaks_nothing(self):
        self.tell({"Arn": arn("sqs", "gone"), "DeadLetterConfig": {"Arn": arn("sqs", "also-gone")}})


if __name__ == "__main__":
    unittest.main()
