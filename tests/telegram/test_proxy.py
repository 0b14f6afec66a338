"""A proxy carries everything, fetching updates too: with one of the two set, commands stay dead."""

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.conversation import Conversation
from bot.transports.telegram.app import build
from tests.botapi import BotApiServer
from tests.conversations import SPEECHES
from tests.telegram.running import running, wire


class Forwarding(BaseHTTPRequestHandler):
    """A plain HTTP proxy that writes down which methods of the Bot API went through it."""

    protocol_version = "HTTP/1.1"
    carried: set[str]

    def do_POST(self) -> None:
        self.carried.add(self.path.rpartition("/")[2])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kept = {"Content-Type": self.headers.get("Content-Type", "application/json")}
        request = urllib.request.Request(self.path, body, kept)
        directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with directly.open(request) as answer:
            said = answer.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Keeps quiet."""


@pytest.fixture
def proxy() -> Iterator[ThreadingHTTPServer]:
    Forwarding.carried = set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Forwarding)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_proxy_carries_messages_and_updates(
    proxy: ThreadingHTTPServer, server: BotApiServer, shell: Conversation
) -> None:
    address = f"http://127.0.0.1:{proxy.server_port}"
    stranger = server.user(first_name="Lạ", language_code="vi")
    with running(server, shell, proxy=address):
        stranger.send("xin chào")
        stranger.wait_for_message()
    assert {"getUpdates", "sendMessage", "getMe"} <= Forwarding.carried


def test_a_socks_proxy_is_accepted(server: BotApiServer, shell: Conversation) -> None:
    assert build(shell, SPEECHES, wire(server, proxy="socks5://127.0.0.1:9")) is not None
