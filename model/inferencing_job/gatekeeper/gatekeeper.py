"""Glue job: begins an inferencing run, when the data of the day is fit for it and a model has been approved.

Asks Athena how many data-quality checks of the day passed, then writes one row per value of the primary key into the
input and meta tables: it runs the algorithm that won training, or those that the mapping file has for that value.
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
from mapping import MappingError
from platform_parameters import parameter_name, read_parameter
from storage import model_prefix, output_prefix

log = logging.getLogger(__name__)


def open_inferencing(arguments: Mapping[str, str], session: boto3.Session | None = None) -> list[Job]:
    """:returns: the jobs of the run."""
    run = run_of("inferencing", arguments)
    values = required(
        arguments,
        "s3_bucket_name_shared",
        "ssm_approved_model_prefix_path",
        "ssm_winning_algo_name",
    )
    session = session or boto3.Session()
    ssm = session.client("ssm", region_name=run.region)

    def of_training(name: str) -> str:
        full = parameter_name(run.complete_status, f"training/{name}")
        return read_parameter(ssm, full, "written when a model package of training is approved")

    winner = of_training(values["ssm_winning_algo_name"])
    approved = of_training(values["ssm_approved_model_prefix_path"])
    mapping = accept_day(run, arguments, session)
    if winner not in mapping.algorithms:
        raise MappingError(
            f"mapping_json_data.Inference.all_algorithms lacks {winner!r}, the algorithm that won training"
        )
    jobs = [
        Job(
            mapping_key=key,
            algorithm=algorithm,
            s3_output=output_prefix(values["s3_bucket_name_shared"], run.context, run.run_date, algorithm, key),
            s3_model=model_prefix(approved, winner, algorithm, key),
            parameters=json.dumps(mapping.parameters.get(algorithm, {}), sort_keys=True),
        )
        for key, algorithm in mapping.pairs((winner,))
    ]
    open_run(Store(run, session), jobs, mapping.failure_threshold_percent)
    log.info("%d jobs for %d values of %s, winner %s", len(jobs), len(mapping.keys), mapping.primary_key, winner)
    return jobs


def main(argv: Sequence[str] | None = None) -> None:
    open_inferencing(begin(argv))


if __name__ == "__main__":
    main()
