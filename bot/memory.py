"""Keeps a chat's progress in the database as small, versioned JSON."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.progress import Pending, Progress
from db import chats

FORMAT = 1


def recall(session: Session, transport: str, chat_id: str) -> tuple[Progress, int]:
    """The chat's progress and its version in the database (0: none yet)."""
    memory = chats.recall(session, transport, chat_id)
    return (decode(memory.progress) if memory.version else Progress()), memory.version


def remember(
    session: Session, transport: str, chat_id: str, progress: Progress, version: int, now: datetime
) -> None:
    """Replaces the progress of that version; raises ConcurrentChangeError when it is older."""
    memory = chats.Remembered(version=version, progress=encode(progress))
    chats.remember(session, transport, chat_id, memory, now)


def encode(progress: Progress) -> str:
    """The progress as JSON with the number of its format."""
    return json.dumps({"format": FORMAT, **asdict(progress)}, ensure_ascii=False)


def decode(text: str) -> Progress:
    """The progress from JSON; what cannot be read begins anew, the facts are elsewhere."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data.pop("format", None) != FORMAT:
            return Progress()
        pending = data.pop("pending")
        return Progress(
            **{**data, "buttons": tuple(data["buttons"])},
            pending=Pending(**pending) if pending else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return Progress()
