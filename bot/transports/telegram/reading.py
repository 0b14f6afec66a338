"""Reads Telegram's updates as our events."""

from telegram import Message, Update
from telegram.constants import ChatType

from bot.conversation import Identity
from bot.dialogue.events import Attached, Attachment, FromPerson, Tapped
from bot.dialogue.slash import heard

TRANSPORT = "telegram"

# What a message may carry besides text, and what we call it; the first that is there counts.
ATTACHMENTS: tuple[tuple[str, Attachment], ...] = (
    ("sticker", "sticker"),
    ("animation", "sticker"),
    ("photo", "photo"),
    ("video", "photo"),
    ("voice", "voice"),
    ("video_note", "voice"),
    ("audio", "voice"),
    ("document", "file"),
    ("venue", "place"),
    ("location", "place"),
    ("contact", "contact"),
)


def identify(update: Update) -> Identity | None:
    """Who sent the update and where; None where there is no such person."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or user.is_bot:
        return None
    alone = chat is None or is_private(update)  # a private chat has its person's number
    return Identity(
        transport=TRANSPORT,
        external_id=str(user.id),
        chat_id=str(user.id if alone or chat is None else chat.id),
        language=user.language_code or "",
    )


def is_private(update: Update) -> bool:
    """Whether nobody else reads the chat."""
    chat = update.effective_chat
    return chat is None or chat.type == ChatType.PRIVATE


def read(update: Update) -> FromPerson | None:
    """The update as an event; None for what needs no answer."""
    if update.callback_query is not None:
        return Tapped(data=update.callback_query.data or "")
    if update.message is None:
        return None
    text = update.message.text
    if text is None:
        return _attached(update.message)
    return heard(text)


def _attached(message: Message) -> FromPerson | None:
    for field, kind in ATTACHMENTS:
        if getattr(message, field):
            return Attached(kind=kind)
    if message.effective_attachment is not None:
        return Attached(kind="other")
    return None  # a service message: someone joined, a message was pinned…
