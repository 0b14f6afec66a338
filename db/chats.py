"""What chats remember, and which updates were already handled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.models import ChatRow, SeenUpdateRow

KEEP_SEEN = timedelta(days=3)  # Telegram keeps an undelivered update for one day


class ConcurrentChangeError(Exception):
    """Another process changed the chat in between: the whole step is to be done again."""


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """A chat's memory as stored: `version` 0 means there is none yet."""

    version: int = 0
    progress: str = ""


def recall(session: Session, transport: str, chat_id: str) -> Remembered:
    """What the chat remembers."""
    row = session.get(ChatRow, (transport, chat_id))
    if row is None:
        return Remembered()
    return Remembered(version=row.version, progress=row.progress)


def remember(
    session: Session, transport: str, chat_id: str, memory: Remembered, now: datetime
) -> None:
    """Replaces a memory of `memory.version`; ConcurrentChangeError when a newer one is there."""
    values = {
        "version": memory.version + 1,
        "progress": memory.progress,
        "updated_at": now,
    }
    if memory.version == 0:
        _first(session, {"transport": transport, "chat_id": chat_id, **values})
        return
    changed = cast(
        "CursorResult[Any]",
        session.execute(
            update(ChatRow)
            .where(
                ChatRow.transport == transport,
                ChatRow.chat_id == chat_id,
                ChatRow.version == memory.version,
            )
            .values(**values)
        ),
    )
    if changed.rowcount != 1:
        raise ConcurrentChangeError


def _first(session: Session, values: dict[str, Any]) -> None:
    try:
        session.execute(insert(ChatRow).values(**values))
    except IntegrityError:
        raise ConcurrentChangeError from None


def claim_update(session: Session, transport: str, update_id: int, now: datetime) -> bool:
    """Marks an update as handled; False when it already was. Old marks are cleared now and then."""
    if session.get(SeenUpdateRow, (transport, update_id)) is not None:
        return False
    try:
        with session.begin_nested():
            session.execute(
                insert(SeenUpdateRow).values(transport=transport, update_id=update_id, at=now)
            )
    except IntegrityError:
        return False
    if update_id % 1000 == 0:
        session.execute(delete(SeenUpdateRow).where(SeenUpdateRow.at < now - KEEP_SEEN))
    return True
