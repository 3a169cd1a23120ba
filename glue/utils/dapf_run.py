"""Which run of which context a script works for."""

from __future__ import annotations

import datetime
import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dapf_arguments import ArgumentError, parse_arguments, required

#: How a context is spelt in the names of arguments: `--train_inputtable_name`.
ARGUMENT_WORDS = {"training": "train", "inferencing": "inference"}


@dataclass(frozen=True)
class Run:
    """The run of one day in one context."""

    context: str
    #: `YYYY-MM-DD`, UTC.
    run_date: str
    #: ARN of the state machine's execution.
    execution_id: str
    region: str
    input_table: str
    meta_table: str
    state_table: str
    #: Name of the SSM parameter that says whether all Batch jobs have ended.
    complete_status: str


def begin(argv: Sequence[str] | None = None) -> dict[str, str]:
    """What every script begins with: its log goes to the standard output, which Glue keeps.

    :returns: its arguments.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    # It tells with each client where credentials and endpoint come from.
    logging.getLogger("botocore").setLevel(logging.WARNING)
    return parse_arguments(sys.argv if argv is None else argv)


def run_of(context: str, arguments: Mapping[str, str]) -> Run:
    """Make the run from a script's arguments.

    :raises ArgumentError: when one is missing or the date is none.
    """
    word = ARGUMENT_WORDS[context]
    values = required(
        arguments,
        "year",
        "month",
        "day",
        "execution_id",
        "region",
        f"{word}_inputtable_name",
        f"{word}_metatable_name",
        f"{word}_statetable_name",
        f"ssm_{context}_complete_status",
    )
    return Run(
        context=context,
        run_date=date_of(values["year"], values["month"], values["day"]),
        execution_id=values["execution_id"],
        region=values["region"],
        input_table=values[f"{word}_inputtable_name"],
        meta_table=values[f"{word}_metatable_name"],
        state_table=values[f"{word}_statetable_name"],
        complete_status=values[f"ssm_{context}_complete_status"],
    )


def date_of(year: str, month: str, day: str) -> str:
    """Put a date together as `YYYY-MM-DD`; `2` and `02` are the same month.

    :raises ArgumentError: when there is no such day.
    """
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise ArgumentError(f"--year {year} --month {month} --day {day} is no date: {error}") from error


def now() -> str:
    """The time, UTC, to the second: `2026-11-21T04:23:05Z`."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
