"""The server over real HTTP: tokens, bodies, long polling, planned faults and files."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .asking import ask, complaint_of, result_of
from .people import User
from .server import BotApiServer

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
MEGABYTE = 1024 * 1024


def address(server: BotApiServer, method: str) -> str:
    return f"{server.base_url}{server.token}/{method}"


def test_get_me(server: BotApiServer) -> None:
    me = result_of(server, "getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (123456, "test_bot", True)


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
    ports = {answer.extensions["network_stream"].get_extra_info("client_addr") for answer in answers}
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


def test_updates_stay_until_the_offset_confirms_them(server: BotApiServer, lan: User) -> None:
    lan.send("một")
    lan.send("hai")
    first = result_of(server, "getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["/start", "một"]
    assert result_of(server, "getUpdates", limit=2) == first
    rest = result_of(server, "getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["hai"]
    assert result_of(server, "getUpdates", offset=rest[-1]["update_id"] + 1) == []


def test_a_negative_offset_keeps_the_last_updates(server: BotApiServer, lan: User) -> None:
    lan.send("một")
    assert len(result_of(server, "getUpdates", offset=-1)) == 1
    assert len(result_of(server, "getUpdates")) == 1


def test_long_polling_returns_as_soon_as_something_happens(
    server: BotApiServer, lan: User
) -> None:
    offset = server.last_update_id + 1
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(result_of, server, "getUpdates", offset=offset, timeout=30)
        wait_for_calls(server, "getUpdates", 1)
        lan.send("Chào em")
        assert waiting.result(5)[0]["message"]["text"] == "Chào em"


def test_long_polling_ends_with_nothing(server: BotApiServer) -> None:
    started = time.monotonic()
    assert result_of(server, "getUpdates", timeout=1) == []
    assert time.monotonic() - started >= 0.9


def test_two_pollers_conflict(server: BotApiServer, lan: User) -> None:
    offset = server.last_update_id + 1
    with ThreadPoolExecutor() as pool:
        older = pool.submit(ask, server, "getUpdates", offset=offset, timeout=30)
        wait_for_calls(server, "getUpdates", 1)
        newer = pool.submit(ask, server, "getUpdates", offset=offset, timeout=30)
        refused = older.result(5)
        lan.send("Chào em")
        assert newer.result(5)["ok"]
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request")


def test_a_poller_that_hung_up_makes_no_conflict(server: BotApiServer, lan: User) -> None:
    offset = server.last_update_id + 1
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            address(server, "getUpdates"), json={"offset": offset, "timeout": 30}, timeout=0.05
        )
    with ThreadPoolExecutor() as pool:
        newer = pool.submit(result_of, server, "getUpdates", offset=offset, timeout=30)
        wait_for_calls(server, "getUpdates", 2)
        lan.send("Chào em")
        assert len(newer.result(5)) == 1
    assert server.refusals == []


def test_stopping_does_not_wait_for_pollers() -> None:
    with BotApiServer() as server, ThreadPoolExecutor() as pool:
        waiting = pool.submit(
            httpx.post, address(server, "getUpdates"), json={"timeout": 50}, timeout=50
        )
        wait_for_calls(server, "getUpdates", 1)
        server.__exit__(None, None, None)
        with pytest.raises(httpx.RemoteProtocolError):
            waiting.result(5)


def test_only_allowed_updates_are_kept(server: BotApiServer, lan: User) -> None:
    result_of(server, "getUpdates", allowed_updates=["callback_query"])
    known = len(server.updates)
    lan.send("không ai nghe")
    assert len(server.updates) == known
    result_of(server, "getUpdates", allowed_updates=[])
    lan.send("nghe rồi")
    assert len(server.updates) == known + 1


def test_redelivery_hands_out_the_same_update_again(server: BotApiServer, lan: User) -> None:
    update = result_of(server, "getUpdates")[0]
    offset = update["update_id"] + 1
    assert result_of(server, "getUpdates", offset=offset) == []
    server.redeliver(update["update_id"])
    assert result_of(server, "getUpdates", offset=offset) == [update]
    assert result_of(server, "getUpdates", offset=offset) == []


def test_webhook_and_polling_exclude_each_other(server: BotApiServer) -> None:
    result_of(server, "setWebhook", url="https://example.com/hook")
    assert result_of(server, "getWebhookInfo")["url"] == "https://example.com/hook"
    assert complaint_of(server, "getUpdates").startswith("Conflict: can't use getUpdates method")
    result_of(server, "deleteWebhook")
    assert result_of(server, "getUpdates") == []
    assert "HTTPS" in complaint_of(server, "setWebhook", url="http://example.com")


def test_deleting_the_webhook_can_drop_updates(server: BotApiServer, lan: User) -> None:
    assert result_of(server, "getWebhookInfo")["pending_update_count"] == 1
    result_of(server, "deleteWebhook", drop_pending_updates=True)
    assert result_of(server, "getUpdates") == []


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


def test_a_document_keeps_its_bytes(server: BotApiServer, lan: User) -> None:
    content = b"\xef\xbb\xbfh\xe1\xbb\x8d t\xc3\xaan\r\n--not-a-boundary\r\n\r\n\0\xff"
    answer = httpx.post(
        address(server, "sendDocument"),
        data={"chat_id": str(lan.id), "caption": "<b>Khách</b>", "parse_mode": "HTML"},
        files={"document": ("khách hàng.csv", content, "text/csv")},
    ).json()
    message = lan.chat.messages[-1]
    assert message.file is not None
    assert (message.kind, message.text, message.file.data) == ("document", "Khách", content)
    sent = answer["result"]["document"]
    assert (sent["file_name"], sent["mime_type"]) == ("khách hàng.csv", "text/csv")
    assert result_of(server, "sendDocument", chat_id=lan.id, document=sent["file_id"])


def test_an_attached_photo_can_be_fetched_again(server: BotApiServer, lan: User) -> None:
    photo = httpx.post(
        address(server, "sendPhoto"),
        data={"chat_id": str(lan.id), "photo": "attach://picture"},
        files={"picture": ("a.png", PICTURE)},
    ).json()["result"]["photo"][-1]
    path = result_of(server, "getFile", file_id=photo["file_id"])["file_path"]
    assert httpx.get(f"{server.base_file_url}{server.token}/{path}").content == PICTURE


@pytest.mark.parametrize(
    ("method", "name", "content", "description"),
    [
        ("sendDocument", "document", b"", "Bad Request: file must be non-empty"),
        ("sendDocument", "document", bytes(50 * MEGABYTE + 1), "Request Entity Too Large"),
        (
            "sendPhoto",
            "photo",
            PICTURE + bytes(10 * MEGABYTE),
            "Bad Request: file of size 10486024 bytes is too big for a photo; "
            "the maximum size is 10485760 bytes",
        ),
        ("sendPhoto", "photo", b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "other", PICTURE, "Bad Request: there is no photo in the request"),
    ],
    ids=["empty", "too big", "photo too big", "no picture", "missing"],
)
def test_refused_files(
    server: BotApiServer, lan: User, method: str, name: str, content: bytes, description: str
) -> None:
    answer = httpx.post(
        address(server, method), data={"chat_id": str(lan.id)}, files={name: ("file", content)}
    )
    assert answer.json()["description"] == description
    assert lan.chat.bot_messages == ()


def test_refused_file_ids(server: BotApiServer, lan: User) -> None:
    wrong = complaint_of(server, "sendDocument", chat_id=lan.id, document="file-9")
    assert wrong == "Bad Request: wrong file identifier/HTTP URL specified"
    assert complaint_of(server, "getFile") == "Bad Request: file_id not specified"
    unknown = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert complaint_of(server, "getFile", file_id="file-9") == unknown
    lan.send_document(bytes(20 * MEGABYTE + 1), "to.bin")
    big = server.updates[-1]["message"]["document"]["file_id"]
    assert complaint_of(server, "getFile", file_id=big) == "Bad Request: file is too big"


def test_log_out_ends_everything(server: BotApiServer) -> None:
    assert result_of(server, "close")
    assert result_of(server, "logOut")
    assert complaint_of(server, "getMe") == "Logged out"


def test_a_bug_of_the_server_is_shown_not_hidden(server: BotApiServer, lan: User) -> None:
    answer = ask(server, "sendMessage", chat_id=lan.id, text="a", entities=json.dumps([[]]) * 1)
    assert answer["description"] == "Bad Request: can't parse MessageEntity: expected an Object"
    broken = ask(server, "sendMessage", chat_id=lan.id, text="a", entities="5")
    assert broken["error_code"] == 500
    assert "TypeError" in server.unplanned_refusals[-1].description


def wait_for_calls(server: BotApiServer, method: str, count: int) -> None:
    """Until the server has taken up that many calls; they may be waiting in it."""
    deadline = time.monotonic() + 5
    pause = threading.Event()
    while len(server.calls_to(method)) < count:
        assert time.monotonic() < deadline
        pause.wait(0.005)
