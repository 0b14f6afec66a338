"""The values of the pretended Telegram: people, files, messages and the history of a chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .entities import Entity
from .keyboards import Button, InlineKeyboard, ReplyKeyboard

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """A user of Telegram; the bot is one too."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False


@dataclass(frozen=True)
class StoredFile:
    file_id: str
    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class Message:
    """One state of a message; an edit puts a new one in its place.

    `kind` is text, document, photo, sticker, voice, location or contact; `text` holds the caption
    of media, and `media` the part of the Bot API object that is special to the kind.
    """

    chat_id: int
    message_id: int
    date: int
    sender: Person
    kind: str = "text"
    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: InlineKeyboard | None = None
    reply_keyboard: ReplyKeyboard | None = None
    reply_to: int | None = None
    protected: bool = False
    edited_at: int | None = None
    file: StoredFile | None = None
    media: Mapping[str, Any] = field(default_factory=dict)

    @property
    def edited(self) -> bool:
        return self.edited_at is not None

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def rows(self) -> list[list[str]]:
        """The labels of the inline keyboard, row by row."""
        return (
            [[button.text for button in row] for row in self.keyboard.rows] if self.keyboard else []
        )

    @property
    def labels(self) -> list[str]:
        return [label for row in self.rows for label in row]

    @property
    def tappable(self) -> list[Button]:
        """The buttons that send callback data."""
        buttons = self.keyboard.buttons if self.keyboard else ()
        return [button for button in buttons if button.callback_data is not None]

    @property
    def data(self) -> list[str]:
        """The callback data of the tappable buttons, in their order."""
        return [button.value for button in self.tappable]


@dataclass(frozen=True)
class LogEntry:
    """One step of a chat's history with the message as it was after that step."""

    action: Literal["sent", "edited", "deleted"]
    message: Message


@dataclass(frozen=True)
class Command:
    command: str
    description: str


@dataclass(frozen=True)
class Scope:
    """Where a list of commands is shown, as in Telegram's BotCommandScope."""

    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True)
class CallbackAnswer:
    text: str = ""
    show_alert: bool = False
    url: str = ""
