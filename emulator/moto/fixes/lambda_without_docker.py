"""Lambda: functions run in Docker containers of images that have to be downloaded.

Here a Python function runs as a process of this machine's Python, as a client of the embedded AWS with the credentials of its role.
Nothing is installed for it but what lies in its archive and what Lambda itself has (boto3).
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import uuid
import zipfile
from typing import Any

import edge_endpoint
from function_role import NOT_TRUSTED, credentials_of, may_log
from moto.awslambda.models import LambdaFunction

RUNNER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "function_runner.py")


def invoke(function: LambdaFunction, event: Any = None) -> tuple[str, bool, str]:
    """:returns: the payload, whether it is an error, and the log; as `LambdaFunction._invoke_lambda` does."""
    try:
        credentials = credentials_of(function)
    except edge_endpoint.AccessDenied:
        return failure("AccessDeniedException", NOT_TRUSTED)
    payload, failed, log = run(function, {} if event is None else event, credentials)
    if may_log(function, credentials["AccessKeyId"]):
        function.logs_backend.ensure_log_group(function.logs_group_name)
        function.save_logs(log)
    return payload, failed, log


def run(function: LambdaFunction, event: Any, credentials: dict[str, str]) -> tuple[str, bool, str]:
    if not str(function.run_time).startswith("python"):
        return failure("Runtime.Unsupported", f"the embedded AWS runs Python functions only, not {function.run_time}")
    with tempfile.TemporaryDirectory(prefix="dapf-lambda-") as folder:
        code, answer = os.path.join(folder, "code"), os.path.join(folder, "answer")
        zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(code)
        try:
            ended = subprocess.run(
                [sys.executable, RUNNER, code, str(function.handler), answer],
                input=json.dumps(event),
                env=environment(function, credentials),
                cwd=code,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=float(function.timeout or 3),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return failure("Sandbox.Timedout", f"Task timed out after {float(function.timeout or 3):.2f} seconds")
        if not os.path.exists(answer):
            payload, _, log = failure("Runtime.ExitError", f"Runtime exited with exit code {ended.returncode}")
            return payload, True, ended.stdout + log
        with open(answer, encoding="utf-8") as file:
            found = json.load(file)
    return json.dumps(found.get("error", found.get("payload"))), "error" in found, ended.stdout


def failure(kind: str, message: str) -> tuple[str, bool, str]:
    return json.dumps({"errorType": kind, "errorMessage": message}), True, f"{kind}: {message}\n"


def environment(function: LambdaFunction, credentials: dict[str, str]) -> dict[str, str]:
    return {
        **edge_endpoint.client_environment_of(credentials, function.account_id, function.region),
        "_HANDLER": str(function.handler),
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "DAPF_FUNCTION_ARN": function.function_arn,
        "DAPF_REQUEST_ID": str(uuid.uuid4()),
        "PYTHONDONTWRITEBYTECODE": "1",
        **{name: str(value) for name, value in function.environment_vars.items()},
    }


def apply() -> None:
    LambdaFunction._invoke_lambda = invoke  # type: ignore[method-assign,assignment]
