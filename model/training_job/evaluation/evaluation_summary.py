"""Glue job: judges a training run.

Reads the metric that every job that succeeded wrote (`metrics.json` in its output), writes the summary to S3 and makes
sure that Athena has a table over it, picks the algorithm that did best, and registers it for approval.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import boto3

from athena_query import Athena
from dapf_arguments import required
from dapf_rows import SUCCEEDED
from dapf_run import begin, run_of
from dapf_store import Store
from gatekeeping import read_mapping
from model_registry import register_winner
from platform_parameters import read_parameter
from storage import MissingObjectError, algorithm_prefix, read_text
from summary import write_summary
from winner import winner_of

log = logging.getLogger(__name__)

#: The columns of the Athena table.
COLUMNS = {
    "run_date": "string",
    "mapping_key": "string",
    "algorithm": "string",
    "job_status": "string",
    "metric": "string",
    "value": "double",
    "winner": "boolean",
    "s3_output": "string",
    "batchjob_id": "string",
}


class MetricError(Exception):
    """A job that succeeded wrote no metric that can be used."""


def evaluate(arguments: Mapping[str, str], session: boto3.Session | None = None) -> str:
    """:returns: the algorithm that won."""
    run = run_of("training", arguments)
    values = required(
        arguments,
        "athenadb_name",
        "athenadb_evaluation_summary_table_name",
        "model_package_group_name",
        "s3_bucket_name_internal",
        "s3_bucket_name_shared",
        "ssm_training_aws_batch_ecr_url",
    )
    session = session or boto3.Session()
    s3 = session.client("s3", region_name=run.region)
    mapping = read_mapping(run, arguments, session)
    rows = Store(run, session).input_rows()
    metrics = {
        row.pk_mappingid: read_metric(s3, row.s3_output, mapping.metric) for row in rows if row.job_status == SUCCEEDED
    }
    by_algorithm: dict[str, dict[str, float]] = {}
    for row in rows:
        if row.pk_mappingid in metrics:
            by_algorithm.setdefault(row.algorithm, {})[row.mapping_key] = metrics[row.pk_mappingid]
    winner = winner_of(by_algorithm, mapping.goal)
    log.info("%s wins by %s, to %s", winner, mapping.metric, mapping.goal)

    shared = values["s3_bucket_name_shared"]
    address = write_summary(
        s3,
        Athena(
            session.client("athena", region_name=run.region),
            f"s3://{values['s3_bucket_name_internal']}/athena-results/",
        ),
        location=f"s3://{shared}/training/evaluation_summary/",
        database=values["athenadb_name"],
        table=values["athenadb_evaluation_summary_table_name"],
        columns=COLUMNS,
        run_date=run.run_date,
        rows=[
            {
                "run_date": row.run_date,
                "mapping_key": row.mapping_key,
                "algorithm": row.algorithm,
                "job_status": row.job_status,
                "metric": mapping.metric,
                "value": metrics.get(row.pk_mappingid),
                "winner": row.algorithm == winner,
                "s3_output": row.s3_output,
                "batchjob_id": row.batchjob_id,
            }
            for row in rows
        ],
    )
    log.info("summary: %s", address)
    package = register_winner(
        session.client("sagemaker", region_name=run.region),
        group=values["model_package_group_name"],
        image=read_parameter(
            session.client("ssm", region_name=run.region),
            values["ssm_training_aws_batch_ecr_url"],
            "address of the training image",
        ),
        algorithm=winner,
        model_prefix=algorithm_prefix(shared, run.context, run.run_date, winner),
        run_date=run.run_date,
        details={"summary": address},
    )
    log.info("registered for approval: %s", package)
    return winner


def read_metric(s3: Any, s3_output: str, metric: str) -> float:
    """Read what a job says of itself: `{"<metric>": <number>}`.

    :raises MetricError: when the file is missing, or has no such number.
    """
    address = f"{s3_output}metrics.json"
    try:
        value = json.loads(read_text(s3, address))[metric]
    except MissingObjectError as error:
        raise MetricError(f"{error}, although the job that writes it succeeded") from error
    except (ValueError, KeyError, TypeError) as error:
        raise MetricError(f"{address} does not say what {metric} is") from error
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MetricError(f"{address}: {metric} must be a number, not {value!r}")
    return float(value)


def main(argv: Sequence[str] | None = None) -> None:
    evaluate(begin(argv))


if __name__ == "__main__":
    main()
