"""For gatekeepers: makes the tables say what a run has to do. May be done again at any time, after any crash."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dapf_arguments import percent
from dapf_rows import ABORTED, FAILED, InputRow, MetaRow, RunRow, mapping_id
from dapf_run import now
from dapf_store import Store

log = logging.getLogger(__name__)

#: A row that ended so gets a new job when the run of its day is opened again.
_TO_REPEAT = frozenset({FAILED, ABORTED})


@dataclass(frozen=True)
class Job:
    """One job that the run shall have."""

    #: The value of the mapping's primary key.
    mapping_key: str
    algorithm: str
    #: `s3://bucket/prefix/` that the job writes to.
    s3_output: str
    #: Inferencing: `s3://bucket/prefix/` of the approved model.
    s3_model: str = ""
    #: JSON of the algorithm's own settings.
    parameters: str = "{}"


def open_run(store: Store, jobs: Sequence[Job], failure_threshold_percent: str = "") -> None:
    """Write one row a job into the input and meta tables, and remove the rows of other days and former mappings.

    A second run of a day goes on where the first one ended: rows that succeeded or are under way stay as they are, rows
    that failed are opened again.

    :param failure_threshold_percent: how many per cent of the jobs may fail; empty leaves it to the status-check job.
    :raises ValueError: when there are no jobs, or two are the same.
    :raises ArgumentError: when the threshold is no percentage.
    """
    keys = [mapping_id(job.mapping_key, job.algorithm) for job in jobs]
    twice = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if not keys or twice:
        raise ValueError(f"jobs named twice: {', '.join(twice)}" if twice else "the run would have no jobs")
    percent({"failure_threshold_percent": failure_threshold_percent}, "failure_threshold_percent")
    run = store.run
    store.put_run_row(
        RunRow(
            run_date=run.run_date,
            jobs=len(keys),
            execution_id=run.execution_id,
            failure_threshold_percent=failure_threshold_percent,
            opened_at=store.opened_at() or now(),
        )
    )
    # Rows that are no longer wanted go first: a run that is opened half-way must not count them.
    wanted = set(keys)
    for key in store.all_meta_keys():
        if key not in wanted:
            store.delete_meta_row(key)
    for key, date in store.all_input_keys().items():
        if key not in wanted:
            log.info("removing row %s of %s", key, date)
            store.delete_input_row(key)
    for key, job in zip(keys, jobs):
        _open_row(store, key, job)


def _open_row(store: Store, key: str, job: Job) -> None:
    run = store.run
    store.put_meta_row(
        MetaRow(
            metaKey=key,
            run_date=run.run_date,
            mapping_key=job.mapping_key,
            algorithm=job.algorithm,
            s3_output=job.s3_output,
            execution_id=run.execution_id,
            s3_model=job.s3_model,
            parameters=job.parameters,
            updated_at=now(),
        )
    )
    fresh = InputRow(
        pk_mappingid=key,
        run_date=run.run_date,
        mapping_key=job.mapping_key,
        algorithm=job.algorithm,
        s3_output=job.s3_output,
        execution_id=run.execution_id,
        updated_at=now(),
    )
    old = store.input_row(key)
    if old is None:
        store.new_input_row(fresh)
    elif old.job_status in _TO_REPEAT:
        store.replace_input_row(old, replace(fresh, attempt=old.attempt + 1))
    else:
        store.replace_input_row(old, replace(old, execution_id=run.execution_id, closed_at=""))
