"""A small threaded HTTP/1.1 server with keep-alive; it knows nothing of Telegram."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class HttpRequest:
    path: str
    query: str
    content_type: str
    body: bytes
    is_connected: Callable[[], bool]


@dataclass(frozen=True)
class HttpReply:
    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


# None hangs up without an answer, as a broken network does.
Answer = Callable[[HttpRequest], HttpReply | None]


class HttpServer(ThreadingHTTPServer):
    daemon_threads = False  # only then does closing the server wait for its threads
    request_queue_size = 128

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), RequestHandler)
        self.answer = answer
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="botapi", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def disconnect(self) -> None:
        """Takes no new connection and hangs up the open ones; their threads then run out."""
        self._stopping.set()
        with socket.create_connection(("127.0.0.1", self.server_port)):
            self._thread.join()
        with self._open_lock:
            for connection in self._open:
                hang_up(connection)

    def _serve(self) -> None:
        # serve_forever would notice a stop only at its next look, which adds up over many tests
        while not self._stopping.is_set():
            self.handle_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # a client that hangs up in the middle is ordinary; anything else is a bug worth seeing
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one packet

    def do_GET(self) -> None:
        self._respond(b"")

    def do_POST(self) -> None:
        self._respond(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name upstream
        """Tests read `server.calls` instead of a log."""

    def _respond(self, body: bytes) -> None:
        reply = cast("HttpServer", self.server).answer(self._request(body))
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def _request(self, body: bytes) -> HttpRequest:
        address = urlsplit(self.path)
        return HttpRequest(
            path=unquote(address.path),
            query=address.query,
            content_type=self.headers.get("Content-Type", ""),
            body=body,
            is_connected=self._is_connected,
        )

    def _is_connected(self) -> bool:
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
            return not readable or bool(self.connection.recv(1, socket.MSG_PEEK))
        except (OSError, ValueError):
            return False


def hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the client may have been quicker
        connection.shutdown(socket.SHUT_RDWR)
