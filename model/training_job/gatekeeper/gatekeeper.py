"""Glue job: begins a training run, when the data of the day is fit for it.

Asks Athena how many data-quality checks of the day passed, then expands the mapping file into one row per value of the
primary key and algorithm in the input and meta tables.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence

import boto3

from dapf_arguments import required
from dapf_open_run import Job, open_run
from dapf_run import begin, run_of
from dapf_store import Store
from gatekeeping import accept_day
from storage import output_prefix

log = logging.getLogger(__name__)


def open_training(arguments: Mapping[str, str], session: boto3.Session | None = None) -> list[Job]:
    """:returns: the jobs of the run."""
    run = run_of("training", arguments)
    shared = required(arguments, "s3_bucket_name_shared")["s3_bucket_name_shared"]
    session = session or boto3.Session()
    mapping = accept_day(run, arguments, session)
    jobs = [
        Job(
            mapping_key=key,
            algorithm=algorithm,
            s3_output=output_prefix(shared, run.context, run.run_date, algorithm, key),
            parameters=json.dumps(mapping.parameters.get(algorithm, {}), sort_keys=True),
        )
        for key, algorithm in mapping.pairs()
    ]
    open_run(Store(run, session), jobs, mapping.failure_threshold_percent)
    log.info("%d jobs for %d values of %s", len(jobs), len(mapping.keys), mapping.primary_key)
    return jobs


def main(argv: Sequence[str] | None = None) -> None:
    open_training(begin(argv))


if __name__ == "__main__":
    main()
