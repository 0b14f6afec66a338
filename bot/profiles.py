"""Loads a customer's profile as the dialogue knows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.dialogue.profile import Answered, Customer, Noted, Profile, Sight, Stated
from db import customers, evidence, facts, notes

DAY = timedelta(days=1)


def load_profile(
    session: Session,
    customer: customers.Customer,
    person_id: str,
    now: datetime,
    timezone: str = "UTC",
) -> Profile:
    """All standing facts about a customer; `now` says how long ago each was seen.

    `timezone` is the IANA name of the place whose days are meant.
    """
    confirmed = evidence.latest_confirmation(session, customer.id)
    seen = _Seeing(now=now, timezone=timezone)
    return Profile(
        customer=Customer(id=customer.id, name=customer.name),
        answers=tuple(map(seen.answer, evidence.standing_answers(session, customer.id))),
        notes=tuple(map(seen.note, notes.standing_notes(session, customer.id))),
        facts=tuple(map(seen.fact, facts.latest_facts(session, customer.id))),
        confirmed=confirmed.group if confirmed else None,
        interview_id=evidence.latest_interview(session, customer.id, person_id),
    )


@dataclass(frozen=True, kw_only=True)
class _Seeing:
    """Says of stored facts how long ago they were seen from now, in a time zone."""

    now: datetime
    timezone: str

    def answer(self, fact: evidence.AnswerFact) -> Answered:
        """A stored answer as the dialogue knows it."""
        return Answered(
            interview_id=fact.interview_id,
            number=fact.number,
            question_id=fact.question_id,
            answer_id=fact.answer_id,
            sight=self._sight(fact.at, fact.person_id),
        )

    def note(self, fact: notes.NoteFact) -> Noted:
        """A stored note as the dialogue knows it."""
        return Noted(
            note_id=fact.id,
            text=fact.text,
            meant=fact.meant,
            sight=self._sight(fact.at, fact.person_id),
        )

    def fact(self, fact: facts.KnownFact) -> Stated:
        """A stored fact as the dialogue knows it."""
        return Stated(
            fact_id=fact.fact_id, value=fact.value, sight=self._sight(fact.at, fact.person_id)
        )

    def _sight(self, at: datetime, person_id: str) -> Sight:
        days_ago = max(0.0, (self.now - at) / DAY)
        return Sight(day=day_of(at, self.timezone), days_ago=days_ago, person_id=person_id)


def day_of(moment: datetime, timezone: str = "UTC") -> str:
    """The day of a moment as 2026-03-02, in a time zone by its IANA name."""
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()
