"""Moto as a WSGI application that says clearly what it cannot do."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable
from typing import Any, NoReturn

from flask import Flask, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from control import Control
from http_server import StartResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

LONGEST_TEXT = 2000


class Dispatcher(DomainDispatcherApplication):
    """Moto without the pages that its server has beside AWS: its control and the metadata of instances.

    Their paths are those of buckets with such names, which only Amazon S3 has.
    """

    def __init__(self) -> None:
        super().__init__(create_app)

    def get_backend_for_host(self, host: str | None) -> Any:
        return None if host in ("moto_api", "instance_metadata") else super().get_backend_for_host(host)


def create_app(service: Any) -> Flask:
    app = create_backend_app(service)
    for kind in (NotFound, MethodNotAllowed):
        app.register_error_handler(kind, missing)
    return app


def missing(_: HTTPException) -> NoReturn:
    """No service of AWS answers with a web page that nothing is there."""
    raise NotImplementedError(f"{request.method} {request.path} has not been implemented")


class FailingClearly:
    """Turns an exception of moto into an answer that names it.

    Moto raises NotImplementedError for an operation that it lacks; as a plain 500 that makes AWS clients retry for
    minutes. 501 is not retried.
    """

    def __init__(self, token: str) -> None:
        self.control = Control(token)
        self.application = Dispatcher()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            body = self.control.answer(environ)
            return self.application(environ, start_response) if body is None else answer(start_response, "200 OK", body)
        except NotImplementedError as error:
            return failure(start_response, "501 Not Implemented", "NotImplemented", str(error))
        except Exception as error:  # noqa: BLE001 - whatever moto raises must become an answer
            where = f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')} {environ.get('HTTP_X_AMZ_TARGET', '')}"
            print(f"moto failed on {where}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            text = f"{type(error).__name__}: {error}"
            return failure(start_response, "500 Internal Server Error", "InternalFailure", text)


def failure(start_response: StartResponse, status: str, kind: str, text: str) -> Iterable[bytes]:
    """The edge knows which protocol the caller speaks, and makes an error of that protocol of it (edge/finish.ts)."""
    body = json.dumps({"message": f"embedded AWS: {text[:LONGEST_TEXT]}"})
    return answer(start_response, status, body, ("x-dapf-failure", kind))


def answer(start_response: StartResponse, status: str, body: str, *headers: tuple[str, str]) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/json"), *headers])
    return [body.encode()]
