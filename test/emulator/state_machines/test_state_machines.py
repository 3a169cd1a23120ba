import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "emulator" / "moto"))

from botocore.exceptions import ClientError, EndpointConnectionError  # noqa: E402
from state_machines.definition import task_problems  # noqa: E402
from state_machines.errors import named, pascal  # noqa: E402
from state_machines.integrations import (  # noqa: E402
    OPTIMIZED,
    SYNC,
    Integration,
    integration_of,
    is_recognised,
    operation_of,
)
from state_machines.jobs import JOBS  # noqa: E402
from state_machines.map_batches import groups  # noqa: E402
from state_machines.map_results import exceeds  # noqa: E402
from state_machines.members import UnknownMember, output_name, to_output, to_request  # noqa: E402

INTEGRATION = "arn:aws:states:::"
SUBMIT = Integration("batch", "batch", "submitJob", None)
WHEN = datetime.datetime(2031, 5, 6, 7, 8, 9, 120000, tzinfo=datetime.timezone.utc)


def shape(resource):
    return operation_of(integration_of(INTEGRATION + resource))


def problems(resource, parameters=None, kind="STANDARD"):
    return [text for text, _ in task_problems({"Resource": resource, "Parameters": parameters or {}}, kind)]


class Integrations(unittest.TestCase):
    def test_every_optimized_one_has_an_operation(self):
        for service, optimized in OPTIMIZED.items():
            for action in optimized.patterns:
                self.assertIsNotNone(operation_of(Integration(service, service, action, None)), f"{service}:{action}")

    def test_every_one_that_can_be_waited_for_has_a_job(self):
        waited = {
            (service, action)
            for service, optimized in OPTIMIZED.items()
            for action, patterns in optimized.patterns.items()
            if SYNC in patterns
        }
        self.assertEqual(waited, set(JOBS))

    def test_services_of_the_sdk_have_the_names_of_java(self):
        for name in ("sfn:startExecution", "cloudwatchlogs:putLogEvents", "eventbridge:putEvents", "rdsdata:executeStatement"):
            self.assertTrue(is_recognised(integration_of(f"{INTEGRATION}aws-sdk:{name}")), name)
        for name in ("stepfunctions:startExecution", "logs:putLogEvents", "sfn:StartExecution", "sfn:startIt"):
            self.assertFalse(is_recognised(integration_of(f"{INTEGRATION}aws-sdk:{name}")), name)

    def test_only_some_can_be_waited_for(self):
        self.assertEqual(problems(f"{INTEGRATION}glue:startJobRun.sync", {"JobName": "j"}), [])
        self.assertIn("is not recognized", problems(f"{INTEGRATION}glue:startJobRun.waitForTaskToken")[0])
        self.assertIn("is not recognized", problems(f"{INTEGRATION}sns:publish.sync")[0])
        self.assertIn("is not recognized", problems("arn:aws:s3:::bucket")[0])

    def test_functions_and_activities_are_tasks_and_express_machines_have_no_activities(self):
        activity = "arn:aws:states:eu-west-1:123456789012:activity:by-hand"
        self.assertEqual(problems("arn:aws:lambda:eu-west-1:123456789012:function:f:live", {"any": 1}), [])
        self.assertEqual(problems(activity), [])
        self.assertEqual(problems(activity, kind="EXPRESS"), ["Express state machine does not support Activity ARN"])


