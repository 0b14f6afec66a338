"""Calls the test server as a bot does, but without any library's own checks."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .model import Json
from .server import BotApiServer

TIMEOUT_SECONDS = 10


def address(server: BotApiServer, method: str) -> str:
    return f"{server.base_url}{server.token}/{method}"


def ask(server: BotApiServer, method: str, **parameters: Any) -> Json:
    """The whole JSON answer of one call, be it a result or an error."""
    body = json.dumps(parameters).encode()
    request = Request(address(server, method), body, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return read_json(response.read())
    except HTTPError as error:
        with error:
            return read_json(error.read())


def read_json(content: bytes) -> Json:
    answer: Json = json.loads(content)
    return answer


def result_of(server: BotApiServer, method: str, **parameters: Any) -> Any:
    """The result of a call that must succeed."""
    answer = ask(server, method, **parameters)
    assert answer["ok"], answer
    return answer["result"]


def complaint_of(server: BotApiServer, method: str, **parameters: Any) -> str:
    """The description of the error a call must end with."""
    answer = ask(server, method, **parameters)
    assert not answer["ok"], answer
    return str(answer["description"])
