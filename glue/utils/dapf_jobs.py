"""AWS Batch, so that a job of a given name is there once, whenever a process dies."""

from __future__ import annotations

import datetime
import hashlib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from dapf_rows import FAILED, RUNNING, SUBMITTED, SUCCEEDED, checked_job_name

#: AWS Batch: DescribeJobs takes at most 100 ids.
DESCRIBE_BATCH = 100

#: The tag by which policies know the queue of a job, whose ARN does not tell it. The value is the queue's name.
QUEUE_TAG = "dapf-queue"

#: A job that was submitted a moment ago may not be listed yet.
SETTLE_SECONDS = 5.0

#: Answers, and the lack of one, that leave open whether the call took effect.
_UNCERTAIN = (ClientError, ConnectionError, HTTPClientError)
_THROTTLED = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"})
_STATUS = {"RUNNING": RUNNING, "SUCCEEDED": SUCCEEDED, "FAILED": FAILED}


class SubmissionError(Exception):
    """AWS Batch does not take a job."""


@dataclass(frozen=True)
class JobState:
    """How a Batch job stands."""

    batchjob_id: str
    #: SUBMITTED (anything before it runs), RUNNING, SUCCEEDED or FAILED.
    job_status: str
    reason: str


def job_name_head(head: str, run_date: str) -> str:
    """What the names of all jobs of a run begin with."""
    return f"{head}-{run_date.replace('-', '')}-"


def job_name_of(head: str, run_date: str, key: str, attempt: int) -> str:
    """The name of a row's job: always the same for the same attempt, never the same for two rows.

    Characters that AWS Batch does not take become `-`, and a name ends at 128 characters; a digest of the key tells
    apart what that made equal.

    >>> job_name_of("p-job", "2026-11-21", "gearbox/xgb", 1)
    'p-job-20261121-gearbox-xgb-44fb4d5c-1'
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    start = job_name_head(head, run_date)
    end = f"-{digest}-{attempt}"
    middle = re.sub(r"[^A-Za-z0-9_-]", "-", key)[: 128 - len(start) - len(end)]
    return checked_job_name(start + middle + end)


class Jobs:
    """The jobs of AWS Batch."""

    def __init__(
        self,
        region: str,
        session: boto3.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        since: str = "",
    ) -> None:
        """:param sleep: waits for some seconds; tests pass their own.
        :param since: when the run was opened. Older jobs of the same name belong to tables that are gone: an environment
            that was destroyed and deployed again on the same day has the names of the one before.
        """
        self._sleep = sleep
        self._since = _milliseconds(since) if since else 0
        session = session or boto3.Session()
        retried = Config(retries={"mode": "standard", "max_attempts": 10})
        # boto3 repeats a call whose answer it did not get; AWS Batch would then have two jobs.
        once = Config(retries={"total_max_attempts": 1})
        self._batch = session.client("batch", region_name=region, config=retried)
        self._submitter = session.client("batch", region_name=region, config=once)

    def named(self, queue: str, name: str) -> dict[str, str]:
        """The jobs of a queue by name: name -> id, the first one should a name be there twice.

        :param name: the whole name, or its beginning and a `*`.
        """
        pages = self._batch.get_paginator("list_jobs").paginate(
            jobQueue=queue, filters=[{"name": "JOB_NAME", "values": [name]}]
        )
        jobs = [job for page in pages for job in page["jobSummaryList"] if job["createdAt"] >= self._since]
        latest_first = sorted(jobs, key=lambda job: job["createdAt"], reverse=True)
        return {job["jobName"]: job["jobId"] for job in latest_first}

    def find(self, queue: str, name: str) -> str | None:
        """The id of a job that may have been submitted a moment ago, when it may not be listed yet."""
        # The filter does not tell capital letters from small ones; the answer does.
        found = self.named(queue, name).get(name)
        if found is None:
            self._sleep(SETTLE_SECONDS)
            found = self.named(queue, name).get(name)
        return found

    def submit(self, queue: str, name: str, definition: str, environment: Mapping[str, str]) -> str:
        """Submit a job that has not been submitted.

        When no answer comes, AWS Batch is asked whether it has the job before it is submitted again.

        :raises SubmissionError: when AWS Batch refuses it.
        :returns: its id.
        """
        variables = [{"name": key, "value": value} for key, value in sorted(environment.items())]
        pause = 1.0
        for attempts_left in range(6, -1, -1):
            try:
                answer = self._submitter.submit_job(
                    jobName=name,
                    jobQueue=queue,
                    jobDefinition=definition,
                    containerOverrides={"environment": variables},
                    # The role may end jobs of its own queue only, and this is what tells them from others.
                    tags={QUEUE_TAG: queue},
                )
                return str(answer["jobId"])
            except _UNCERTAIN as error:
                if attempts_left == 0 or not _may_pass(error):
                    raise SubmissionError(f"AWS Batch does not take job {name}: {error}") from error
                self._sleep(pause)
                pause = min(2 * pause, 30.0)
                there = None if _is_throttling(error) else self.find(queue, name)
                if there is not None:
                    return there
        raise AssertionError("the last attempt returns or raises")

    def states(self, ids: Sequence[str]) -> Iterator[JobState]:
        """How jobs stand, asked in batches. AWS Batch forgets jobs some days after they ended; those are left out."""
        for start in range(0, len(ids), DESCRIBE_BATCH):
            answer = self._batch.describe_jobs(jobs=list(ids[start : start + DESCRIBE_BATCH]))
            yield from (_state_of(job) for job in answer["jobs"])

    def terminate(self, batchjob_id: str, reason: str) -> None:
        """End a job, whether it runs or waits. One that has ended stays as it is."""
        self._batch.terminate_job(jobId=batchjob_id, reason=reason)


def _milliseconds(time_text: str) -> int:
    """:param time_text: as `dapf_run.now` writes it."""
    return int(datetime.datetime.fromisoformat(time_text.replace("Z", "+00:00")).timestamp() * 1000)


def _state_of(job: Mapping[str, Any]) -> JobState:
    attempts = job.get("attempts") or [{}]
    container = job.get("container") or {}
    reasons = [
        job.get("statusReason"),
        container.get("reason") or (attempts[-1].get("container") or {}).get("reason"),
        f"exit code {container['exitCode']}" if container.get("exitCode") else None,
    ]
    return JobState(
        batchjob_id=job["jobId"],
        job_status=_STATUS.get(job["status"], SUBMITTED),
        reason="; ".join(reason for reason in reasons if reason),
    )


def _may_pass(error: Exception) -> bool:
    """Whether the same call may succeed later: throttling, faults of AWS, faults of the network."""
    if not isinstance(error, ClientError):
        return True
    return _is_throttling(error) or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500


def _is_throttling(error: Exception) -> bool:
    """Whether AWS Batch certainly did not take the job."""
    return isinstance(error, ClientError) and error.response["Error"]["Code"] in _THROTTLED