class Parameters(unittest.TestCase):
    def test_are_in_pascal_case_on_every_level_and_maps_have_keys_of_their_own(self):
        given = {
            "JobName": "j",
            "Parameters": {"anyKey": 5},
            "ContainerOverrides": {"Environment": [{"Name": "A", "Value": 1}]},
            "Timeout": {"AttemptDurationSeconds": "90"},
            "ShareIdentifier": None,
        }
        self.assertEqual(
            to_request(given, operation_of(SUBMIT).input_shape),
            {
                "jobName": "j",
                "parameters": {"anyKey": "5"},
                "containerOverrides": {"environment": [{"name": "A", "value": "1"}]},
                "timeout": {"attemptDurationSeconds": 90},
            },
        )

    def test_of_another_name_are_refused(self):
        for given in ({"jobName": "j"}, {"Timeout": {"attemptDurationSeconds": 9}}, {"DependsOn": [{"jobId": "1"}]}):
            with self.assertRaises(UnknownMember):
                to_request(given, operation_of(SUBMIT).input_shape)

    def test_that_are_known_at_run_time_only_are_not_looked_into(self):
        resource = f"{INTEGRATION}batch:submitJob"
        self.assertEqual(problems(resource, {"JobName.$": "$.jobName", "ContainerOverrides.$": "$.overrides"}), [])
        self.assertEqual(
            problems(resource, {"JobName.$": "$.n", "Timeout": {"seconds.$": "$.s"}}),
            ['The field "seconds" is not supported by Step Functions'],
        )

    def test_of_a_text_may_be_json(self):
        given = {"QueueUrl": "u", "MessageBody": {"a": [1, True]}}
        self.assertEqual(to_request(given, shape("sqs:sendMessage").input_shape)["MessageBody"], '{"a":[1,true]}')
        payload = to_request({"FunctionName": "f", "Payload": {"a": 1}}, shape("aws-sdk:lambda:invoke").input_shape)
        self.assertEqual(payload["Payload"], b'{"a":1}')


class Answers(unittest.TestCase):
    def test_have_the_names_of_the_sdk_for_java(self):
        names = {"SNSTopicArn": "SnsTopicArn", "ETag": "ETag", "VolumeSizeInGB": "VolumeSizeInGB", "jobId": "JobId"}
        self.assertEqual({name: output_name(name, is_sdk=True) for name in names}, names)
        self.assertEqual(output_name("MD5OfMessageBody", is_sdk=True), "Md5OfMessageBody")
        self.assertEqual(output_name("MD5OfMessageBody", is_sdk=False), "MD5OfMessageBody")

    def test_have_times_as_numbers_or_as_texts(self):
        answer = {"executionArn": "e", "startDate": WHEN}
        operation = shape("states:startExecution")
        self.assertEqual(to_output(answer, operation.output_shape, is_sdk=False)["StartDate"], 1935817689120)
        self.assertEqual(to_output(answer, operation.output_shape, is_sdk=True)["StartDate"], "2031-05-06T07:08:09.120Z")


class Errors(unittest.TestCase):
    def test_that_an_api_does_not_declare_have_the_general_name_of_the_service(self):
        response = {"Error": {"Code": "AccessDenied", "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
        error = ClientError(response, "SubmitJob")
        sdk = integration_of(f"{INTEGRATION}aws-sdk:batch:submitJob")
        self.assertEqual(
            named(sdk, error), ("Batch.BatchException", "no (Service: Batch, Status Code: 403, Request ID: null)")
        )
        self.assertEqual(named(SUBMIT, error)[0], "Batch.AWSBatchException")

    def test_of_an_endpoint_that_is_not_there_are_the_clients(self):
        error = EndpointConnectionError(endpoint_url="http://nowhere")
        self.assertEqual(named(SUBMIT, error)[0], "Batch.SdkClientException")

    def test_write_services_as_the_sdk_for_java_does(self):
        names = {"DynamoDB": "DynamoDb", "SSM": "Ssm", "CloudWatch Logs": "CloudWatchLogs", "S3": "S3", "SageMaker": "SageMaker"}
        self.assertEqual({name: pascal(name) for name in names}, names)


class Maps(unittest.TestCase):
    def test_tolerate_no_failure_unless_they_say_so(self):
        self.assertEqual([exceeds(failed, 10, 0, 0) for failed in (0, 1)], [False, True])
        self.assertEqual([exceeds(failed, 10, 2, 0) for failed in (2, 3)], [False, True])
        self.assertEqual([exceeds(failed, 10, 0, 20) for failed in (2, 3)], [False, True])
        self.assertTrue(exceeds(3, 10, 2, 50))

    def test_have_batches_of_at_most_so_many_items_and_bytes(self):
        self.assertEqual(list(groups([1, 2, 3, 4, 5], 2, 1000)), [[1, 2], [3, 4], [5]])
        self.assertEqual(list(groups(["aa", "bb", "cc"], 9, 10)), [["aa", "bb"], ["cc"]])
        self.assertEqual(list(groups(["too long for it"], 9, 1)), [["too long for it"]])
        self.assertEqual(list(groups([], 9, 9)), [])


if __name__ == "__main__":
    unittest.main()
