"""Everything the pretended Telegram knows; one lock guards it all."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from . import wire
from .chats import Chat
from .model import CallbackAnswer, Command, Json, Message, Person, Scope, StoredFile
from .parameters import leading_integer
from .refusal import bad_request, forbidden
from .updates import UpdateQueue


@dataclass
class Callback:
    """A tap the bot has to answer."""

    id: str
    asked_at: int
    answer: CallbackAnswer | None = None
    expired: bool = False


@dataclass
class BotProfile:
    commands: dict[tuple[Scope, str], tuple[Command, ...]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook_url: str = ""
    logged_out: bool = False


class World:
    def __init__(
        self, bot: Person, now: Callable[[], int], *, privacy_mode: bool, callback_lifetime: int
    ) -> None:
        self.bot = bot
        self.now = now
        self.privacy_mode = privacy_mode
        self.callback_lifetime = callback_lifetime
        self.changed = threading.Condition()
        self.updates = UpdateQueue(self.changed)
        self.profile = BotProfile()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.files: dict[str, StoredFile] = {}
        self.opened: set[int] = set()
        self.seen: set[int] = set()
        self.blocked: set[int] = set()
        self._message_ids = itertools.count(1)
        self._callback_ids = itertools.count(1)
        self._file_ids = itertools.count(1)

    def chat_to_read(self, identifier: str) -> Chat:
        if not identifier:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(leading_integer(identifier))
        if chat is None or (chat.person and not self._has_met(chat.id)):
            raise bad_request("chat not found")
        return chat

    def chat_to_write(self, identifier: str) -> Chat:
        chat = self.chat_to_read(identifier)
        if not chat.has_bot:
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if chat.person and chat.id not in self.opened:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.id in self.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _has_met(self, person_id: int) -> bool:
        return person_id in self.opened or person_id in self.seen

    def new_message(self, chat: Chat, sender: Person, **content: Any) -> Message:
        """Puts a message into a chat; `content` are the further fields of Message."""
        with self.changed:
            message = Message(chat.id, next(self._message_ids), self.now(), sender, **content)
            chat.add(message)
            return message

    def edit_message(self, message: Message, **content: Any) -> Message:
        with self.changed:
            edited = replace(message, edited_at=self.now(), **content)
            self.chats[message.chat_id].replace(edited)
            return edited

    def message_json(self, message: Message) -> Json:
        chat = self.chats[message.chat_id]
        replied = chat.message(message.reply_to) if message.reply_to else None
        return wire.message_json(chat, message, replied)

    def post_update(self, kind: str, sender: Person, content: Json) -> None:
        with self.changed:
            self.seen.add(sender.id)
            self.updates.post(kind, content)

    def new_callback(self) -> Callback:
        with self.changed:
            callback = Callback(str(next(self._callback_ids)), self.now())
            self.callbacks[callback.id] = callback
            return callback

    def store_file(self, name: str, mime_type: str, data: bytes) -> StoredFile:
        with self.changed:
            file = StoredFile(f"file-{next(self._file_ids)}", name, mime_type, data)
            self.files[file.file_id] = file
            return file
