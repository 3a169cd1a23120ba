"""What the gatekeepers of both contexts do: refuse a day whose data is not fit for use, and read the mapping file."""

from __future__ import annotations

import logging
from collections.abc import Mapping as Arguments

import boto3

from athena_query import Athena
from dapf_arguments import required
from dapf_run import Run
from data_quality import check_data_quality
from mapping import Mapping, MappingError, parse_mapping
from platform_parameters import EXPECTED_CHECKS, ParameterError, parameter_name, read_parameter
from storage import MissingObjectError, read_text

log = logging.getLogger(__name__)


def accept_day(run: Run, arguments: Arguments[str, str], session: boto3.Session) -> Mapping:
    """
    :raises DataQualityError: when too few data-quality checks of the run's day passed.
    :raises MappingError: naming the file and the place in it.
    """
    values = required(arguments, "dq_athena_db", "dq_table", "s3_bucket_name_internal")
    ssm = session.client("ssm", region_name=run.region)
    name = parameter_name(run.complete_status, EXPECTED_CHECKS)
    expected = read_parameter(ssm, name, "how many data-quality checks of a day have to pass")
    if not expected.isdigit():
        raise ParameterError(f"SSM parameter {name} must be a whole number, not {expected!r}")
    results = f"s3://{values['s3_bucket_name_internal']}/athena-results/"
    athena = Athena(session.client("athena", region_name=run.region), results)
    passed = check_data_quality(athena, values["dq_athena_db"], values["dq_table"], run.run_date, int(expected))
    log.info("%d data-quality checks of %s passed, %s expected", passed, run.run_date, expected)

    return read_mapping(run, arguments, session)


def read_mapping(run: Run, arguments: Arguments[str, str], session: boto3.Session) -> Mapping:
    """Read the mapping file of the context or, when it has none of its own, the one that both share.

    :raises MappingError: naming the file and the place in it.
    :raises MissingObjectError: when there is neither.
    """
    s3 = session.client("s3", region_name=run.region)
    address = required(arguments, "mapping_json_S3_path")["mapping_json_S3_path"]
    shared = arguments.get("mapping_json_S3_inference_path")
    try:
        text = read_text(s3, address)
    except MissingObjectError:
        if not shared:
            raise
        address, text = shared, read_text(s3, shared)
    log.info("mapping: %s", address)
    try:
        return parse_mapping(text, run.context)
    except MappingError as error:
        raise MappingError(f"{address}: {error}") from error
