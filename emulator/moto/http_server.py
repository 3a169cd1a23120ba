"""A small HTTP/1.1 server for one WSGI application, with the edge as its only client.

Werkzeug's own server opens and closes a connection (and a thread) for each request, which costs more than most of moto's
answers; here connections stay open.
"""

from __future__ import annotations

import io
import socketserver
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# WSGI (PEP 3333) names these two without the prefix HTTP_.
PLAIN_HEADERS = {"CONTENT_TYPE", "CONTENT_LENGTH"}
WITHOUT_BODY = {204, 304}


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free loopback port, one thread per connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, application: Application) -> None:
        self.application = application
        super().__init__(("127.0.0.1", 0), Connection)


class Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    server: Server

    def handle(self) -> None:
        try:
            while (request_line := self.rfile.readline()) not in (b"", b"\r\n"):
                method, target, _ = request_line.decode("latin-1").split(" ", 2)
                headers = read_headers(self.rfile)
                body = read_body(self.rfile, headers)
                self.wfile.write(self.respond(self.environ(method, target, headers, body)))
        except (ConnectionError, EOFError):
            pass  # the edge closed the connection, e.g. because its client went away

    def environ(self, method: str, target: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        path, _, query = target.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": target,
            "REQUEST_URI": target,
            "REMOTE_ADDR": self.client_address[0],
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in PLAIN_HEADERS else f"HTTP_{key}"] = value
        environ["CONTENT_LENGTH"] = str(len(body))
        return environ

    def respond(self, environ: dict[str, Any]) -> bytes:
        """The whole answer of the application, head and body."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda data: None

        result = self.server.application(environ, start_response)
        try:
            body = b"".join(result)
        finally:
            getattr(result, "close", lambda: None)()
        status, headers = started[-1]
        lines = [f"{name}: {value}" for name, value in headers if name.lower() != "content-length"]
        length = next((value for name, value in headers if name.lower() == "content-length"), str(len(body)))
        if int(status[:3]) in WITHOUT_BODY:
            body = b""
        elif environ["REQUEST_METHOD"] == "HEAD":
            lines.append(f"Content-Length: {length}")
            body = b""
        else:
            lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""])
        return head.encode("latin-1") + body


def read_headers(stream: BinaryIO) -> dict[str, str]:
    """Header fields in lower case; a repeated field becomes a comma-separated list (RFC 9110, section 5.3)."""
    headers: dict[str, str] = {}
    while (line := stream.readline()) not in (b"\r\n", b"\n"):
        if line == b"":
            raise EOFError
        name, _, value = line.decode("latin-1").partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers


def read_body(stream: BinaryIO, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        del headers["transfer-encoding"]
        return read_chunks(stream)
    length = int(headers.get("content-length") or 0)
    return read_exactly(stream, length) if length else b""


def read_chunks(stream: BinaryIO) -> bytes:
    chunks: list[bytes] = []
    while size := int(stream.readline().split(b";")[0], 16):
        chunks.append(read_exactly(stream, size))
        stream.readline()
    while stream.readline() not in (b"\r\n", b"\n", b""):
        pass  # trailer fields
    return b"".join(chunks)


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
