"""Submits one Batch job for every pending row of a run and records it in the state table.

The order of the steps makes it safe to kill the process at any point and to start it again:

1. the row is claimed: SUBMITTING, with the name of its job, which follows from the row;
2. the job is submitted;
3. the state row is written;
4. the row becomes SUBMITTED, with the id of the job.

AWS Batch is asked which jobs of the run it has before any is submitted. A row that is found SUBMITTING was left between
1 and 4, maybe a moment ago: about its job AWS Batch is asked again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Callable

import boto3

from dapf_arguments import ArgumentError, required
from dapf_jobs import Jobs, job_name_head, job_name_of
from dapf_rows import PENDING, SUBMITTED, SUBMITTING, InputRow, StateRow
from dapf_run import Run, begin, now, run_of
from dapf_store import Store

log = logging.getLogger(__name__)


class NothingToRunError(Exception):
    """The input table has no rows of the run's day."""


def main(context: str, argv: Sequence[str] | None = None) -> None:
    """Run as a Glue job. :param context: `training` or `inferencing`."""
    submit_pending(context, begin(argv))


def submit_pending(
    context: str,
    arguments: Mapping[str, str],
    session: boto3.Session | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[InputRow]:
    """:returns: the rows that got their jobs now."""
    run = run_of(context, arguments)
    batch = required(arguments, "aws_batch_job_queue", "aws_batch_job_name", "aws_batch_job_definition_arn")
    definition = batch["aws_batch_job_definition_arn"]
    if not definition.startswith("arn:"):
        raise ArgumentError(
            f"there is no live job definition for {context} yet: its SSM parameter says {definition!r}; "
            "the code-sync pipeline writes it"
        )
    store = Store(run, session)
    rows = store.input_rows()
    if not rows:
        raise NothingToRunError(f"table {run.input_table} has no rows of {run.run_date}: has the gatekeeper run?")

    queue, head = batch["aws_batch_job_queue"], batch["aws_batch_job_name"]
    jobs = Jobs(run.region, session, sleep, store.opened_at())
    there = jobs.named(queue, job_name_head(head, run.run_date) + "*")
    done = []
    for row in rows:
        if row.job_status not in (PENDING, SUBMITTING):
            continue
        claimed = _claimed(store, row, job_name_of(head, run.run_date, row.pk_mappingid, row.attempt))
        if claimed is None:
            log.info("%s: another process has it", row.pk_mappingid)
            continue
        name = claimed.job_name
        job_id = there.get(name) or (jobs.find(queue, name) if row.job_status == SUBMITTING else None)
        found = job_id is not None
        job_id = job_id or jobs.submit(queue, name, definition, _environment(run, claimed))
        log.info("%s: %s %s as %s", row.pk_mappingid, "found" if found else "submitted", name, job_id)
        done.append(record(store, claimed, job_id))
    log.info("%d of %d rows submitted", len(done), len(rows))
    return done


def _claimed(store: Store, row: InputRow, job_name: str) -> InputRow | None:
    """The row with the name of its job; None when another process changed it."""
    if row.job_status == SUBMITTING and row.job_name:
        return row
    claimed = replace(row, job_status=SUBMITTING, job_name=job_name, updated_at=now())
    return claimed if store.replace_input_row(row, claimed) else None


def record(store: Store, row: InputRow, batchjob_id: str) -> InputRow:
    """Write down which Batch job a claimed row has: the state row first, as the input row says that it is there."""
    submitted = replace(row, job_status=SUBMITTED, batchjob_id=batchjob_id, updated_at=now())
    store.put_state_row(
        StateRow(
            batchjob_id=batchjob_id,
            pk_mappingid=row.pk_mappingid,
            run_date=row.run_date,
            job_name=row.job_name,
            mapping_key=row.mapping_key,
            algorithm=row.algorithm,
            job_status=SUBMITTED,
            attempt=row.attempt,
            execution_id=row.execution_id,
            submitted_at=submitted.updated_at,
            updated_at=submitted.updated_at,
        )
    )
    store.put_input_row(submitted)
    return submitted


def _environment(run: Run, row: InputRow) -> dict[str, str]:
    """What the container learns about its job; the rest is in the meta table, under its mapping id."""
    return {
        "DAPF_CONTEXT": run.context,
        "DAPF_REGION": run.region,
        "DAPF_RUN_DATE": run.run_date,
        "DAPF_JOB_NAME": row.job_name,
        "DAPF_MAPPING_ID": row.pk_mappingid,
        "DAPF_MAPPING_KEY": row.mapping_key,
        "DAPF_ALGORITHM": row.algorithm,
        "DAPF_OUTPUT": row.s3_output,
        "DAPF_META_TABLE": run.meta_table,
    }
