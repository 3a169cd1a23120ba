"""The HTTP side of the moto process: threaded, quiet, and answering missing operations as such."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler
from werkzeug.serving import make_server as make_werkzeug_server

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class QuietHandler(WSGIRequestHandler):
    """No line per request (the edge keeps the request log), no delayed small packets."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class FailingClearly:
    """Turns an exception of moto into an answer that names it.

    Moto raises NotImplementedError for an operation that it lacks; as a plain 500 that makes AWS clients retry for
    minutes. 501 is not retried.
    """

    def __init__(self, application: DomainDispatcherApplication) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.application(environ, start_response)
        except NotImplementedError as error:
            return answer(start_response, "501 Not Implemented", "NotImplemented", f"embedded AWS: {error}")
        except Exception as error:  # noqa: BLE001 - whatever moto raises must become an answer
            where = f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')} {environ.get('HTTP_X_AMZ_TARGET', '')}"
            print(f"moto failed on {where}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            text = f"embedded AWS: {type(error).__name__}: {error}"
            return answer(start_response, "500 Internal Server Error", "InternalFailure", text)


def answer(start_response: StartResponse, status: str, code: str, text: str) -> Iterable[bytes]:
    body = json.dumps({"__type": code, "message": text, "Message": text}).encode()
    headers = [
        ("Content-Type", "application/x-amz-json-1.1"),
        ("Content-Length", str(len(body))),
        ("x-amzn-errortype", code),
    ]
    start_response(status, headers)
    return [body]


def make_server() -> BaseWSGIServer:
    """A server on a free port of the loopback interface, one thread per connection."""
    application = FailingClearly(DomainDispatcherApplication(create_backend_app))
    return make_werkzeug_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
