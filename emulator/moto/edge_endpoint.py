"""Where the edge is, for what moto itself starts: it calls AWS there, like every other client.

The edge begins to listen after moto does, and tells then (`control.py`).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import boto3

_known = threading.Event()
_port = 0
_token = ""

# Loopback is reached directly, whatever proxy the machine has.
_opener = build_opener(ProxyHandler({}))
TIMEOUT_SECONDS = 60


class AccessDenied(Exception):
    """The edge has decided that a principal may not do something; the message is AWS's sentence."""


def tell(port: int, token: str) -> None:
    """:param token: by which the edge knows this process."""
    global _port, _token
    _port = port
    _token = token
    _known.set()


def url(timeout_seconds: float = 10) -> str:
    """:raises RuntimeError: when nobody has told."""
    if not _known.wait(timeout_seconds):
        raise RuntimeError("embedded AWS: moto was not told where the edge is")
    return f"http://127.0.0.1:{_port}"


def client_environment(account: str, region: str) -> dict[str, str]:
    """This process's environment without its AWS settings, with those that make a process a client of the edge."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
    return {
        **kept,
        "AWS_ENDPOINT_URL": url(),
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def client_environment_of(credentials: Mapping[str, str], account: str, region: str) -> dict[str, str]:
    """The same, for a process that calls as the role whose credentials these are (`assume`)."""
    token = credentials.get("SessionToken")
    return {
        **client_environment(account, region),
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        **({"AWS_SESSION_TOKEN": token} if token else {}),
    }


def client_of(credentials: Mapping[str, str], service: str, region: str, **more: Any) -> Any:
    """A client of boto3 that calls as the role whose credentials these are (`assume`).

    :param more: further arguments of `boto3.client`
    """
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=url(),
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken") or None,
        **more,
    )


def assume(
    account: str, region: str, service: str, role_arn: str, session_name: str, source_arn: str | None = None
) -> dict[str, str]:
    """Credentials of a role for what a service runs: AccessKeyId, SecretAccessKey, SessionToken, and the session's Arn.

    :param service: such as "states.amazonaws.com"
    :param source_arn: what the service takes the role for
    :raises AccessDenied: when the role is not there or its trust policy does not let the service take it
    """
    want = {"service": service, "roleArn": role_arn, "sessionName": session_name, "sourceArn": source_arn}
    answer = _post("assume", {"account": account, "region": region, "want": want})
    if "denied" in answer:
        raise AccessDenied(answer["denied"])
    return answer["credentials"]


def denial_of(account: str, region: str, principal: str, asks: Sequence[Mapping[str, Any]]) -> str | None:
    """Why a principal may not do what is done in its name; None: it may. It is recorded like a call.

    :param principal: an access key id, the ARN of a role, or the name of a service that acts for itself
    :param asks: each with "action", "resource" (an ARN or "*"), and where conditions look at it "context" (key -> values)
    """
    question = {"account": account, "region": region, "principal": principal, "asks": list(asks)}
    return _post("ask", question)["denied"]


def _post(route: str, body: Mapping[str, Any]) -> dict[str, Any]:
    headers = {"content-type": "application/json", "x-dapf-token": _token}
    request = Request(f"{url()}/_dapf/iam/{route}", json.dumps(body).encode(), headers)
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return json.loads(answer.read())
    except HTTPError as error:
        raise RuntimeError(f"embedded AWS: the edge answered {error.code}: {error.read().decode()}") from error
