"""Sending, editing, deleting and answering: what the bot may do to whom."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import complaint_of, result_of
from .conftest import Clock
from .people import User
from .refusal import NOT_MODIFIED, QUERY_TOO_OLD
from .server import BotApiServer

KEYBOARD = {"inline_keyboard": [[{"text": "Lưu", "callback_data": "save"}]]}


def send(server: BotApiServer, lan: User, text: str = "A", **options: Any) -> int:
    answer = result_of(server, "sendMessage", chat_id=lan.id, text=text, **options)
    return int(answer["message_id"])


def edit_complaint(server: BotApiServer, lan: User, message_id: int, **options: Any) -> str:
    values = {"chat_id": lan.id, "message_id": message_id, "text": "B"} | options
    return complaint_of(server, "editMessageText", **values).removeprefix("Bad Request: ")


def test_a_stranger_cannot_be_written_to(server: BotApiServer, lan: User) -> None:
    stranger = server.user()
    for chat_id in (stranger.id, 999, -5, "@lan", "abc"):
        refused = complaint_of(server, "sendMessage", chat_id=chat_id, text="A")
        assert refused == "Bad Request: chat not found"
    assert complaint_of(server, "sendMessage", text="A") == "Bad Request: chat_id is empty"


def test_a_bot_cannot_start_a_conversation(server: BotApiServer, lan: User) -> None:
    member = server.user()
    server.group(members=[member])
    refused = complaint_of(server, "sendMessage", chat_id=member.id, text="A")
    assert refused == "Forbidden: bot can't initiate conversation with a user"


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction", "editMessageText"])
def test_a_blocked_bot_is_refused(server: BotApiServer, lan: User, method: str) -> None:
    message_id = send(server, lan)
    lan.block_bot()
    values = {"chat_id": lan.id, "text": "B", "action": "typing", "message_id": message_id}
    refused = complaint_of(server, method, **values)
    assert refused == "Forbidden: bot was blocked by the user"
    lan.unblock_bot()
    result_of(server, method, **values)


def test_chat_actions(server: BotApiServer, lan: User) -> None:
    result_of(server, "sendChatAction", chat_id=lan.id, action="typing")
    assert lan.chat.actions == ("typing",)
    refused = complaint_of(server, "sendChatAction", chat_id=lan.id, action="dancing")
    assert refused == "Bad Request: wrong parameter action in request"


def test_replies(server: BotApiServer, lan: User) -> None:
    asked = lan.send("Xin chào")
    answer = result_of(
        server,
        "sendMessage",
        chat_id=lan.id,
        text="A",
        reply_parameters={"message_id": asked.message_id},
    )
    assert answer["reply_to_message"]["text"] == "Xin chào"
    lost = {"message_id": 999}
    refused = complaint_of(server, "sendMessage", chat_id=lan.id, text="A", reply_parameters=lost)
    assert refused == "Bad Request: message to be replied not found"
    send(server, lan, reply_parameters=lost | {"allow_sending_without_reply": True})
    refused = complaint_of(server, "sendMessage", chat_id=lan.id, text="A", reply_parameters=[1])
    assert refused == "Bad Request: object expected as reply parameters"


def test_protected_content(server: BotApiServer, lan: User) -> None:
    send(server, lan, protect_content=True)
    assert lan.chat.messages[-1].protected


def test_an_edit_replaces_text_and_drops_the_keyboard(
    server: BotApiServer, lan: User, clock: Clock
) -> None:
    message_id = send(server, lan, reply_markup=KEYBOARD)
    clock.time += 5
    answer = result_of(server, "editMessageText", chat_id=lan.id, message_id=message_id, text="B")
    assert answer["edit_date"] == answer["date"] + 5
    now = lan.chat.messages[-1]
    assert (now.text, now.labels, now.edited) == ("B", [], True)
    steps = [(entry.action, entry.message.text, entry.message.labels) for entry in lan.chat.log]
    assert steps[1:] == [("sent", "A", ["Lưu"]), ("edited", "B", [])]


def test_editing_the_keyboard_alone(server: BotApiServer, lan: User) -> None:
    place = {"chat_id": lan.id, "message_id": send(server, lan)}
    result_of(server, "editMessageReplyMarkup", **place, reply_markup=KEYBOARD)
    assert lan.chat.messages[-1].labels == ["Lưu"]
    refused = complaint_of(server, "editMessageReplyMarkup", **place, reply_markup=KEYBOARD)
    assert refused == f"Bad Request: {NOT_MODIFIED}"
    result_of(server, "editMessageReplyMarkup", **place)
    assert lan.chat.messages[-1].labels == []


@pytest.mark.parametrize(
    ("sent", "edited"),
    [
        ({"text": "A"}, {"text": " A\n"}),
        ({"text": "A", "reply_markup": KEYBOARD}, {"text": "A", "reply_markup": KEYBOARD}),
        (
            {"text": "<b>A</b>", "parse_mode": "HTML"},
            {"text": "<strong>A</strong>", "parse_mode": "HTML"},
        ),
    ],
)
def test_unmodified_edits(
    server: BotApiServer, lan: User, sent: dict[str, Any], edited: dict[str, Any]
) -> None:
    message_id = send(server, lan, **sent)
    assert edit_complaint(server, lan, message_id, **edited) == NOT_MODIFIED
    # a change of the entities alone is a change
    result_of(
        server,
        "editMessageText",
        chat_id=lan.id,
        message_id=message_id,
        text="<i>A</i>",
        parse_mode="HTML",
    )


def test_refused_edits(server: BotApiServer, lan: User) -> None:
    own = send(server, lan)
    typed = lan.send("A").message_id
    with_reply_keyboard = send(server, lan, reply_markup={"keyboard": [["Có"]]})
    assert edit_complaint(server, lan, 999) == "message to edit not found"
    assert edit_complaint(server, lan, own, chat_id=999) == "chat not found"
    assert edit_complaint(server, lan, typed) == "message can't be edited"
    assert edit_complaint(server, lan, with_reply_keyboard) == "message can't be edited"
    assert edit_complaint(server, lan, own, text="") == "message text is empty"
    assert edit_complaint(server, lan, own, text="a" * 4097) == "MESSAGE_TOO_LONG"
    removal = {"remove_keyboard": True}
    assert edit_complaint(server, lan, own, reply_markup=removal) == "inline keyboard expected"
    assert complaint_of(server, "editMessageText", text="B") == (
        "Bad Request: message identifier is not specified"
    )


def test_a_message_of_another_chat_is_not_found(server: BotApiServer, lan: User) -> None:
    other = server.user()
    other.start()
    assert edit_complaint(server, other, send(server, lan)) == "message to edit not found"


def test_media_have_no_text_to_edit(server: BotApiServer, lan: User) -> None:
    lan.send_document(b"x", "a.txt")
    file_id = server.updates[-1]["message"]["document"]["file_id"]
    sent = result_of(server, "sendDocument", chat_id=lan.id, document=file_id)
    refused = edit_complaint(server, lan, sent["message_id"])
    assert refused == "there is no text in the message to edit"


def test_deleting(server: BotApiServer, lan: User, clock: Clock) -> None:
    first, second = send(server, lan), send(server, lan)
    place = {"chat_id": lan.id, "message_id": first}
    assert result_of(server, "deleteMessage", **place)
    assert lan.chat.message(first) is None
    assert lan.chat.log[-1].action == "deleted"
    refused = complaint_of(server, "deleteMessage", **place)
    assert refused == "Bad Request: message to delete not found"
    clock.time += 48 * 60 * 60
    refused = complaint_of(server, "deleteMessage", chat_id=lan.id, message_id=second)
    assert refused == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({}, "chat identifier is not specified"),
        ({"chat_id": 1001}, "message identifier is not specified"),
    ],
)
def test_deleting_needs_a_place(
    server: BotApiServer, lan: User, parameters: dict[str, int], complaint: str
) -> None:
    assert complaint_of(server, "deleteMessage", **parameters) == f"Bad Request: {complaint}"


def test_the_bot_deletes_only_its_own_messages_in_a_group(server: BotApiServer, lan: User) -> None:
    group = server.group(members=[lan])
    typed = group.send(lan, "/stats")
    refused = complaint_of(
        server, "deleteMessage", chat_id=group.chat.id, message_id=typed.message_id
    )
    assert refused == "Bad Request: message can't be deleted"


def test_a_tap_is_answered_once(server: BotApiServer, lan: User) -> None:
    send(server, lan, reply_markup=KEYBOARD)
    tap = lan.tap(lan.chat.messages[-1], "Lưu")
    assert tap.answer is None
    answer = {"callback_query_id": tap.id, "text": "Đã lưu", "show_alert": True}
    too_long = complaint_of(server, "answerCallbackQuery", **answer | {"text": "a" * 201})
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    result_of(server, "answerCallbackQuery", **answer)
    assert (tap.wait_answer().text, tap.wait_answer().show_alert) == ("Đã lưu", True)
    assert complaint_of(server, "answerCallbackQuery", **answer) == f"Bad Request: {QUERY_TOO_OLD}"


def test_late_and_invented_answers(server: BotApiServer, lan: User, clock: Clock) -> None:
    send(server, lan, reply_markup=KEYBOARD)
    message = lan.chat.messages[-1]
    late, expired = lan.tap(message, "Lưu"), lan.tap(message, "Lưu")
    expired.expire()
    identifiers = [expired.id, "999", ""]
    clock.time += 16
    for identifier in [*identifiers, late.id]:
        refused = complaint_of(server, "answerCallbackQuery", callback_query_id=identifier)
        assert refused == f"Bad Request: {QUERY_TOO_OLD}"


def test_a_group_that_removed_the_bot(server: BotApiServer, lan: User) -> None:
    group = server.group(members=[lan])
    result_of(server, "sendMessage", chat_id=group.chat.id, text="A")
    group.remove_bot(by=lan)
    refused = complaint_of(server, "sendMessage", chat_id=group.chat.id, text="A")
    assert refused == "Forbidden: bot was kicked from the group chat"
