"""What the edge asks of this process beside the calls of AWS: where it is, what an account holds, who there is with which
policies, to forget everything.

Only the edge can: it has sent a token over the pipe that it has started this process with, and no other program sees that.
"""

from __future__ import annotations

import hmac
import json
from typing import Any

import edge_endpoint
import iam_state
from inventory import inventory
from moto.moto_api._internal.models import moto_api_backend

TOKEN_HEADER = "HTTP_X_DAPF_TOKEN"
EDGE = "/_dapf/edge/"
INVENTORY = "/_dapf/inventory/"
RESET = "/_dapf/reset"


class Control:
    def __init__(self, token: str) -> None:
        self.token = token

    def answer(self, environ: dict[str, Any]) -> str | None:
        """The answer to a request that the edge has sent for itself; None: it is a call of AWS, whatever its path."""
        if not hmac.compare_digest(environ.get(TOKEN_HEADER, "").encode(), self.token.encode()):
            return None
        path = environ["PATH_INFO"]
        if path.startswith(EDGE):
            edge_endpoint.tell(int(path.removeprefix(EDGE)), self.token)
        elif path.startswith(INVENTORY):
            return json.dumps(inventory(path.removeprefix(INVENTORY)))
        elif path.startswith(iam_state.PREFIX):
            return iam_state.answer(path, environ["QUERY_STRING"])
        elif path == RESET:
            moto_api_backend.reset()
        else:
            return None
        return "{}"
