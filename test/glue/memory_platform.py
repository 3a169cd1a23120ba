"""A platform in memory: what Terraform makes of one context, as far as the Glue scripts touch it."""

import functools
import importlib.util
import json
import os
import pathlib
import sys
import types
import unittest
from unittest import mock

import boto3
import botocore.session
from moto import mock_aws
from moto.athena.models import QueryResults, athena_backends
from moto.batch.models import batch_backends
from moto.sagemaker.models import sagemaker_backends

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# As on Glue: the modules of dapf and those of the team lie side by side.
sys.path[:0] = [str(REPOSITORY / "glue" / "utils"), str(REPOSITORY / "utils")]

PREFIX = "churn-dev-euwest1"
REGION = "eu-west-1"
ACCOUNT = "123456789012"
GROUP = f"{PREFIX}-dapf-mpg"
WORDS = {"training": "train", "inferencing": "inference"}


def load_script(path: str) -> types.ModuleType:
    """A script of the repository as a module; `path` is relative to the root."""
    spec = importlib.util.spec_from_file_location(pathlib.Path(path).stem, REPOSITORY / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Reading the descriptions of the services takes most of the time of a test, so all sessions share one reader.
botocore.session.create_loader = functools.cache(botocore.session.create_loader)


class CachingSession(boto3.Session):
    """A session that makes each client once: tests start many scripts, and a client takes long to make."""

    def __init__(self) -> None:
        super().__init__(region_name=REGION)
        self._made: dict[str, object] = {}

    def client(self, service_name, **settings):
        return self._once(super().client, service_name, settings)

    def resource(self, service_name, **settings):
        return self._once(super().resource, service_name, settings)

    def _once(self, make, service_name, settings):
        config = settings.get("config")
        key = f"{make.__name__} {service_name} {config.retries if config else ''}"
        if key not in self._made:
            self._made[key] = make(service_name, **settings)
        return self._made[key]


@functools.cache
def shared_session() -> CachingSession:
    """The same for all tests: what AWS holds is moto's, not the session's."""
    return CachingSession()


class Platform:
    """One context on an AWS in memory. Make it inside of `PlatformTest`."""

    def __init__(self, context: str) -> None:
        self.context = context
        self.sleeps: list[float] = []
        self.session = shared_session()
        self.batch = self.session.client("batch")
        self.dynamodb = self.session.resource("dynamodb")
        self.s3 = self.session.client("s3")
        self.ssm = self.session.client("ssm")
        self.sagemaker = self.session.client("sagemaker")
        self.tables = {
            kind: self._table(kind, key)
            for kind, key in {"input": "pk_mappingid", "state": "batchjob_id", "meta": "metaKey"}.items()
        }
        self.buckets = {kind: f"{PREFIX}-{context}-{kind}" for kind in ("internal", "shared")}
        for bucket in self.buckets.values():
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.complete_status = f"/{PREFIX}-dapf-ssm/{context}/{context}_complete_status"
        self.write_parameter(self.complete_status, "default")
        self.write_parameter(f"/{PREFIX}-dapf-ssm/{context}/ecr_{context}", f"{ACCOUNT}.example/{context}:1")
        self.write_parameter(f"/{PREFIX}-dapf-ssm/analytics-etl/expected_dq_job_cnt", "2")
        self.queue = f"{PREFIX}-dapf-batch-{context}-job-queue"
        self.definition = self._queue_and_definition()
        self.put_mapping(json.loads((REPOSITORY / "model/common/mapping.json").read_text(encoding="utf-8")))

    def arguments(self, day: str = "2026-11-21", **changes: str) -> dict[str, str]:
        """What the state machine hands to a script."""
        year, month, date = day.split("-")
        word = WORDS[self.context]
        return {
            "year": year,
            "month": month,
            "day": date,
            "execution_id": f"arn:aws:states:{REGION}:{ACCOUNT}:execution:orchestrator:{day}",
            "region": REGION,
            f"{word}_inputtable_name": self.tables["input"].name,
            f"{word}_metatable_name": self.tables["meta"].name,
            f"{word}_statetable_name": self.tables["state"].name,
            f"ssm_{self.context}_complete_status": self.complete_status,
            f"ssm_{self.context}_aws_batch_ecr_url": f"/{PREFIX}-dapf-ssm/{self.context}/ecr_{self.context}",
            "aws_batch_job_definition_arn": self.definition,
            "aws_batch_job_queue": self.queue,
            "aws_batch_job_name": f"{PREFIX}-job",
            "s3_bucket_name_internal": self.buckets["internal"],
            "s3_bucket_name_shared": self.buckets["shared"],
            "mapping_json_S3_path": f"s3://{self.buckets['internal']}/mapping_json/mapping_json.json",
            "dq_athena_db": "churn_dev_euwest1_data_quality",
            "dq_table": "dqresults",
            "athenadb_name": "default",
            "athenadb_evaluation_summary_table_name": "model_eval_summary",
            "inference_athenadb_name": "default",
            "inference_athenadb_inference_table_name": "inference",
            "model_package_group_name": GROUP,
            "ssm_winning_algo_name": "winner_algorithm",
            "ssm_approved_model_prefix_path": "approved_model_prefix_path",
            **changes,
        }

    def argv(self, day: str = "2026-11-21", **changes: str) -> list[str]:
        """The same as Glue puts it on the command line."""
        pairs = self.arguments(day, **changes).items()
        return ["script.py", *(word for name, value in pairs for word in (f"--{name}", value))]

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)

    def put_mapping(self, document: object) -> None:
        text = document if isinstance(document, str) else json.dumps(document)
        self.s3.put_object(Bucket=self.buckets["internal"], Key="mapping_json/mapping_json.json", Body=text)

    def passed_checks(self, count: int) -> None:
        """What Athena answers to the next query."""
        rows = [{"Data": [{"VarCharValue": "passed"}]}, {"Data": [{"VarCharValue": str(count)}]}]
        athena_backends[ACCOUNT][REGION].query_results_queue.append(QueryResults(rows, []))

    def queries(self) -> list[str]:
        return [execution.query for execution in athena_backends[ACCOUNT][REGION].executions.values()]

    def parameter(self, name: str) -> str:
        return self.ssm.get_parameter(Name=name)["Parameter"]["Value"]

    def write_parameter(self, name: str, value: str) -> None:
        self.ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)

    def rows(self, kind: str) -> dict[str, dict]:
        """The items of a table by their mapping ids."""
        items = self.tables[kind].scan()["Items"]
        return {str(item.get("pk_mappingid") or item["metaKey"]): item for item in items}

    def statuses(self) -> dict[str, str]:
        return {key: row["job_status"] for key, row in self.rows("input").items()}

    def jobs(self) -> dict[str, dict]:
        """All Batch jobs of the queue by their mapping ids; fails when two have the same."""
        ids = [job["jobId"] for job in self.job_summaries()]
        found = self.batch.describe_jobs(jobs=ids)["jobs"] if ids else []
        by_key: dict[str, dict] = {}
        for job in found:
            key = self.environment(job)["DAPF_MAPPING_ID"]
            if key in by_key:
                raise AssertionError(f"{key} has two jobs")
            by_key[key] = job
        return by_key

    def job_summaries(self) -> list[dict]:
        return self.batch.list_jobs(jobQueue=self.queue, filters=[{"name": "JOB_NAME", "values": ["*"]}])[
            "jobSummaryList"
        ]

    @staticmethod
    def environment(job: dict) -> dict[str, str]:
        """What the submitter gave the job; AWS Batch adds variables of its own."""
        variables = {variable["name"]: variable["value"] for variable in job["container"]["environment"]}
        return {name: value for name, value in variables.items() if not name.startswith("AWS_")}

    def set_job(self, key: str, status: str, reason: str = "") -> None:
        """Let a Batch job go on. moto ends jobs at once, so tests say how they stand."""
        job = batch_backends[ACCOUNT][REGION].get_job_by_id(self.rows("input")[key]["batchjob_id"])
        job.status = status
        job.job_stopped = bool(reason)
        job.job_stopped_reason = reason

    def set_all_jobs(self, status: str) -> None:
        for key in self.rows("input"):
            self.set_job(key, status)

    def terminated(self) -> set[str]:
        """The mapping ids of the jobs that were asked to end; moto does not let them fail of it."""
        jobs = batch_backends[ACCOUNT][REGION]._jobs
        return {key for key, job in self.jobs().items() if jobs[job["jobId"]].stop}

    def packages(self) -> list[dict]:
        """The registered model packages."""
        listed = self.sagemaker.list_model_packages(ModelPackageGroupName=GROUP)["ModelPackageSummaryList"]
        return [self.sagemaker.describe_model_package(ModelPackageName=one["ModelPackageArn"]) for one in listed]

    def clear_table(self, name: str) -> None:
        """Remove all rows, as if the table had been made anew."""
        table = self.tables[name]
        [key] = [element["AttributeName"] for element in table.key_schema]
        for item in table.scan()["Items"]:
            table.delete_item(Key={key: item[key]})

    def clear(self) -> None:
        """Remove all rows, jobs, queries and models; what scripts wrote to S3 as well."""
        for name in self.tables:
            self.clear_table(name)
        backend = batch_backends[ACCOUNT][REGION]
        backend._jobs.clear()
        for queue in backend._job_queues.values():
            queue.jobs.clear()
        athena_backends[ACCOUNT][REGION].executions.clear()
        athena_backends[ACCOUNT][REGION].query_results_queue.clear()
        models = sagemaker_backends[ACCOUNT][REGION]
        for registered in (models.model_package_groups, models.model_packages, models.model_package_name_mapping):
            registered.clear()
        for item in self.s3.list_objects_v2(Bucket=self.buckets["shared"]).get("Contents", []):
            self.s3.delete_object(Bucket=self.buckets["shared"], Key=item["Key"])
        self.write_parameter(self.complete_status, "default")

    def delete_table(self, kind: str) -> None:
        self.tables[kind].delete()

    def _table(self, kind: str, key: str):
        return self.dynamodb.create_table(
            TableName=f"{PREFIX}-{self.context}-{kind}-table",
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def _queue_and_definition(self) -> str:
        role = self.session.client("iam").create_role(RoleName=f"{self.context}-batch", AssumeRolePolicyDocument="{}")
        environment = self.batch.create_compute_environment(
            computeEnvironmentName=f"{PREFIX}-{self.context}", type="UNMANAGED", serviceRole=role["Role"]["Arn"]
        )
        self.batch.create_job_queue(
            jobQueueName=self.queue,
            state="ENABLED",
            priority=1,
            computeEnvironmentOrder=[{"order": 1, "computeEnvironment": environment["computeEnvironmentArn"]}],
        )
        return self.batch.register_job_definition(
            jobDefinitionName=f"{PREFIX}-dapf-batch-{self.context}-job-def",
            type="container",
            containerProperties={"image": "example", "vcpus": 1, "memory": 2048, "command": ["true"]},
        )["jobDefinitionArn"]


class PlatformTest(unittest.TestCase):
    """A test with an AWS in memory that is empty at its beginning."""

    maxDiff = None

    def setUp(self) -> None:
        others = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        credentials = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        environment = mock.patch.dict(os.environ, {**others, **credentials}, clear=True)
        environment.start()
        self.addCleanup(environment.stop)
        aws = mock_aws(config={"batch": {"use_docker": False}})
        aws.start()
        self.addCleanup(aws.stop)


class Killed(BaseException):
    """The process is gone. No handler of `Exception` may see it."""


class KillableSession(CachingSession):
    """A session whose process dies at one of its calls to AWS."""

    def __init__(self) -> None:
        super().__init__()
        self._calls_left = 0
        self.events.register("before-call", self._count)

    def kill_at(self, call: int) -> None:
        """Die before the n-th call is made, which is for AWS as if the answer to the one before it got lost."""
        self._calls_left = call

    def _count(self, **_: object) -> None:
        self._calls_left -= 1
        if self._calls_left == 0:
            raise Killed


@functools.cache
def killable_session() -> KillableSession:
    """The same for all tests, as `shared_session`."""
    return KillableSession()
