"""The steps of a run, as the state machine starts them, and rows to start them with."""

from dataclasses import replace

from memory_platform import Platform

from dapf_clean_up import clean_up
from dapf_open_run import Job, open_run
from dapf_run import run_of
from dapf_status_check import check_status
from dapf_store import Store
from dapf_submit import submit_pending

KEYS = ("brake_disc/xgb", "gearbox/xgb", "wiper_motor/xgb")


def open_rows(platform: Platform, day="2026-11-21", keys=KEYS, threshold="", session=None):
    store = Store(run_of(platform.context, platform.arguments(day)), session or platform.session)
    pairs = [key.split("/") for key in keys]
    open_run(
        store, [Job(key, algorithm, f"s3://shared/{day}/{algorithm}/{key}/") for key, algorithm in pairs], threshold
    )


def end_rows(platform: Platform, status: str, bucket: str):
    """As if their jobs had ended so, and had written below a prefix of the bucket."""
    store = Store(run_of(platform.context, platform.arguments()), platform.session)
    for row in store.input_rows():
        s3_output = f"s3://{bucket}/{row.pk_mappingid}/"
        store.put_input_row(replace(row, job_status=status, s3_output=s3_output))


def submit(platform: Platform, day="2026-11-21", session=None, **changes):
    arguments = platform.arguments(day, **changes)
    return submit_pending(platform.context, arguments, session or platform.session, platform.sleep)


def check(platform: Platform, day="2026-11-21", session=None, **changes):
    return check_status(platform.context, platform.arguments(day, **changes), session or platform.session)


def tidy(platform: Platform, day="2026-11-21", session=None, **changes):
    return clean_up(platform.context, platform.arguments(day, **changes), session or platform.session, platform.sleep)
