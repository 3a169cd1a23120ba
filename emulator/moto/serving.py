"""Moto as a WSGI application that says clearly what it cannot do."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable
from typing import Any

import edge_endpoint
from http_server import StartResponse
from inventory import inventory
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app


# The edge's control routes are on its own side; AWS has no such path.
INVENTORY_PATH = "/_dapf/inventory/"


class FailingClearly:
    """Turns an exception of moto into an answer that names it.

    Moto raises NotImplementedError for an operation that it lacks; as a plain 500 that makes AWS clients retry for
    minutes. 501 is not retried.
    """

    def __init__(self) -> None:
        self.application = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            if environ["PATH_INFO"].startswith(edge_endpoint.PATH):
                edge_endpoint.tell(int(environ["PATH_INFO"].removeprefix(edge_endpoint.PATH)))
                return answer(start_response, "200 OK", "{}")
            if environ["PATH_INFO"].startswith(INVENTORY_PATH):
                account = environ["PATH_INFO"].removeprefix(INVENTORY_PATH)
                return answer(start_response, "200 OK", json.dumps(inventory(account)))
            return self.application(environ, start_response)
        except NotImplementedError as error:
            return failure(start_response, "501 Not Implemented", "NotImplemented", f"embedded AWS: {error}")
        except Exception as error:  # noqa: BLE001 - whatever moto raises must become an answer
            where = f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')} {environ.get('HTTP_X_AMZ_TARGET', '')}"
            print(f"moto failed on {where}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            text = f"embedded AWS: {type(error).__name__}: {error}"
            return failure(start_response, "500 Internal Server Error", "InternalFailure", text)


def failure(start_response: StartResponse, status: str, code: str, text: str) -> Iterable[bytes]:
    body = json.dumps({"__type": code, "message": text, "Message": text})
    return answer(start_response, status, body, ("x-amzn-errortype", code))


def answer(start_response: StartResponse, status: str, body: str, *headers: tuple[str, str]) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/x-amz-json-1.1"), *headers])
    return [body.encode()]
