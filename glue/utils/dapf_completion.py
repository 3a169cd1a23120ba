"""The SSM parameter through which the status check tells the state machine whether all Batch jobs have ended."""

from __future__ import annotations

import boto3
from botocore.config import Config

from dapf_run import Run

#: What the parameter says between runs, and before the first one.
RESET = "default"


def write_completion(run: Run, value: str, session: boto3.Session | None = None) -> None:
    """:param value: `True`, `False` or `RESET`."""
    retries = Config(retries={"mode": "standard", "max_attempts": 10})
    ssm = (session or boto3.Session()).client("ssm", region_name=run.region, config=retries)
    ssm.put_parameter(Name=run.complete_status, Value=value, Type="String", Overwrite=True)
