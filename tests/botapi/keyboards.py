"""Keyboards under messages: reading reply_markup and refusing what Telegram refuses in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .links import checked_link
from .parameters import Parameters
from .refusal import RefusalError, bad_request, stricter_than_telegram

# each action a button may have, with the field of its object that holds the value
ACTIONS: Mapping[str, str | None] = {
    "url": None,
    "callback_data": None,
    "switch_inline_query": None,
    "switch_inline_query_current_chat": None,
    "switch_inline_query_chosen_chat": "query",
    "login_url": "url",
    "web_app": "url",
    "copy_text": "text",
}
STYLES = frozenset({"", "default", "primary", "danger", "success"})
MAXIMUM_BUTTONS = 100
MAXIMUM_BUTTONS_PER_ROW = 8
MAXIMUM_MARKUP_BYTES = 10_000
MAXIMUM_CALLBACK_BYTES = 64
MAXIMUM_COPIED_CHARACTERS = 256


@dataclass(frozen=True)
class Button:
    text: str
    action: str
    value: str
    style: str = ""

    @property
    def callback_data(self) -> str | None:
        return self.value if self.action == "callback_data" else None

    def to_json(self) -> dict[str, Any]:
        inner = ACTIONS[self.action]
        value = self.value if inner is None else {inner: self.value}
        style = {"style": self.style} if self.style else {}
        return {"text": self.text, self.action: value, **style}


@dataclass(frozen=True)
class InlineKeyboard:
    rows: tuple[tuple[Button, ...], ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)

    def to_json(self) -> dict[str, Any]:
        return {"inline_keyboard": [[button.to_json() for button in row] for row in self.rows]}


@dataclass(frozen=True)
class ReplyKeyboard:
    """What replaces the person's own keyboard: shown buttons, their removal, or a forced reply."""

    kind: str
    rows: tuple[tuple[str, ...], ...] = ()


Markup = InlineKeyboard | ReplyKeyboard


def read_markup(parameters: Parameters) -> Markup | None:
    content = parameters.json("reply_markup", "reply keyboard markup")
    if content is None:
        return None
    if not isinstance(content, dict):
        raise bad_request("object expected as reply markup")
    if content.get("keyboard"):
        return ReplyKeyboard("show", tuple(map(reply_row, rows_of(content, "keyboard"))))
    if content.get("inline_keyboard"):
        return inline_keyboard(rows_of(content, "inline_keyboard"))
    if content.get("remove_keyboard"):
        return ReplyKeyboard("remove")
    return ReplyKeyboard("force_reply") if content.get("force_reply") else None


def rows_of(content: Mapping[str, Any], name: str) -> list[list[Any]]:
    rows = content[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        owner = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
        raise bad_request(f'field "{name}"{owner} must be an Array of Arrays')
    return rows


def reply_row(row: list[Any]) -> tuple[str, ...]:
    return tuple(map(reply_label, row))


def reply_label(button: Any) -> str:
    label = button.get("text") if isinstance(button, dict) else button
    if not isinstance(label, str):
        reason = "KeyboardButton must be a String or an Object"
        raise bad_request(f"can't parse keyboard button: {reason}")
    if not label:
        raise stricter_than_telegram("a keyboard button without text, Telegram drops it silently")
    return label


def inline_keyboard(rows: list[list[Any]]) -> InlineKeyboard | None:
    read = tuple(tuple(map(inline_button, row)) for row in rows if row)
    return InlineKeyboard(read) if read else None


def inline_button(content: Any) -> Button:
    if not isinstance(content, dict):
        raise bad_button("InlineKeyboardButton must be an Object")
    text = string_field(content, "text")
    style = str(content.get("style") or "").lower()
    if style not in STYLES:
        raise bad_button("invalid button style specified")
    actions = [name for name in ACTIONS if is_given(content, name)]
    if not actions:
        raise bad_button("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        given = ", ".join(actions)
        raise stricter_than_telegram(f"a button with {given}, Telegram keeps only the first")
    return Button(text, actions[0], action_value(content, actions[0]), style)


def is_given(content: Mapping[str, Any], action: str) -> bool:
    # an empty url or callback_data counts as none at all; an empty inline query is a real action
    return action in content and (content[action] != "" or action.startswith("switch_inline"))


def action_value(content: Mapping[str, Any], action: str) -> str:
    inner = ACTIONS[action]
    if inner is None:
        return string_field(content, action)
    if not isinstance(content[action], dict):
        raise bad_button(f'Field "{action}" must be of type Object')
    return string_field(content[action], inner, optional=inner == "query")


def string_field(content: Any, name: str, *, optional: bool = False) -> str:
    if name not in content and not optional:
        raise bad_button(f'Can\'t find field "{name}"')
    value = content.get(name, "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise bad_button(f'Field "{name}" must be of type String')
    return str(value)


def bad_button(reason: str) -> RefusalError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def checked_inline(markup: Markup | None) -> InlineKeyboard | None:
    """What may stand under an edited message."""
    if isinstance(markup, ReplyKeyboard):
        raise bad_request("inline keyboard expected")
    return markup


def check_markup(markup: Markup | None, *, in_private_chat: bool) -> None:
    """The checks of Telegram's servers, which come after the chat was found."""
    if not isinstance(markup, InlineKeyboard):
        return
    for row in markup.rows:
        if len(row) > MAXIMUM_BUTTONS_PER_ROW:
            raise stricter_than_telegram("a row of more than 8 buttons, Telegram cuts long rows")
        for button in row:
            check_button(button, in_private_chat=in_private_chat)
    size = len(json.dumps(markup.to_json(), ensure_ascii=False).encode())
    if len(markup.buttons) > MAXIMUM_BUTTONS or size > MAXIMUM_MARKUP_BYTES:
        raise bad_request("reply markup is too long")


def check_button(button: Button, *, in_private_chat: bool) -> None:
    if not button.text:
        raise stricter_than_telegram("a button without text, Telegram drops it silently")
    match button.action:
        case "callback_data" if len(button.value.encode()) > MAXIMUM_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        case "copy_text" if not 1 <= len(button.value) <= MAXIMUM_COPIED_CHARACTERS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "url" if checked_link(button.value) is None:
            reason = f"URL '{button.value}' is invalid: Wrong HTTP URL"
            raise bad_request(f"inline keyboard button {reason}")
        case "web_app" if not in_private_chat:
            raise bad_request("BUTTON_TYPE_INVALID")
