"""The server over real HTTP: tokens, bodies, connections and planned faults."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .asking import address, ask, complaint_of, result_of
from .people import User
from .server import BotApiServer


def test_get_me(server: BotApiServer) -> None:
    me = result_of(server, "getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (123456, "test_bot", True)
    assert server.bot.id == me["id"]


def test_method_names_ignore_case_and_get_works(server: BotApiServer) -> None:
    assert httpx.get(address(server, "GETME")).json()["ok"]


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot123456:WRONG/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot123456:TEST/inventedMethod", 404, "Not Found: method not found"),
        ("/elsewhere", 404, "Not Found"),
        ("/file/bot123456:TEST/files/file-9", 404, "Not Found"),
        ("/file/bot123456:WRONG/files/file-1", 401, "Unauthorized"),
    ],
)
def test_wrong_addresses(server: BotApiServer, path: str, status: int, description: str) -> None:
    answer = httpx.get(server.address + path)
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}
    assert [refused.description for refused in server.unplanned_refusals] == [description]


def test_form_json_multipart_and_query_are_read_alike(server: BotApiServer, lan: User) -> None:
    values = {"chat_id": str(lan.id), "text": "Chào chị Lan & anh Hùng"}
    url = address(server, "sendMessage")
    httpx.post(url, data=values)
    httpx.post(url, json={**values, "chat_id": lan.id})
    httpx.post(url, data=values, files={"unused": ("a.txt", b"a")})
    httpx.get(url, params=values)
    assert [message.text for message in lan.chat.bot_messages] == [values["text"]] * 4
    assert server.calls_to("sendMessage") == [values] * 4


@pytest.mark.parametrize(
    ("content_type", "body", "description"),
    [
        ("application/json", b"{", "can't parse JSON body of the request"),
        ("application/json", b"[1]", "object expected as JSON body of the request"),
        ("application/json", b'{"text": "\\ud800"}', "strings must be encoded in UTF-8"),
        ("application/json", b'{"text": "\xff"}', "strings must be encoded in UTF-8"),
        ("application/x-www-form-urlencoded", b"text=%ff", "strings must be encoded in UTF-8"),
    ],
)
def test_broken_bodies(
    server: BotApiServer, content_type: str, body: bytes, description: str
) -> None:
    headers = {"Content-Type": content_type}
    answer = httpx.post(address(server, "sendMessage"), content=body, headers=headers)
    assert answer.json()["description"] == f"Bad Request: {description}"


def test_one_connection_serves_many_calls(server: BotApiServer) -> None:
    with httpx.Client() as client:
        answers = [client.post(address(server, "getMe")) for _ in range(3)]
        streams = [answer.extensions["network_stream"] for answer in answers]
        ports = {stream.get_extra_info("client_addr") for stream in streams}
    assert len(ports) == 1


def test_many_clients_at_once_get_different_messages(server: BotApiServer, lan: User) -> None:
    with ThreadPoolExecutor(8) as pool:
        jobs = [
            pool.submit(result_of, server, "sendMessage", chat_id=lan.id, text=f"{number}")
            for number in range(40)
        ]
        identifiers = {job.result()["message_id"] for job in jobs}
    assert len(identifiers) == 40
    assert len(lan.chat.bot_messages) == 40


def test_flood_control_answers_once(server: BotApiServer, lan: User) -> None:
    server.flood_once(7)
    answer = httpx.post(address(server, "sendMessage"), json={"chat_id": lan.id, "text": "a"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "7"
    assert answer.json()["description"] == "Too Many Requests: retry after 7"
    assert answer.json()["parameters"] == {"retry_after": 7}
    result_of(server, "sendMessage", chat_id=lan.id, text="a")
    assert len(server.refusals) == 1
    assert server.unplanned_refusals == []


def test_a_planned_error_hits_its_method_only(server: BotApiServer, lan: User) -> None:
    server.fail_next("sendMessage", 502, "Bad Gateway")
    result_of(server, "getMe")
    assert complaint_of(server, "sendMessage", chat_id=lan.id, text="a") == "Bad Gateway"
    result_of(server, "sendMessage", chat_id=lan.id, text="a")


@pytest.mark.parametrize("after_execution", [False, True])
def test_a_dropped_connection(server: BotApiServer, lan: User, after_execution: bool) -> None:
    server.drop_next_connection("sendMessage", after_execution=after_execution)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(address(server, "sendMessage"), json={"chat_id": lan.id, "text": "a"})
    assert len(lan.chat.bot_messages) == int(after_execution)
    assert server.refusals == []


def test_log_out_ends_everything(server: BotApiServer) -> None:
    assert result_of(server, "close")
    assert result_of(server, "logOut")
    assert complaint_of(server, "getMe") == "Logged out"


def test_a_bug_of_the_server_is_shown_not_hidden(server: BotApiServer, lan: User) -> None:
    answer = ask(server, "sendMessage", chat_id=lan.id, text="a", entities=[[]])
    assert answer["description"] == "Bad Request: can't parse MessageEntity: expected an Object"
    broken = ask(server, "sendMessage", chat_id=lan.id, text="a", entities="5")
    assert broken["error_code"] == 500
    assert "TypeError" in server.unplanned_refusals[-1].description
