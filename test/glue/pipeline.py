"""The steps of a run, as the state machine starts them, and rows to start them with."""

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


def submit(platform: Platform, day="2026-11-21", session=None, **changes):
    arguments = platform.arguments(day, **changes)
    return submit_pending(platform.context, arguments, session or platform.session, platform.sleep)


def check(platform: Platform, day="2026-11-21", session=None, **changes):
    return check_status(platform.context, platform.arguments(day, **changes), session or platform.session)


def tidy(platform: Platform, day="2026-11-21", session=None, **changes):
    return clean_up(platform.context, platform.arguments(day, **changes), session or platform.session, platform.sleep)
