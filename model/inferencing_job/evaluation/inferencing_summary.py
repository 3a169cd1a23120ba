"""Glue job: sums up an inferencing run.

Counts the predictions that every job that succeeded wrote (`predictions.json` in its output, one a line), writes the
summary to S3 and makes sure that Athena has a table over it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import boto3

from athena_query import Athena
from dapf_arguments import required
from dapf_rows import SUCCEEDED
from dapf_run import begin, run_of
from dapf_store import Store
from storage import MissingObjectError, read_text
from summary import write_summary

log = logging.getLogger(__name__)

#: The columns of the Athena table.
COLUMNS = {
    "run_date": "string",
    "mapping_key": "string",
    "algorithm": "string",
    "job_status": "string",
    "predictions": "bigint",
    "s3_model": "string",
    "s3_output": "string",
    "batchjob_id": "string",
}


class PredictionError(Exception):
    """A job that succeeded wrote no predictions."""


def summarize(arguments: Mapping[str, str], session: boto3.Session | None = None) -> int:
    """:returns: the number of predictions of the run."""
    run = run_of("inferencing", arguments)
    values = required(
        arguments,
        "inference_athenadb_name",
        "inference_athenadb_inference_table_name",
        "s3_bucket_name_internal",
        "s3_bucket_name_shared",
    )
    session = session or boto3.Session()
    s3 = session.client("s3", region_name=run.region)
    store = Store(run, session)
    rows: list[dict[str, Any]] = []
    for row in store.input_rows():
        meta = store.meta_row(row.pk_mappingid)
        rows.append(
            {
                "run_date": row.run_date,
                "mapping_key": row.mapping_key,
                "algorithm": row.algorithm,
                "job_status": row.job_status,
                "predictions": count_predictions(s3, row.s3_output) if row.job_status == SUCCEEDED else 0,
                "s3_model": meta.s3_model if meta else "",
                "s3_output": row.s3_output,
                "batchjob_id": row.batchjob_id,
            }
        )
    total: int = sum(row["predictions"] for row in rows)
    address = write_summary(
        s3,
        Athena(
            session.client("athena", region_name=run.region),
            f"s3://{values['s3_bucket_name_internal']}/athena-results/",
        ),
        location=f"s3://{values['s3_bucket_name_shared']}/inferencing/summary/",
        database=values["inference_athenadb_name"],
        table=values["inference_athenadb_inference_table_name"],
        columns=COLUMNS,
        run_date=run.run_date,
        rows=rows,
    )
    log.info("%d predictions of %d jobs: %s", total, len(rows), address)
    return total


def count_predictions(s3: Any, s3_output: str) -> int:
    """
    :raises PredictionError: when the file is missing or empty.
    """
    address = f"{s3_output}predictions.json"
    try:
        count = sum(1 for line in read_text(s3, address).splitlines() if line.strip())
    except MissingObjectError as error:
        raise PredictionError(f"{error}, although the job that writes it succeeded") from error
    if count == 0:
        raise PredictionError(f"{address} has no predictions")
    return count


def main(argv: Sequence[str] | None = None) -> None:
    summarize(begin(argv))


if __name__ == "__main__":
    main()
