"""Loads a customer's profile as the dialogue knows it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.dialogue.profile import Answered, Customer, Noted, Profile, Sight
from db import customers, evidence, notes

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
    return Profile(
        customer=Customer(id=customer.id, name=customer.name),
        answers=tuple(
            Answered(
                interview_id=fact.interview_id,
                number=fact.number,
                question_id=fact.question_id,
                answer_id=fact.answer_id,
                sight=_sight(fact.at, now, fact.person_id, timezone),
            )
            for fact in evidence.standing_answers(session, customer.id)
        ),
        notes=tuple(
            Noted(
                note_id=fact.id,
                text=fact.text,
                meant=fact.meant,
                sight=_sight(fact.at, now, fact.person_id, timezone),
            )
            for fact in notes.standing_notes(session, customer.id)
        ),
        confirmed=confirmed.group if confirmed else None,
        interview_id=evidence.latest_interview(session, customer.id, person_id),
    )


def day_of(moment: datetime, timezone: str = "UTC") -> str:
    """The day of a moment as 2026-03-02, in a time zone by its IANA name."""
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()


def _sight(at: datetime, now: datetime, person_id: str, timezone: str) -> Sight:
    return Sight(day=day_of(at, timezone), days_ago=max(0.0, (now - at) / DAY), person_id=person_id)
