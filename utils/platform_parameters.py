"""SSM parameters of the platform that a script is not told the full names of."""

from __future__ import annotations

from typing import Any

#: How many data-quality checks of a day have to pass before a run may begin.
EXPECTED_CHECKS = "analytics-etl/expected_dq_job_cnt"

#: What a parameter says before anything has been written to it.
UNSET = "default"


class ParameterError(Exception):
    """A parameter does not say what the script needs."""


def parameter_name(complete_status: str, name: str) -> str:
    """The full name of a parameter: `training/winner_algorithm` is `/P-dapf-ssm/training/winner_algorithm`.

    :param complete_status: the full name of the completion parameter, which all scripts are given.
    :param name: relative to the platform's folder.
    """
    return f"/{complete_status.split('/')[1]}/{name}"


def read_parameter(ssm: Any, name: str, meaning: str) -> str:
    """
    :param ssm: a boto3 client of SSM.
    :param meaning: what it would say, for the error.
    :raises ParameterError: when it is missing, or nothing has been written to it yet.
    """
    try:
        value = str(ssm.get_parameter(Name=name)["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound as error:
        raise ParameterError(f"there is no SSM parameter {name} ({meaning})") from error
    if value == UNSET:
        raise ParameterError(f"SSM parameter {name} ({meaning}) has not been set yet")
    return value
