"""Starts the monitoring job that an evaluation event asks for.

Invoked by EventBridge with the custom events of a run's evaluation: their source is `<use case>.dataquality`,
`<use case>.feature_store` or `<use case>.modelquality`. What their detail says becomes the arguments of the run.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping
from typing import Any

import boto3

log = logging.getLogger()
log.setLevel(logging.INFO)

#: The last part of an event's source -> the environment variable with the name of the Glue job.
JOBS = {
    "dataquality": "data_quality_glue_job",
    "feature_store": "feature_store_glue_job",
    "modelquality": "model_monitoring_glue_job",
}

#: The job for the model quality of the other context; the two share a source.
INFERENCING_JOB = "inferencing_model_monitoring_glue_job"

#: The names of arguments that an event may set. Glue's own, such as --extra-py-files, have hyphens, and decide which
#: code runs: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
ARGUMENT = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

#: Glue's own arguments without a hyphen.
RESERVED = frozenset({"conf", "debug", "mode", "JOB_NAME", "JOB_ID", "JOB_RUN_ID", "scriptLocation", "TempDir"})


class UnusableEventError(Exception):
    """An event that no job can be started from."""


def lambda_handler(event: Mapping[str, Any], _context: object = None) -> dict[str, str]:
    """Start one run of one job.

    :returns: the job's name and the run's id.
    :raises UnusableEventError: when the event comes from elsewhere or its detail cannot become arguments.
    """
    job = job_of(event, os.environ)
    run = boto3.client("glue").start_job_run(JobName=job, Arguments=arguments_of(event))
    log.info("event %s from %s started run %s of %s", event.get("id"), event["source"], run["JobRunId"], job)
    return {"JobName": job, "JobRunId": run["JobRunId"]}


def job_of(event: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """Tell which job an event is for.

    :raises UnusableEventError: when its source is none of the known ones.
    """
    source = str(event.get("source", ""))
    kind = source.rpartition(".")[2]
    if kind not in JOBS:
        raise UnusableEventError(f"no job for events from {source or 'nowhere'} (known: {', '.join(JOBS)})")
    if kind == "modelquality" and _detail(event).get("context") == "inferencing":
        return environment[INFERENCING_JOB]
    return environment[JOBS[kind]]


def arguments_of(event: Mapping[str, Any]) -> dict[str, str]:
    """Make the arguments of a run from the detail of an event: `{"year": 2025}` becomes `--year 2025`.

    Texts stay as they are, everything else becomes JSON; what is null is left out.

    :raises UnusableEventError: naming the keys that cannot be the name of an argument.
    """
    detail = {key: value for key, value in _detail(event).items() if value is not None}
    refused = [key for key in detail if not ARGUMENT.fullmatch(key) or key in RESERVED]
    if refused:
        raise UnusableEventError(f"these keys of the detail cannot be arguments of a job: {', '.join(refused)}")
    return {f"--{key}": value if isinstance(value, str) else json.dumps(value) for key, value in detail.items()}


def _detail(event: Mapping[str, Any]) -> Mapping[str, Any]:
    detail = event.get("detail") or {}
    if not isinstance(detail, Mapping):
        raise UnusableEventError(f"the detail must be an object, not {json.dumps(detail)}")
    return detail
