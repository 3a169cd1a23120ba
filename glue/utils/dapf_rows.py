"""The rows of the three DynamoDB tables: their schemas, checked whenever a row is read or written.

docs/pipeline.md describes them. A row may have more attributes than these; they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

#: A row waits to be submitted.
PENDING = "PENDING"
#: The job has a name and may have been submitted.
SUBMITTING = "SUBMITTING"
#: AWS Batch has the job.
SUBMITTED = "SUBMITTED"
RUNNING = "RUNNING"
SUCCEEDED = "SUCCEEDED"
FAILED = "FAILED"
#: Clean-up ended the job, or found that there is none.
ABORTED = "ABORTED"

#: A job that will not change any more.
ENDED = frozenset({SUCCEEDED, FAILED, ABORTED})
#: A job that AWS Batch has and that has not ended.
IN_BATCH = frozenset({SUBMITTED, RUNNING})
STATUSES = ENDED | IN_BATCH | {PENDING, SUBMITTING}

#: The item of the meta table that describes the run as a whole. Job rows have a `/` in their keys.
RUN_KEY = "run"

#: AWS Batch: at most 128 letters, digits, `-` and `_`, beginning with a letter or digit.
_JOB_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")

Row = TypeVar("Row", bound="CheckedRow")


class RowError(Exception):
    """A row does not follow the schema of its table."""


class CheckedRow:
    """A row that checks itself: attributes without a default are required, and types are as declared."""

    #: The hash key of its table.
    key: str
    _required: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value = getattr(self, field.name)
            expected = int if field.type == "int" else str
            if not isinstance(value, expected) or isinstance(value, bool):
                raise RowError(f"{self._described()}: {field.name} must be {expected.__name__}, not {value!r}")
            if field.name in self._required and value == "":
                raise RowError(f"{self._described()}: {field.name} must not be empty")
        status = getattr(self, "job_status", PENDING)
        if status not in STATUSES:
            raise RowError(f"{self._described()}: job_status {status!r} is none of {', '.join(sorted(STATUSES))}")

    def _described(self) -> str:
        return f"{type(self).__name__} {getattr(self, 'pk_mappingid', '') or getattr(self, 'metaKey', '')}"

    @classmethod
    def attributes(cls) -> list[str]:
        """All attributes of the schema."""
        return [field.name for field in fields(cls)]  # type: ignore[arg-type]

    def item(self) -> dict[str, str | int]:
        """The row as a DynamoDB item; empty attributes are left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        return {name: value for name, value in values.items() if value != ""}


@dataclass(frozen=True)
class InputRow(CheckedRow):
    """What one job works on, and how far it is. Hash key `pk_mappingid`."""

    key = "pk_mappingid"
    _required = frozenset({"pk_mappingid", "run_date", "mapping_key", "algorithm", "s3_output"})

    #: `{mapping_key}/{algorithm}`.
    pk_mappingid: str
    #: `YYYY-MM-DD`, UTC: rows of other days are not part of the run.
    run_date: str
    #: The value of the mapping's primary key, such as the name of a part.
    mapping_key: str
    algorithm: str
    #: `s3://bucket/prefix/` that the job writes to.
    s3_output: str
    job_status: str = PENDING
    #: 1 for the first job of the row, one more whenever a failed row is opened again.
    attempt: int = 1
    execution_id: str = ""
    job_name: str = ""
    batchjob_id: str = ""
    reason: str = ""
    updated_at: str = ""
    closed_at: str = ""


@dataclass(frozen=True)
class StateRow(CheckedRow):
    """One Batch job. Hash key `batchjob_id`. Rows of former runs stay as history."""

    key = "batchjob_id"
    _required = frozenset({"batchjob_id", "pk_mappingid", "run_date", "job_name"})

    batchjob_id: str
    pk_mappingid: str
    run_date: str
    job_name: str
    mapping_key: str
    algorithm: str
    job_status: str
    attempt: int
    execution_id: str = ""
    reason: str = ""
    submitted_at: str = ""
    updated_at: str = ""
    closed_at: str = ""


@dataclass(frozen=True)
class MetaRow(CheckedRow):
    """What one job needs to know. Hash key `metaKey`, the `pk_mappingid` of its input row."""

    key = "metaKey"
    _required = frozenset({"metaKey", "run_date", "mapping_key", "algorithm", "s3_output"})

    metaKey: str
    run_date: str
    mapping_key: str
    algorithm: str
    s3_output: str
    execution_id: str = ""
    #: Inferencing: `s3://bucket/prefix/` of the approved model.
    s3_model: str = ""
    #: JSON of the algorithm's own settings, from the mapping file.
    parameters: str = "{}"
    updated_at: str = ""


@dataclass(frozen=True)
class RunRow(CheckedRow):
    """The run as a whole: the item `run` of the meta table."""

    key = "metaKey"
    _required = frozenset({"metaKey", "run_date"})

    run_date: str
    #: How many jobs the run has.
    jobs: int
    metaKey: str = RUN_KEY
    execution_id: str = ""
    #: The mapping file's own threshold; empty when it has none.
    failure_threshold_percent: str = ""
    #: When it was opened first, of all times on its day.
    opened_at: str = ""
    closed_at: str = ""


def row_from(kind: type[Row], item: Mapping[str, Any]) -> Row:
    """Read a DynamoDB item.

    :raises RowError: when a required attribute is missing or one has a wrong type.
    """
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    values = {
        name: int(value) if isinstance(value, Decimal) and value == int(value) else value
        for name, value in item.items()
        if name in known
    }
    try:
        return kind(**values)
    except TypeError as error:
        key = item.get("pk_mappingid") or item.get("metaKey") or dict(item)
        raise RowError(f"{kind.__name__} {key}: {str(error).partition(' ')[2]}") from error


def mapping_id(mapping_key: str, algorithm: str) -> str:
    """The key of a row. Algorithms have no `/`, so two different pairs never share one.

    :raises RowError: when the algorithm's name has one, or a part is empty.
    """
    if not mapping_key or not algorithm or "/" in algorithm:
        raise RowError(f"no row can be called {mapping_key!r} with algorithm {algorithm!r}")
    return f"{mapping_key}/{algorithm}"


def checked_job_name(name: str) -> str:
    """:raises RowError: when AWS Batch would refuse the name."""
    if not _JOB_NAME.fullmatch(name):
        raise RowError(f"{name!r} cannot be the name of a Batch job")
    return name
