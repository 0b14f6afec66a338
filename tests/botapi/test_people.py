"""People and groups as tests play them, and the updates the bot gets from them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .asking import result_of
from .model import Json
from .people import User
from .server import BotApiServer
from .waiting import NothingHappenedError

KEYBOARD = {"inline_keyboard": [[{"text": "Lưu", "callback_data": "save"}]]}


def last_message(server: BotApiServer) -> Json:
    message: Json = server.updates[-1]["message"]
    return message


def send(server: BotApiServer, lan: User, text: str, **options: Any) -> None:
    result_of(server, "sendMessage", chat_id=lan.id, text=text, **options)


def test_start_with_a_payload(server: BotApiServer) -> None:
    server.user(id=42, first_name="Lan", language_code="vi").start("moi-7")
    message = last_message(server)
    assert message["text"] == "/start moi-7"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "vi"
    assert message["chat"] == {"id": 42, "type": "private", "first_name": "Lan"}


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/help", ["/help"]),
        ("xem /help@test_bot nhé", ["/help@test_bot"]),
        ("😀 /a và /b", ["/a", "/b"]),
        ("1/2 //x /é /a/b <b>/c", []),
        ("/huỷ", []),
    ],
)
def test_commands_are_marked(
    server: BotApiServer, lan: User, text: str, commands: list[str]
) -> None:
    lan.send(text)
    units = text.encode("utf-16-le")
    marked = [
        units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in last_message(server).get("entities", [])
    ]
    assert marked == commands


def test_what_a_client_does_not_send(server: BotApiServer, lan: User) -> None:
    for text in ("", " \n", "a" * 4097):
        with pytest.raises(ValueError, match="Telegram client"):
            lan.send(text)
    lan.block_bot()
    with pytest.raises(ValueError, match="unblock"):
        lan.send("A")


def test_all_kinds_of_messages(server: BotApiServer, lan: User) -> None:
    lan.send_sticker("🎉")
    assert last_message(server)["sticker"]["emoji"] == "🎉"
    lan.send_photo(caption="Danh thiếp")
    assert last_message(server)["caption"] == "Danh thiếp"
    assert last_message(server)["photo"][0]["file_size"] == 24
    lan.send_document(b"a;b", "khách.csv", "text/csv")
    assert last_message(server)["document"]["file_name"] == "khách.csv"
    lan.send_voice(duration=9)
    assert last_message(server)["voice"]["duration"] == 9
    lan.send_location(21.03, 105.85)
    assert last_message(server)["location"] == {"latitude": 21.03, "longitude": 105.85}
    lan.send_contact("0903000111", "Hùng", user_id=5)
    contact = {"phone_number": "0903000111", "first_name": "Hùng", "user_id": 5}
    assert last_message(server)["contact"] == contact


def test_replies_and_edits_of_people(server: BotApiServer, lan: User) -> None:
    send(server, lan, "Tên khách?")
    answer = lan.send("Hùng", reply_to=lan.chat.messages[-1])
    assert last_message(server)["reply_to_message"]["text"] == "Tên khách?"
    edited = lan.edit_message(answer, "Hưng")
    assert server.updates[-1]["edited_message"]["text"] == "Hưng"
    assert lan.chat.message(answer.message_id) == edited
    with pytest.raises(ValueError, match="own messages"):
        lan.edit_message(lan.chat.bot_messages[0], "A")


def test_taps(server: BotApiServer, lan: User) -> None:
    send(server, lan, "A", reply_markup=KEYBOARD)
    message = lan.chat.messages[-1]
    tap = lan.tap(message, "Lưu")
    query = server.updates[-1]["callback_query"]
    assert (query["id"], query["data"]) == (tap.id, "save")
    assert query["message"]["reply_markup"] == KEYBOARD
    with pytest.raises(LookupError, match="Lưu"):
        lan.tap(message, "Xoá")
    result_of(server, "deleteMessage", chat_id=lan.id, message_id=message.message_id)
    with pytest.raises(LookupError):
        lan.tap(message, "Lưu")
    lan.tap_data(message, "save")
    gone = server.updates[-1]["callback_query"]["message"]
    assert (gone["message_id"], gone["date"]) == (message.message_id, 0)


def test_a_label_must_be_clear(server: BotApiServer, lan: User) -> None:
    two = {"inline_keyboard": [[{"text": "A", "callback_data": data} for data in "ab"]]}
    send(server, lan, "A", reply_markup=two)
    assert lan.chat.messages[-1].data == ["a", "b"]
    with pytest.raises(LookupError):
        lan.tap(lan.chat.messages[-1], "A")


def test_a_hostile_tap_in_the_chat_of_another(server: BotApiServer, lan: User) -> None:
    send(server, lan, "A", reply_markup=KEYBOARD)
    thief = server.user()
    thief.tap_data(lan.chat.messages[-1], "save")
    query = server.updates[-1]["callback_query"]
    assert query["from"]["id"] == thief.id
    assert query["message"]["chat"]["id"] == lan.id


def test_blocking_is_told_to_the_bot(server: BotApiServer, lan: User) -> None:
    lan.block_bot()
    change = server.updates[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
        "member",
        "kicked",
    )
    lan.unblock_bot()
    assert server.updates[-1]["my_chat_member"]["new_chat_member"]["status"] == "member"


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [("Chào cả nhà", False), ("/stats", True), ("/stats@TEST_bot", True), ("/a@other_bot", False)],
)
def test_privacy_mode_hides_groups(
    server: BotApiServer, lan: User, text: str, is_seen: bool
) -> None:
    group = server.group(title="Đội 1", members=[lan])
    assert server.updates[-1]["my_chat_member"]["chat"]["title"] == "Đội 1"
    known = len(server.updates)
    group.send(lan, text)
    assert len(server.updates) - known == int(is_seen)


def test_replies_to_the_bot_are_seen_in_groups(server: BotApiServer, lan: User) -> None:
    group = server.group(members=[lan])
    result_of(server, "sendMessage", chat_id=group.chat.id, text="Ai?")
    group.send(lan, "Em", reply_to=group.wait_for_message())
    assert last_message(server)["text"] == "Em"
    group.remove_bot(by=lan)
    group.send(lan, "/stats")
    assert "my_chat_member" in server.updates[-1]


def test_without_privacy_mode_groups_are_open() -> None:
    with BotApiServer(privacy_mode=False) as server:
        lan = server.user()
        group = server.group(-1_001_000_000_000, members=[lan])
        group.send(lan, "Chào cả nhà")
        assert last_message(server)["chat"]["type"] == "supergroup"
        assert result_of(server, "getMe")["can_read_all_group_messages"]


def test_mistakes_of_a_test_are_told(server: BotApiServer, lan: User) -> None:
    with pytest.raises(ValueError, match="already"):
        server.user(id=lan.id)
    with pytest.raises(ValueError, match="negative"):
        server.group(5)
    with pytest.raises(ValueError, match="not in the group"):
        server.group().send(lan, "A")


def test_waiting_reads_on_where_it_stopped(server: BotApiServer, lan: User) -> None:
    send(server, lan, "một")
    send(server, lan, "hai")
    place = {"chat_id": lan.id, "message_id": lan.chat.messages[-1].message_id}
    result_of(server, "editMessageText", **place, text="hai rưỡi")
    send(server, lan, "ba")
    send(server, lan, "bốn")
    assert lan.wait_for_message().text == "một"
    assert lan.wait_for_edit().text == "hai rưỡi"
    assert lan.wait_for_change().text == "ba"
    lan.skip()
    with pytest.raises(NothingHappenedError, match="bốn"):
        lan.wait_for_change(timeout=0)


def test_waiting_wakes_when_the_bot_acts(server: BotApiServer, lan: User) -> None:
    with ThreadPoolExecutor() as pool:
        message = pool.submit(lan.wait_for_message)
        everything = pool.submit(lan.wait_until, lambda chat: len(chat.bot_messages) == 2)
        send(server, lan, "một")
        send(server, lan, "hai", reply_markup=KEYBOARD)
        assert message.result(5).text == "một"
        everything.result(5)
        tap = lan.tap(lan.chat.messages[-1], "Lưu")
        answer = pool.submit(tap.wait_answer)
        result_of(server, "answerCallbackQuery", callback_query_id=tap.id)
        assert answer.result(5).text == ""


def test_failed_waiting_shows_the_chat(server: BotApiServer, lan: User) -> None:
    send(server, lan, "Tên khách?", reply_markup=KEYBOARD)
    tap = lan.tap(lan.chat.messages[-1], "Lưu")
    with pytest.raises(NothingHappenedError, match="spinner"):
        tap.wait_answer(timeout=0)
    with pytest.raises(NothingHappenedError) as failure:
        lan.wait_until(lambda chat: False, timeout=0)
    assert "Lan> /start\nTest Bot> Tên khách?\n    [Lưu]" in str(failure.value)


async def test_waiting_in_the_event_loop_is_refused(lan: User) -> None:
    with pytest.raises(RuntimeError, match="to_thread"):
        lan.wait_for_message()
