"""Records how the Batch jobs of a run stand, and tells the state machine whether all have ended."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import boto3

from dapf_arguments import percent
from dapf_completion import write_completion
from dapf_jobs import Jobs, JobState
from dapf_rows import ENDED, FAILED, IN_BATCH, SUCCEEDED, InputRow
from dapf_run import begin, now, run_of
from dapf_store import Store

log = logging.getLogger(__name__)

#: How many failed rows an error names.
NAMED_FAILURES = 20


class NotSubmittedError(Exception):
    """Rows of the run have no Batch job."""


class TooManyFailuresError(Exception):
    """More jobs failed than the run allows."""

    def __init__(self, failed: Sequence[InputRow], total: int, allowed_percent: float) -> None:
        self.failed = failed
        self.total = total
        self.allowed_percent = allowed_percent
        named = "; ".join(f"{row.pk_mappingid} ({row.job_name}: {row.reason})" for row in failed[:NAMED_FAILURES])
        more = f"; and {len(failed) - NAMED_FAILURES} more" if len(failed) > NAMED_FAILURES else ""
        share = 100 * len(failed) / total
        super().__init__(
            f"{len(failed)} of {total} jobs failed ({share:.1f} %, allowed {allowed_percent:g} %): {named}{more}"
        )


def main(context: str, argv: Sequence[str] | None = None) -> None:
    """Run as a Glue job. :param context: `training` or `inferencing`."""
    check_status(context, begin(argv))


def check_status(context: str, arguments: Mapping[str, str], session: boto3.Session | None = None) -> bool:
    """Update the rows whose jobs went on, then write the completion parameter.

    All jobs are waited for, even when too many have failed already: a second run of the day then has less to repeat.

    :returns: whether all jobs have ended.
    :raises TooManyFailuresError: when all have ended and more failed than are allowed.
    """
    run = run_of(context, arguments)
    store = Store(run, session)
    rows = store.input_rows()
    waiting = [row.pk_mappingid for row in rows if row.job_status not in ENDED | IN_BATCH]
    if not rows or waiting:
        what = f"rows without a Batch job: {', '.join(waiting)}" if rows else "no rows"
        raise NotSubmittedError(f"table {run.input_table} has {what} on {run.run_date}: has the submit job run?")

    rows = refresh(store, rows, session)
    ended = all(row.job_status in ENDED for row in rows)
    write_completion(run, str(ended), session)
    counts = {status: sum(row.job_status == status for row in rows) for status in sorted({r.job_status for r in rows})}
    log.info("%d jobs: %s", len(rows), ", ".join(f"{count} {status}" for status, count in counts.items()))
    if ended:
        _check_failures(store, rows, percent(arguments, "batch_job_failure_threshold_percent"))
    return ended


def refresh(store: Store, rows: Sequence[InputRow], session: boto3.Session | None = None) -> list[InputRow]:
    """Ask AWS Batch about the rows whose jobs have not ended, and write down what changed."""
    in_batch = [row.batchjob_id for row in rows if row.job_status in IN_BATCH]
    states = {state.batchjob_id: state for state in Jobs(store.run.region, session).states(in_batch)}
    return [_refreshed(store, row, states) if row.job_status in IN_BATCH else row for row in rows]


def _refreshed(store: Store, row: InputRow, states: Mapping[str, JobState]) -> InputRow:
    forgotten = JobState(row.batchjob_id, FAILED, "AWS Batch does not know the job any more")
    state = states.get(row.batchjob_id, forgotten)
    if state.job_status == row.job_status:
        return row
    return record_status(store, row, state.job_status, "" if state.job_status == SUCCEEDED else state.reason)


def record_status(store: Store, row: InputRow, job_status: str, reason: str) -> InputRow:
    """Write a job's status down: in the state table first, as the input row says what is still to be asked."""
    updated = replace(row, job_status=job_status, reason=reason, updated_at=now())
    state = store.state_row(row.batchjob_id)
    if state is not None:
        store.put_state_row(replace(state, job_status=job_status, reason=reason, updated_at=updated.updated_at))
    store.put_input_row(updated)
    return updated


def _check_failures(store: Store, rows: Sequence[InputRow], allowed_by_job: float) -> None:
    opened = store.run_row()
    own = opened.failure_threshold_percent if opened else ""
    allowed = percent({"failure_threshold_percent": own}, "failure_threshold_percent") if own else allowed_by_job
    failed = [row for row in rows if row.job_status != SUCCEEDED]
    if 100 * len(failed) > allowed * len(rows):
        raise TooManyFailuresError(failed, len(rows), allowed)
