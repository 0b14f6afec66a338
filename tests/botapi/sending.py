"""The methods with which the bot sends: sendMessage, sendDocument, sendPhoto, sendChatAction."""

from __future__ import annotations

from typing import Any

from .calls import Call
from .chats import Chat
from .entities import FormattedText, finished
from .files import checked_document, checked_photo, sent_file
from .keyboards import InlineKeyboard, ReplyKeyboard, check_markup, read_markup
from .model import Json
from .parameters import Parameters
from .refusal import bad_request
from .texts import MAXIMUM_CAPTION, MAXIMUM_TEXT, written_caption, written_text
from .wire import document_json, photo_json
from .world import World

CHAT_ACTIONS = frozenset(
    {"cancel", "typing", "record_video", "upload_video", "record_audio", "record_voice"}
    | {"upload_audio", "upload_voice", "upload_photo", "upload_document", "choose_sticker"}
    | {"pick_up_location", "find_location", "record_video_note", "upload_video_note"}
)


def send_message(world: World, call: Call) -> Json:
    written = written_text(call.parameters)
    chat, options = sending_options(world, call.parameters)
    shown = finished(written, MAXIMUM_TEXT, "message is too long")
    return sent(world, chat, shown, options)


def send_document(world: World, call: Call) -> Json:
    written = written_caption(call.parameters)
    file = checked_document(sent_file(world, call.parameters, "document"))
    chat, options = sending_options(world, call.parameters)
    media = {"document": document_json(file)}
    return sent(world, chat, caption(written), options, kind="document", file=file, media=media)


def send_photo(world: World, call: Call) -> Json:
    written = written_caption(call.parameters)
    file = checked_photo(sent_file(world, call.parameters, "photo"))
    chat, options = sending_options(world, call.parameters)
    media = {"photo": photo_json(file)}
    return sent(world, chat, caption(written), options, kind="photo", file=file, media=media)


def send_chat_action(world: World, call: Call) -> bool:
    action = call.parameters.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.chat_to_write(call.parameters.text("chat_id")).show_action(action)
    return True


def caption(written: FormattedText) -> FormattedText:
    if not written.text:
        return written
    return finished(written, MAXIMUM_CAPTION, "message caption is too long")


def sending_options(world: World, parameters: Parameters) -> tuple[Chat, dict[str, Any]]:
    """The chat, and what all sending methods share: reply, keyboard and protection."""
    markup = read_markup(parameters)
    chat = world.chat_to_write(parameters.text("chat_id"))
    reply_to = replied_message(chat, parameters)
    check_markup(markup, in_private_chat=chat.person is not None)
    options = {
        "reply_to": reply_to,
        "keyboard": markup if isinstance(markup, InlineKeyboard) else None,
        "reply_keyboard": markup if isinstance(markup, ReplyKeyboard) else None,
        "protected": parameters.flag("protect_content"),
    }
    return chat, options


def replied_message(chat: Chat, parameters: Parameters) -> int | None:
    reply = parameters.json("reply_parameters", "reply parameters") or {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    message_id = int(reply.get("message_id", 0)) or parameters.number("reply_to_message_id")
    if not message_id or chat.message(message_id):
        return message_id or None
    if reply.get("allow_sending_without_reply") or parameters.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def sent(
    world: World, chat: Chat, shown: FormattedText, options: dict[str, Any], **content: Any
) -> Json:
    message = world.new_message(
        chat, world.bot, text=shown.text, entities=shown.entities, **options, **content
    )
    return world.message_json(message)
