import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "emulator" / "moto"))

from event_delivery.messages import message_for, value_at  # noqa: E402
from event_delivery.undelivered import NotDelivered  # noqa: E402

RULE = "arn:aws:events:eu-west-1:123456789012:rule/tells"
EVENT = {
    "version": "0",
    "id": "1",
    "detail-type": "Batch Job State Change",
    "source": "aws.batch",
    "account": "123456789012",
    "time": 1772446500.0,
    "region": "eu-west-1",
    "resources": ["arn:job"],
    "detail": {"jobName": "sum", "reason": 'he said "no"\nand left', "container": {"exitCode": 1}, "attempts": [{"n": 1}, {"n": 2}]},
    "ingestion-time": 1772446501.0,
}


def message(**target):
    return message_for(target, EVENT, "tells", RULE)


def transformed(template, **paths):
    return message(InputTransformer={"InputTemplate": template, "InputPathsMap": paths})


class Messages(unittest.TestCase):
    def test_without_more_are_the_event_as_aws_writes_it_with_its_account_and_time(self):
        told = json.loads(message())

        self.assertEqual(told["account"], "123456789012")
        self.assertEqual(told["time"], "2026-03-02T10:15:00Z")
        self.assertEqual(told["detail"], EVENT["detail"])
        self.assertNotIn("ingestion-time", told)

    def test_are_a_constant_or_a_part_of_the_event_when_the_target_says_so(self):
        self.assertEqual(message(Input='{"a": 1}'), '{"a": 1}')
        self.assertEqual(json.loads(message(InputPath="$.detail.container")), {"exitCode": 1})

    def test_have_values_within_a_text_as_they_are(self):
        self.assertEqual(transformed('"The job <job>: <code>"', job="$.detail.jobName", code="$.detail.container.exitCode"), '"The job sum: 1"')

    def test_have_objects_and_lists_within_a_text_without_their_quotation_marks(self):
        told = transformed('"<container> of <attempts>"', container="$.detail.container", attempts="$.detail.attempts")

        self.assertEqual(told, '"{exitCode: 1} of [{n: 1}, {n: 2}]"')

    def test_are_not_sent_when_a_value_makes_them_no_json(self):
        for text in ('a "quoted" word', "a \\ at the end \\", "two\nlines", "a\ttab"):
            with self.subTest(text), self.assertRaises(NotDelivered) as caught:
                event = {**EVENT, "detail": {"reason": text}}
                message_for({"InputTransformer": {"InputTemplate": '"It failed: <why>"', "InputPathsMap": {"why": "$.detail.reason"}}}, event, "tells", RULE)
            self.assertEqual(caught.exception.code, "INVALID_JSON")

    def test_are_not_sent_when_one_of_several_lines_is_no_json(self):
        with self.assertRaises(NotDelivered):
            transformed('"fine"\n"<reason>"', reason="$.detail.reason")

    def test_have_values_outside_of_a_text_as_json(self):
        told = transformed('{"code": <code>, "job": <job>, "all": <all>}', code="$.detail.container.exitCode", job="$.detail.jobName", all="$.detail")

        self.assertEqual(json.loads(told), {"code": 1, "job": "sum", "all": EVENT["detail"]})

    def test_leave_out_of_a_text_what_the_event_does_not_have(self):
        self.assertEqual(transformed('"[<none>]"', none="$.detail.none"), '"[]"')

    def test_have_nothing_outside_of_a_text_for_what_the_event_does_not_have(self):
        with self.assertRaises(NotDelivered):
            transformed('{"none": <none>}', none="$.detail.none")

    def test_keep_what_looks_like_a_variable_and_is_none(self):
        self.assertEqual(transformed('"<id> < 3 <other>"', id="$.id"), '"1 < 3 <other>"')

    def test_may_be_several_lines(self):
        self.assertEqual(transformed('"a <id>"\n"b \\"<id>\\""', id="$.id"), '"a 1"\n"b \\"1\\""')

    def test_know_the_rule_and_the_whole_event(self):
        told = json.loads(
            transformed('{"rule": "<aws.events.rule-name>", "arn": <aws.events.rule-arn>, "event": <aws.events.event.json>, "at": <aws.events.event.ingestion-time>}')
        )

        self.assertEqual((told["rule"], told["arn"], told["at"]), ("tells", RULE, "2026-03-02T10:15:01Z"))
        self.assertEqual(told["event"]["detail"], EVENT["detail"])


class Paths(unittest.TestCase):
    def test_lead_through_names_indices_and_wildcards(self):
        for path, expected in {
            "$.detail-type": "Batch Job State Change",
            "$.resources[0]": "arn:job",
            "$.detail.attempts[1].n": 2,
            "$.detail.attempts[*].n": [1, 2],
            "$": EVENT,
        }.items():
            with self.subTest(path):
                self.assertEqual(value_at(path, EVENT), expected)


if __name__ == "__main__":
    unittest.main()
