"""The methods that change the bot's messages: editMessageText, editMessageReplyMarkup, deletion."""

from __future__ import annotations

from typing import Any

from .calls import Call
from .entities import finished
from .keyboards import InlineKeyboard, check_markup, checked_inline, read_markup
from .model import Json, Message
from .parameters import Parameters
from .refusal import NOT_MODIFIED, bad_request
from .texts import MAXIMUM_TEXT, written_text
from .world import World

DELETABLE_SECONDS = 48 * 60 * 60


def edit_message_text(world: World, call: Call) -> Json:
    written = written_text(call.parameters)
    markup = read_markup(call.parameters)
    message = message_to_edit(world, call.parameters)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    keyboard = allowed_keyboard(world, message, checked_inline(markup))
    # editing tells the same fault in other words than sending does
    shown = finished(written, MAXIMUM_TEXT, "MESSAGE_TOO_LONG")
    return edited(world, message, text=shown.text, entities=shown.entities, keyboard=keyboard)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    markup = read_markup(call.parameters)
    message = message_to_edit(world, call.parameters)
    keyboard = allowed_keyboard(world, message, checked_inline(markup))
    return edited(world, message, keyboard=keyboard)


def delete_message(world: World, call: Call) -> bool:
    parameters = call.parameters
    if not parameters.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not parameters.number("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.chat_to_read(parameters.text("chat_id"))
    message = chat.message(parameters.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not message.from_bot and chat.person is None:
        raise bad_request("message can't be deleted")
    if world.now() - message.date >= DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    chat.delete(message)
    return True


def message_to_edit(world: World, parameters: Parameters) -> Message:
    if not parameters.text("chat_id") and not parameters.number("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.chat_to_write(parameters.text("chat_id"))
    message = chat.message(parameters.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def allowed_keyboard(
    world: World, message: Message, keyboard: InlineKeyboard | None
) -> InlineKeyboard | None:
    check_markup(keyboard, in_private_chat=world.chats[message.chat_id].person is not None)
    return keyboard


def edited(world: World, message: Message, **content: Any) -> Json:
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad_request(NOT_MODIFIED)
    return world.message_json(world.edit_message(message, **content))
