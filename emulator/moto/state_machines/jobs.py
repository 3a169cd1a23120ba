"""The jobs that tasks wait for (`.sync`): how each is looked at, when it is over, and how it is stopped.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from state_machines.integrations import SYNC_2, Integration, service_model
from state_machines.members import to_output

Ids = dict[str, Any]  # members of the request and of the answer that started the job
REASON = "Execution has been aborted or its task has timed out."


@dataclass(frozen=True)
class Job:
    """`describe` and `stop` are methods of the service's boto3 client; members of answers are in Pascal case."""

    service: str
    describe: str
    described: str
    asks: Callable[[Ids], dict[str, Any]]
    picks: Callable[[dict[str, Any]], dict[str, Any] | None]
    status: Callable[[dict[str, Any]], str]
    succeeded: frozenset[str]
    failed: frozenset[str]
    stop: str
    stops: Callable[[Ids], dict[str, Any]]

    def look(self, client: Any, ids: Ids) -> dict[str, Any] | None:
        answer = getattr(client, self.describe)(**self.asks(ids))
        answer.pop("ResponseMetadata", None)
        shape = service_model(self.service).operation_model(self.described).output_shape
        return self.picks(to_output(answer, shape, is_sdk=False))


def sagemaker(kind: str) -> Job:
    """:param kind: what the API calls such a job, e.g. `TrainingJob`"""
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind)

    def named(ids: Ids) -> dict[str, Any]:
        return {f"{kind}Name": ids[f"{kind}Name"]}

    return Job(
        service="sagemaker",
        describe=f"describe{snake}",
        described=f"Describe{kind}",
        asks=named,
        picks=lambda answer: answer,
        status=lambda job: str(job[f"{kind}Status"]),
        succeeded=frozenset({"Completed"}),
        failed=frozenset({"Failed", "Stopped"}),
        stop=f"stop{snake}",
        stops=named,
    )


JOBS = {
    ("athena", "startQueryExecution"): Job(
        service="athena",
        describe="get_query_execution",
        described="GetQueryExecution",
        asks=lambda ids: {"QueryExecutionId": ids["QueryExecutionId"]},
        picks=lambda answer: answer,
        status=lambda query: str(query["QueryExecution"]["Status"]["State"]),
        succeeded=frozenset({"SUCCEEDED"}),
        failed=frozenset({"FAILED", "CANCELLED"}),
        stop="stop_query_execution",
        stops=lambda ids: {"QueryExecutionId": ids["QueryExecutionId"]},
    ),
    ("batch", "submitJob"): Job(
        service="batch",
        describe="describe_jobs",
        described="DescribeJobs",
        asks=lambda ids: {"jobs": [ids["JobId"]]},
        picks=lambda answer: next(iter(answer["Jobs"]), None),
        status=lambda job: str(job["Status"]),
        succeeded=frozenset({"SUCCEEDED"}),
        failed=frozenset({"FAILED"}),
        stop="terminate_job",
        stops=lambda ids: {"jobId": ids["JobId"], "reason": REASON},
    ),
    ("glue", "startJobRun"): Job(
        service="glue",
        describe="get_job_run",
        described="GetJobRun",
        asks=lambda ids: {"JobName": ids["JobName"], "RunId": ids["JobRunId"]},
        picks=lambda answer: {**answer["JobRun"]},
        status=lambda run: str(run["JobRunState"]),
        succeeded=frozenset({"SUCCEEDED", "STOPPED"}),
        failed=frozenset({"FAILED", "TIMEOUT", "ERROR", "EXPIRED"}),
        stop="batch_stop_job_run",
        stops=lambda ids: {"JobName": ids["JobName"], "JobRunIds": [ids["JobRunId"]]},
    ),
    ("states", "startExecution"): Job(
        service="stepfunctions",
        describe="describe_execution",
        described="DescribeExecution",
        asks=lambda ids: {"executionArn": ids["ExecutionArn"]},
        picks=lambda answer: answer,
        status=lambda execution: str(execution["Status"]),
        succeeded=frozenset({"SUCCEEDED"}),
        failed=frozenset({"FAILED", "TIMED_OUT", "ABORTED"}),
        stop="stop_execution",
        stops=lambda ids: {"executionArn": ids["ExecutionArn"], "cause": REASON},
    ),
    **{
        ("sagemaker", f"create{kind}"): sagemaker(kind)
        for kind in ("HyperParameterTuningJob", "LabelingJob", "ProcessingJob", "TrainingJob", "TransformJob")
    },
}


def job_of(integration: Integration) -> Job:
    return JOBS[integration.service, integration.action]


def result(integration: Integration, job: dict[str, Any]) -> dict[str, Any]:
    """The output of a task whose job has ended: `.sync:2` answers input and output of an execution as JSON, `.sync` as text.

    https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
    """
    if integration.pattern != SYNC_2:
        return job
    return {
        name: json.loads(value) if name in ("Input", "Output") and isinstance(value, str) else value
        for name, value in job.items()
    }
