"""The versions of what was learned."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.judgements import Cell
from db.models import LessonRow


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One version of what was learned; `version` 0: nothing yet."""

    version: int = 0
    confirmed: int = 0
    audits: int = 0
    temperature: float | None = None
    counts: Mapping[Cell, float]
    since: datetime | None = None


def add_lesson(session: Session, lesson: Lesson, now: datetime) -> None:
    """Keeps a new version of what was learned."""
    counts = [[*cell, times] for cell, times in sorted(lesson.counts.items())]
    session.add(
        LessonRow(
            confirmed=lesson.confirmed,
            audits=lesson.audits,
            temperature=lesson.temperature or 0.0,
            counts=json.dumps(counts),
            since=lesson.since,
            at=now,
        )
    )
    session.flush()


def newest_version(session: Session) -> int:
    """The number of the newest version; 0 before the first."""
    return session.scalar(select(func.max(LessonRow.id))) or 0


def newest_lesson(session: Session) -> Lesson:
    """The newest version of what was learned; an empty one before the first."""
    row = session.scalar(select(LessonRow).order_by(LessonRow.id.desc()).limit(1))
    if row is None:
        return Lesson(counts={})
    return Lesson(
        version=row.id,
        confirmed=row.confirmed,
        audits=row.audits,
        temperature=row.temperature or None,
        counts={
            (question, answer, group): n for question, answer, group, n in json.loads(row.counts)
        },
        since=row.since,
    )
