"""The facts about a customer: interviews, answers, confirmations and what was taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AnswerRow,
    AnswerWithdrawalRow,
    ConfirmationRow,
    ConfirmationWithdrawalRow,
    InterviewRow,
)


@dataclass(frozen=True, kw_only=True)
class AnswerFact:
    """One answer that stands; `number` counts from 1 in its interview; no `answer_id` is a skip."""

    interview_id: str
    person_id: str
    number: int
    question_id: str
    answer_id: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ConfirmationFact:
    """The latest confirmation that stands, beside the group that the card proposed then."""

    group: int
    shown_group: int


def start_interview(
    session: Session, interview_id: str, *, customer_id: str, person_id: str, now: datetime
) -> None:
    """Keeps a new interview."""
    session.add(
        InterviewRow(id=interview_id, customer_id=customer_id, person_id=person_id, started_at=now)
    )
    session.flush()


def save_answer(
    session: Session,
    *,
    interview_id: str,
    number: int,
    question_id: str,
    answer_id: str | None,
    now: datetime,
) -> None:
    """Adds an answer, or a skip where `answer_id` is None."""
    session.add(
        AnswerRow(
            interview_id=interview_id,
            number=number,
            question_id=question_id,
            answer_id=answer_id,
            at=now,
        )
    )
    session.flush()


def withdraw_answer(session: Session, *, interview_id: str, number: int, now: datetime) -> bool:
    """Takes back the standing answer with that number; False when there is none."""
    statement = (
        select(AnswerRow.id)
        .outerjoin(AnswerWithdrawalRow)
        .where(
            AnswerRow.interview_id == interview_id,
            AnswerRow.number == number,
            AnswerWithdrawalRow.answer_id.is_(None),
        )
    )
    standing = session.scalars(statement).all()
    session.add_all(AnswerWithdrawalRow(answer_id=one, at=now) for one in standing)
    session.flush()
    return bool(standing)


def standing_answers(session: Session, customer_id: str) -> tuple[AnswerFact, ...]:
    """All answers about a customer that were not taken back, oldest first."""
    statement = (
        select(AnswerRow, InterviewRow.person_id)
        .join(InterviewRow, AnswerRow.interview_id == InterviewRow.id)
        .outerjoin(AnswerWithdrawalRow, AnswerWithdrawalRow.answer_id == AnswerRow.id)
        .where(InterviewRow.customer_id == customer_id, AnswerWithdrawalRow.answer_id.is_(None))
        .order_by(AnswerRow.id)
    )
    return tuple(
        AnswerFact(
            interview_id=row.interview_id,
            person_id=person_id,
            number=row.number,
            question_id=row.question_id,
            answer_id=row.answer_id,
            at=row.at,
        )
        for row, person_id in session.execute(statement)
    )


def latest_interview(session: Session, customer_id: str, person_id: str) -> str | None:
    """The interview a person started last about a customer."""
    statement = (
        select(InterviewRow.id)
        .where(InterviewRow.customer_id == customer_id, InterviewRow.person_id == person_id)
        .order_by(InterviewRow.started_at.desc(), InterviewRow.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def confirm(
    session: Session,
    *,
    customer_id: str,
    person_id: str,
    group: int,
    shown_group: int,
    shown_probability: float,
    now: datetime,
) -> None:
    """Adds what a person says the group is, beside what they were shown."""
    session.add(
        ConfirmationRow(
            customer_id=customer_id,
            person_id=person_id,
            group=group,
            shown_group=shown_group,
            shown_probability=shown_probability,
            at=now,
        )
    )
    session.flush()


def withdraw_confirmation(session: Session, *, customer_id: str, now: datetime) -> bool:
    """Takes back the latest standing confirmation; the one before it stands again, if any."""
    standing = _standing_confirmation(session, customer_id)
    if standing is None:
        return False
    session.add(ConfirmationWithdrawalRow(confirmation_id=standing.id, at=now))
    session.flush()
    return True


def latest_confirmation(session: Session, customer_id: str) -> ConfirmationFact | None:
    """What was last said about the group and not taken back."""
    row = _standing_confirmation(session, customer_id)
    return ConfirmationFact(group=row.group, shown_group=row.shown_group) if row else None


def _standing_confirmation(session: Session, customer_id: str) -> ConfirmationRow | None:
    statement = (
        select(ConfirmationRow)
        .outerjoin(ConfirmationWithdrawalRow)
        .where(
            ConfirmationRow.customer_id == customer_id,
            ConfirmationWithdrawalRow.confirmation_id.is_(None),
        )
        .order_by(ConfirmationRow.id.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()
