"""A strict Telegram Bot API server for tests; README.md tells how to use it."""

from .calls import MadeCall
from .chats import Chat
from .entities import Entity
from .keyboards import Button, InlineKeyboard
from .model import CallbackAnswer, Command, LogEntry, Message, Person, Scope
from .people import Group, User
from .refusal import Refused
from .server import BotApiServer
from .waiting import NothingHappenedError, Tap

__all__ = [
    "BotApiServer",
    "Button",
    "CallbackAnswer",
    "Chat",
    "Command",
    "Entity",
    "Group",
    "InlineKeyboard",
    "LogEntry",
    "MadeCall",
    "Message",
    "NothingHappenedError",
    "Person",
    "Refused",
    "Scope",
    "Tap",
    "User",
]
