"""Leaves everything ready for the next run: ends what still runs, closes the rows, resets the parameter."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Callable

import boto3

from dapf_arguments import required
from dapf_completion import RESET, write_completion
from dapf_jobs import Jobs
from dapf_rows import ABORTED, ENDED, IN_BATCH, SUBMITTING, InputRow
from dapf_run import begin, now, run_of
from dapf_status_check import record_status, refresh
from dapf_store import Store
from dapf_submit import record

log = logging.getLogger(__name__)

_REASON = "ended by clean-up: the run was over before the job"


def main(context: str, argv: Sequence[str] | None = None) -> None:
    """Run as a Glue job. :param context: `training` or `inferencing`."""
    clean_up(context, begin(argv))


def clean_up(
    context: str,
    arguments: Mapping[str, str],
    session: boto3.Session | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[InputRow]:
    """:returns: the rows of the run as they are now: all ended, all closed."""
    run = run_of(context, arguments)
    queue = required(arguments, "aws_batch_job_queue")["aws_batch_job_queue"]
    store = Store(run, session)
    try:
        rows = _close_rows(store, queue, Jobs(run.region, session, sleep, store.opened_at()), session)
        opened = store.run_row()
        if opened is not None and not opened.closed_at:
            store.put_run_row(replace(opened, closed_at=now()))
        log.info("%d rows closed", len(rows))
        return rows
    finally:
        # Even when a row could not be closed: the next run must not find an old answer.
        write_completion(run, RESET, session)


def _close_rows(store: Store, queue: str, jobs: Jobs, session: boto3.Session | None) -> list[InputRow]:
    found = [_adopted(store, jobs, queue, row) for row in store.input_rows()]
    rows = [_ended(store, jobs, row) for row in refresh(store, found, session)]
    return [_closed(store, row) for row in rows]


def _adopted(store: Store, jobs: Jobs, queue: str, row: InputRow) -> InputRow:
    """A row that was left half-way through its submission may have a job."""
    job_id = jobs.find(queue, row.job_name) if row.job_status == SUBMITTING else None
    return row if job_id is None else record(store, row, job_id)


def _ended(store: Store, jobs: Jobs, row: InputRow) -> InputRow:
    if row.job_status in ENDED:
        return row
    if row.job_status in IN_BATCH:
        log.info("%s: ending job %s", row.pk_mappingid, row.job_name)
        jobs.terminate(row.batchjob_id, _REASON)
        return record_status(store, row, ABORTED, _REASON)
    aborted = replace(row, job_status=ABORTED, reason="no job was submitted", updated_at=now())
    store.put_input_row(aborted)
    return aborted


def _closed(store: Store, row: InputRow) -> InputRow:
    if row.closed_at:
        return row
    closed = replace(row, closed_at=now())
    state = store.state_row(row.batchjob_id) if row.batchjob_id else None
    if state is not None:
        store.put_state_row(replace(state, closed_at=closed.closed_at))
    store.put_input_row(closed)
    return closed
