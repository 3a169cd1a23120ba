"""Where the edge is, for what moto itself starts: it calls AWS there, like every other client.

The edge begins to listen after moto does, and tells then (`control.py`).
"""

from __future__ import annotations

import os
import threading

_known = threading.Event()
_port = 0


def tell(port: int) -> None:
    global _port
    _port = port
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
