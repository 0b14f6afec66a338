"""What people do, turned into messages of a chat and updates for the bot."""

from __future__ import annotations

from typing import Any

from . import wire
from .chats import Chat
from .entities import FormattedText, cleaned, trimmed, utf16_length, with_bot_commands
from .model import Message, Person
from .texts import MAXIMUM_TEXT
from .world import Callback, World

MEMBER = "member"


def message_content(text: str) -> dict[str, Any]:
    """A typed text as it leaves a Telegram client."""
    shown = with_bot_commands(trimmed(FormattedText(cleaned(text))))
    if not shown.text:
        raise ValueError("a Telegram client does not send an empty text")
    if utf16_length(shown.text) > MAXIMUM_TEXT:
        raise ValueError("a Telegram client splits texts of more than 4096 characters")
    return {"text": shown.text, "entities": shown.entities}


def post_message(
    world: World, chat: Chat, person: Person, reply_to: Message | None = None, **content: Any
) -> Message:
    with world.changed:
        if chat.person:
            world.opened.add(chat.id)
        replied = reply_to.message_id if reply_to else None
        message = world.new_message(chat, person, reply_to=replied, **content)
        if is_visible_to_bot(world, chat, message):
            world.post_update("message", person, world.message_json(message))
        return message


def post_edit(world: World, person: Person, message: Message, text: str) -> Message:
    if message.sender != person:
        raise ValueError("people edit only their own messages")
    with world.changed:
        edited = world.edit_message(message, **message_content(text))
        if is_visible_to_bot(world, world.chats[message.chat_id], edited):
            world.post_update("edited_message", person, world.message_json(edited))
        return edited


def post_tap(world: World, person: Person, message: Message, data: str) -> Callback:
    with world.changed:
        chat = world.chats[message.chat_id]
        callback = world.new_callback()
        current = chat.message(message.message_id)
        shown = (
            world.message_json(current)
            if current
            else wire.inaccessible_message_json(chat, message.message_id)
        )
        content = {
            "id": callback.id,
            "from": wire.user_json(person),
            "message": shown,
            "chat_instance": str(chat.id),
            "data": data,
        }
        world.post_update("callback_query", person, content)
        return callback


def post_membership(world: World, chat: Chat, person: Person, before: str, after: str) -> None:
    """Tells the bot how its own place in the chat changed."""
    content = {
        "chat": wire.chat_json(chat),
        "from": wire.user_json(person),
        "date": world.now(),
        "old_chat_member": member_json(world, before),
        "new_chat_member": member_json(world, after),
    }
    world.post_update("my_chat_member", person, content)


def member_json(world: World, status: str) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": wire.user_json(world.bot), "status": status, **until}


def is_visible_to_bot(world: World, chat: Chat, message: Message) -> bool:
    """In privacy mode a bot reads of a group only commands for it and replies to it."""
    if not chat.has_bot:
        return False
    if chat.person or not world.privacy_mode:
        return True
    replied = chat.message(message.reply_to) if message.reply_to else None
    return bool(replied and replied.from_bot) or any(
        is_command_for(world.bot, FormattedText(message.text).covered_by(entity))
        for entity in message.entities
        if entity.type == "bot_command"
    )


def is_command_for(bot: Person, command: str) -> bool:
    _, at, username = command.partition("@")
    return not at or username.lower() == bot.username.lower()
