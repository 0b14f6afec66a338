"""Prints what was learned and how often everything was right, and makes or forgets lessons."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.counting import count_hits
from bot.dialogue.hits import Hits
from bot.dialogue.replies import HitsScreen
from bot.dialogue.world import Knowledge
from bot.language import Speech
from bot.learner import Learner, forget, make_lesson
from bot.rendering import render
from db import lessons


def load_hits(engine: Engine, learner: Learner, now: datetime) -> tuple[Knowledge, Hits]:
    """The counts of today, and the knowledge that they are about."""
    with Session(engine) as session, session.begin():
        knowledge = learner.knowledge(session, now)
        return knowledge, count_hits(session, knowledge)


def learn_now(engine: Engine, now: datetime) -> None:
    """Makes a new lesson from every fact since the last reset."""
    with Session(engine) as session, session.begin():
        make_lesson(session, lessons.newest_lesson(session).since, now)


def forget_all(engine: Engine, now: datetime) -> None:
    """Forgets what was learned; all facts stay, but those until now teach no more."""
    with Session(engine) as session, session.begin():
        forget(session, now)


def as_text(hits: Hits, knowledge: Knowledge, speech: Speech) -> str:
    """The report as the chat shows it, with every line."""
    screen = HitsScreen(hits=hits, bank=knowledge.bank, handbook=knowledge.handbook, whole=True)
    return render(screen, speech).text


def as_values(hits: Hits) -> dict[str, Any]:
    """The report as plain values."""
    return asdict(hits)
