import pathlib
import sys
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "emulator" / "moto"))

import edge_endpoint  # noqa: E402
from state_machines import roles  # noqa: E402
from state_machines.managed_rules import RULES, managed_rules, rule_of  # noqa: E402
from state_machines.integrations import OPTIMIZED  # noqa: E402
from state_machines.roles import Role, RoleNotTaken  # noqa: E402

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:m"
ROLE = "arn:aws:iam::123456789012:role/r"
KEYS = {"AccessKeyId": "ASIA0", "SecretAccessKey": "secret", "SessionToken": "token"}


def task(resource):
    return {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "End": True}


class ManagedRules(unittest.TestCase):
    def test_are_those_of_tasks_that_wait_for_jobs_wherever_they_are(self):
        states = {
            "A": {"Type": "Parallel", "Branches": [{"States": {"B": task("batch:submitJob.sync")}}]},
            "C": {"Type": "Map", "ItemProcessor": {"States": {"D": task("states:startExecution.sync:2")}}},
            "E": task("batch:submitJob.sync"),
        }
        self.assertEqual(
            managed_rules({"StartAt": "A", "States": states}),
            ["StepFunctionsGetEventsForBatchJobsRule", "StepFunctionsGetEventsForStepFunctionsExecutionRule"],
        )

    def test_are_none_of_tasks_that_only_ask(self):
        for resource in ("batch:submitJob", "batch:submitJob.waitForTaskToken", "glue:startJobRun.sync", "aws-sdk:s3:getObject"):
            self.assertIsNone(rule_of(f"arn:aws:states:::{resource}"), resource)

    def test_are_none_of_what_a_state_gives_to_others(self):
        state = {**task("sqs:sendMessage"), "Parameters": {"MessageBody": task("batch:submitJob.sync")}}
        self.assertEqual(managed_rules({"States": {"A": state}}), [])

    def test_every_optimized_integration_that_waits_has_one_or_is_only_asked(self):
        waiting = {
            (service, action)
            for service, optimized in OPTIMIZED.items()
            for action, patterns in optimized.patterns.items()
            if "sync" in patterns
        }
        self.assertEqual(waiting - set(RULES), {("athena", "startQueryExecution"), ("glue", "startJobRun")})


class Roles(unittest.TestCase):
    def setUp(self):
        self.taken = []
        self.role = Role.of_machine(ROLE, "123456789012", "eu-west-1", MACHINE)

    def assume(self, *want):
        self.taken.append(want)
        return KEYS

    def test_is_its_arn(self):
        self.assertEqual(self.role, ROLE)

    def test_is_taken_once_for_its_machine(self):
        with mock.patch.object(edge_endpoint, "assume", self.assume):
            self.assertEqual(self.role.credentials(), KEYS)
            self.role.credentials()
        [(account, region, service, arn, name, source)] = self.taken
        self.assertEqual((account, region, service, arn, source), ("123456789012", "eu-west-1", "states.amazonaws.com", ROLE, MACHINE))
        self.assertRegex(name, r"^[A-Za-z]{32}$")

    def test_that_nobody_can_take_says_so_in_words_of_aws(self):
        refusal = mock.Mock(side_effect=edge_endpoint.AccessDenied("no"))
        with mock.patch.object(edge_endpoint, "assume", refusal), self.assertRaisesRegex(RoleNotTaken, "^Neither the global"):
            self.role.credentials()

    def test_of_a_state_is_taken_by_that_of_the_machine(self):
        client = mock.Mock()
        client.assume_role.return_value = {"Credentials": KEYS}
        with mock.patch.object(roles, "client_of", lambda role, service, region: (self.assertIs(role, self.role), client)[1]):
            self.assertEqual(self.role.taking("arn:aws:iam::210987654321:role/other").credentials(), KEYS)
        self.assertEqual(client.assume_role.call_args.kwargs["RoleArn"], "arn:aws:iam::210987654321:role/other")

    def test_has_one_client_of_each_service(self):
        with mock.patch.object(edge_endpoint, "assume", self.assume), mock.patch.object(edge_endpoint, "url", lambda: "http://127.0.0.1:1"):
            first = roles.client_of(self.role, "sts", "eu-west-1")
            self.assertIs(roles.client_of(self.role, "sts", "eu-west-1"), first)
            self.assertIsNot(roles.client_of(self.role, "sts", "us-east-1"), first)


if __name__ == "__main__":
    unittest.main()
