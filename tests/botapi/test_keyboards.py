"""Keyboards: what Telegram refuses in them."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import complaint_of, result_of
from .people import User
from .server import BotApiServer

TEXT_BUTTON = "can't parse inline keyboard button: "


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "A", **action: Any) -> dict[str, Any]:
    return {"text": text, **(action or {"callback_data": "a"})}


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (keyboard([button(callback_data="ộ" * 22)]), "BUTTON_DATA_INVALID"),
        (
            keyboard([button(callback_data="")]),
            TEXT_BUTTON + "Text buttons are unallowed in the inline keyboard",
        ),
        (
            keyboard([{"text": "A"}]),
            TEXT_BUTTON + "Text buttons are unallowed in the inline keyboard",
        ),
        (keyboard([{"callback_data": "a"}]), TEXT_BUTTON + 'Can\'t find field "text"'),
        (
            keyboard([button(callback_data=True)]),
            TEXT_BUTTON + 'Field "callback_data" must be of type String',
        ),
        (
            keyboard([button(copy_text="a")]),
            TEXT_BUTTON + 'Field "copy_text" must be of type Object',
        ),
        (
            keyboard([button(style="loud", callback_data="a")]),
            TEXT_BUTTON + "invalid button style specified",
        ),
        (
            {"inline_keyboard": [["A"]]},
            TEXT_BUTTON + "InlineKeyboardButton must be an Object",
        ),
        (
            keyboard([button(url="https://a.vn", callback_data="a")]),
            "strict test server: a button with url, callback_data, Telegram keeps only the first",
        ),
        (
            keyboard([button("")]),
            "strict test server: a button without text, Telegram drops it silently",
        ),
        (
            keyboard([button()] * 9),
            "strict test server: a row of more than 8 buttons, Telegram cuts long rows",
        ),
        (keyboard(*[[button()]] * 101), "reply markup is too long"),
        (keyboard(*[[button("a" * 200)]] * 60), "reply markup is too long"),
        (keyboard([button(copy_text={"text": ""})]), "BUTTON_COPY_TEXT_INVALID"),
        (keyboard([button(copy_text={"text": "a" * 257})]), "BUTTON_COPY_TEXT_INVALID"),
        (
            keyboard([button(url="nowhere")]),
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        ("[]", "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ({"inline_keyboard": "A"}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [button()]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"keyboard": [[5]]},
            "can't parse keyboard button: KeyboardButton must be a String or an Object",
        ),
        (
            {"keyboard": [[{"text": ""}]]},
            "strict test server: a keyboard button without text, Telegram drops it silently",
        ),
    ],
)
def test_refused_keyboards(server: BotApiServer, lan: User, markup: Any, complaint: str) -> None:
    refused = complaint_of(server, "sendMessage", chat_id=lan.id, text="A", reply_markup=markup)
    assert refused == f"Bad Request: {complaint}"
    assert lan.chat.bot_messages == ()


@pytest.mark.parametrize(
    "markup",
    [
        keyboard([button(callback_data="a" * 64)]),
        keyboard([button()] * 8),
        keyboard(*[[button()]] * 100),
        keyboard([button(copy_text={"text": "a" * 256})]),
        keyboard([button(url="https://a.vn/?b=c"), button(url="tg://user?id=5")]),
        keyboard([button(web_app={"url": "https://a.vn"})]),
        keyboard([button(switch_inline_query="")]),
        keyboard([button(switch_inline_query_chosen_chat={})]),
        keyboard([button(style="danger", callback_data="a")]),
    ],
)
def test_allowed_keyboards(server: BotApiServer, lan: User, markup: dict[str, Any]) -> None:
    answer = result_of(server, "sendMessage", chat_id=lan.id, text="A", reply_markup=markup)
    texts = [[item["text"] for item in row] for row in answer["reply_markup"]["inline_keyboard"]]
    assert texts == lan.chat.messages[-1].rows


def test_web_apps_are_for_private_chats(server: BotApiServer, lan: User) -> None:
    group = server.group(members=[lan])
    refused = complaint_of(
        server,
        "sendMessage",
        chat_id=group.chat.id,
        text="A",
        reply_markup=keyboard([button(web_app={"url": "https://a.vn"})]),
    )
    assert refused == "Bad Request: BUTTON_TYPE_INVALID"


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ({"keyboard": [["Có", {"text": "Không"}]]}, "show"),
        ({"remove_keyboard": True}, "remove"),
        ({"force_reply": True}, "force_reply"),
    ],
)
def test_keyboards_of_the_person(
    server: BotApiServer, lan: User, markup: dict[str, Any], kind: str
) -> None:
    result_of(server, "sendMessage", chat_id=lan.id, text="A", reply_markup=markup)
    shown = lan.chat.messages[-1].reply_keyboard
    assert shown is not None
    assert shown.kind == kind
    assert shown.rows == ((("Có", "Không"),) if kind == "show" else ())
