"""Documents and photos, to and from the bot."""

from __future__ import annotations

import httpx
import pytest

from .asking import address, complaint_of, result_of
from .people import User
from .server import BotApiServer

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
MEGABYTE = 1024 * 1024


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
