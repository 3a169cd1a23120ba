import unittest
from unittest import mock

import boto3

from load import aws_in_memory, handler

trigger = handler("glue_trigger")

ENVIRONMENT = {
    "data_quality_glue_job": "churn-dev-euwest1-data-quality",
    "feature_store_glue_job": "churn-dev-euwest1-feature-store",
    "model_monitoring_glue_job": "churn-dev-euwest1-training-model-quality",
    "inferencing_model_monitoring_glue_job": "churn-dev-euwest1-inferencing-model-quality",
}


def event(source, **detail):
    return {"id": "4711", "source": source, "detail-type": "evaluation", "detail": detail}


class Jobs(unittest.TestCase):
    def test_the_source_says_which_job_runs(self):
        jobs = {
            "churn.dataquality": "churn-dev-euwest1-data-quality",
            "churn.feature_store": "churn-dev-euwest1-feature-store",
            "churn.modelquality": "churn-dev-euwest1-training-model-quality",
        }
        for source, job in jobs.items():
            with self.subTest(source):
                self.assertEqual(trigger.job_of(event(source), ENVIRONMENT), job)

    def test_model_quality_of_inferencing_has_a_job_of_its_own(self):
        self.assertEqual(
            trigger.job_of(event("churn.modelquality", context="inferencing"), ENVIRONMENT),
            "churn-dev-euwest1-inferencing-model-quality",
        )

    def test_other_events_of_inferencing_go_where_those_of_training_go(self):
        self.assertEqual(
            trigger.job_of(event("churn.dataquality", context="inferencing"), ENVIRONMENT),
            "churn-dev-euwest1-data-quality",
        )

    def test_a_use_case_may_have_a_dot_in_its_source(self):
        self.assertEqual(
            trigger.job_of(event("spare.parts.dataquality"), ENVIRONMENT), "churn-dev-euwest1-data-quality"
        )

    def test_an_unknown_source_is_refused_with_the_known_ones(self):
        for source, named in (("aws.s3", "aws.s3"), ("", "nowhere")):
            with self.subTest(source), self.assertRaises(trigger.UnusableEventError) as caught:
                trigger.job_of(event(source), ENVIRONMENT)
            self.assertEqual(
                str(caught.exception),
                f"no job for events from {named} (known: dataquality, feature_store, modelquality)",
            )


class Arguments(unittest.TestCase):
    def test_the_detail_becomes_the_arguments(self):
        detail = {"year": 2025, "month": "03", "first_run": True, "algorithms": ["lr", "xgb"], "note": None}

        self.assertEqual(
            trigger.arguments_of(event("churn.dataquality", **detail)),
            {"--year": "2025", "--month": "03", "--first_run": "true", "--algorithms": '["lr", "xgb"]'},
        )

    def test_an_event_without_detail_has_no_arguments(self):
        self.assertEqual(trigger.arguments_of({"source": "churn.dataquality"}), {})

    def test_an_event_cannot_say_which_code_runs(self):
        detail = {"extra-py-files": "s3://elsewhere/evil.py", "--year": 1, "TempDir": "s3://elsewhere/", "day": 1}

        with self.assertRaises(trigger.UnusableEventError) as caught:
            trigger.arguments_of(event("churn.dataquality", **detail))

        self.assertEqual(
            str(caught.exception),
            "these keys of the detail cannot be arguments of a job: extra-py-files, --year, TempDir",
        )

    def test_a_detail_that_is_no_object_is_refused(self):
        with self.assertRaises(trigger.UnusableEventError):
            trigger.arguments_of({"source": "churn.dataquality", "detail": ["year"]})


class Handler(unittest.TestCase):
    def setUp(self):
        aws_in_memory(self, ENVIRONMENT)
        self.glue = boto3.client("glue")
        for name in ENVIRONMENT.values():
            command = {"Name": "glueetl", "ScriptLocation": "s3://bucket/script.py"}
            self.glue.create_job(Name=name, Role="role", Command=command)

    def runs(self, name):
        return self.glue.get_job_runs(JobName=name)["JobRuns"]

    def test_an_event_starts_one_run_of_its_job(self):
        started = trigger.lambda_handler(event("churn.dataquality", year="2025"))

        runs = self.runs("churn-dev-euwest1-data-quality")
        self.assertEqual([(run["JobName"], run["Id"]) for run in runs], [(started["JobName"], started["JobRunId"])])
        self.assertEqual(self.runs("churn-dev-euwest1-feature-store"), [])

    def test_the_run_has_the_arguments_of_the_event(self):
        with mock.patch.object(trigger.boto3, "client") as client:
            client.return_value.start_job_run.return_value = {"JobRunId": "jr_1"}
            trigger.lambda_handler(event("churn.feature_store", year="2025"))

        client.return_value.start_job_run.assert_called_once_with(
            JobName="churn-dev-euwest1-feature-store", Arguments={"--year": "2025"}
        )

    def test_an_event_that_cannot_be_used_starts_nothing(self):
        with self.assertRaises(trigger.UnusableEventError):
            trigger.lambda_handler(event("churn.dataquality", **{"class-path": "x"}))

        self.assertEqual(self.runs("churn-dev-euwest1-data-quality"), [])


if __name__ == "__main__":
    unittest.main()
