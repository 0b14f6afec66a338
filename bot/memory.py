"""Keeps a chat's progress in the database as small, versioned JSON."""

import json
from dataclasses import asdict
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from bot.dialogue.progress import Progress
from db import chats

FORMAT = 2


PROGRESS = TypeAdapter(Progress)


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
        data = json.loads(text)
        if not isinstance(data, dict):
            return Progress()
        written = data.pop("format", None)
        if written == 1 and "note" not in data:  # before notes could wait for their customer
            data |= {"note": "", "shown_id": None}
        elif written != FORMAT:
            return Progress()
        progress = PROGRESS.validate_json(json.dumps(data), strict=True)
    except ValueError:  # pydantic's findings are ValueErrors too
        return Progress()
    open_question = progress.customer_id and progress.interview_id and progress.question_id
    whole = json.loads(encode(progress)) == {"format": FORMAT, **data}  # nothing left out
    return progress if whole and (open_question or progress.flow != "interview") else Progress()
