"""What can be learned from: confirmed customers, judgements before the card, marks of tips."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import (
    AnswerRow,
    AnswerWithdrawalRow,
    AuditRow,
    ConfirmationRow,
    ConfirmationWithdrawalRow,
    InterviewRow,
    TipMarkRow,
)

Cell = tuple[str, str, int]  # question, answer, confirmed group


@dataclass(frozen=True, kw_only=True)
class AuditFact:
    """A judgement made before the card was seen, beside P(group) before tempering then."""

    group: int
    forecast: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class ConfirmedFact:
    """A customer's standing confirmation, beside the group that the card proposed then."""

    customer_id: str
    group: int
    shown_group: int


@dataclass(frozen=True, kw_only=True)
class TipMarks:
    """How many people found the tips for a group in a situation useful, and how many wrong."""

    situation_id: str
    group: int
    useful: int
    wrong: int


def save_audit(
    session: Session,
    *,
    interview_id: str,
    person_id: str,
    group: int | None,
    forecast: tuple[float, ...],
    now: datetime,
) -> None:
    """Adds a judgement; None where the person could not say."""
    session.add(
        AuditRow(
            interview_id=interview_id,
            person_id=person_id,
            group=group,
            forecast=json.dumps(forecast),
            at=now,
        )
    )
    session.flush()


def audits(session: Session, since: datetime | None = None) -> tuple[AuditFact, ...]:
    """All judgements after `since`, oldest first: of one interview the first."""
    statement = select(AuditRow).where(AuditRow.group.is_not(None)).order_by(AuditRow.id)
    if since is not None:
        statement = statement.where(AuditRow.at > since)
    first: dict[str, AuditFact] = {}
    for row in session.scalars(statement):
        fact = AuditFact(group=row.group or 0, forecast=tuple(json.loads(row.forecast)))
        first.setdefault(row.interview_id, fact)
    return tuple(first.values())


def _last_confirmations(since: datetime | None) -> Select[int]:
    """The ids of the last standing confirmation of every customer."""
    statement = (
        select(func.max(ConfirmationRow.id))
        .outerjoin(
            ConfirmationWithdrawalRow,
            ConfirmationWithdrawalRow.confirmation_id == ConfirmationRow.id,
        )
        .where(ConfirmationWithdrawalRow.confirmation_id.is_(None))
        .group_by(ConfirmationRow.customer_id)
    )
    return statement if since is None else statement.where(ConfirmationRow.at > since)


def confirmed_customers(
    session: Session, since: datetime | None = None
) -> tuple[ConfirmedFact, ...]:
    """The standing confirmation of every customer that was confirmed after `since`."""
    statement = (
        select(ConfirmationRow)
        .where(ConfirmationRow.id.in_(_last_confirmations(since)))
        .order_by(ConfirmationRow.id)
    )
    return tuple(
        ConfirmedFact(customer_id=row.customer_id, group=row.group, shown_group=row.shown_group)
        for row in session.scalars(statement)
    )


def count_confirmed(session: Session, since: datetime | None = None) -> int:
    """How many customers `confirmed_customers` gives."""
    return (
        session.scalar(select(func.count()).select_from(_last_confirmations(since).subquery())) or 0
    )


def count_audits(session: Session, since: datetime | None = None) -> int:
    """How many judgements `audits` gives."""
    statement = select(func.count(func.distinct(AuditRow.interview_id))).where(
        AuditRow.group.is_not(None)
    )
    if since is not None:
        statement = statement.where(AuditRow.at > since)
    return session.scalar(statement) or 0


def count_answers(session: Session, since: datetime | None = None) -> dict[Cell, float]:
    """How often every standing answer was given about customers of each confirmed group."""
    times = func.count()
    statement = (
        select(AnswerRow.question_id, AnswerRow.answer_id, ConfirmationRow.group, times)
        .join(InterviewRow, InterviewRow.id == AnswerRow.interview_id)
        .join(ConfirmationRow, ConfirmationRow.customer_id == InterviewRow.customer_id)
        .outerjoin(AnswerWithdrawalRow, AnswerWithdrawalRow.answer_id == AnswerRow.id)
        .where(
            ConfirmationRow.id.in_(_last_confirmations(since)),
            AnswerWithdrawalRow.answer_id.is_(None),
            AnswerRow.answer_id.is_not(None),
        )
        .group_by(AnswerRow.question_id, AnswerRow.answer_id, ConfirmationRow.group)
    )
    return {
        (question_id, answer_id or "", group): float(number)
        for question_id, answer_id, group, number in session.execute(statement)
    }


def mark_tips(
    session: Session,
    *,
    customer_id: str,
    person_id: str,
    situation_id: str,
    group: int,
    useful: bool,
    now: datetime,
) -> None:
    """Adds what a person says of the tips shown."""
    session.add(
        TipMarkRow(
            customer_id=customer_id,
            person_id=person_id,
            situation_id=situation_id,
            group=group,
            useful=useful,
            at=now,
        )
    )
    session.flush()


def tip_marks(session: Session) -> list[TipMarks]:
    """All marks, the last word of each person about each customer and tip counting."""
    words: dict[tuple[str, str, str, int], bool] = {}
    for row in session.scalars(select(TipMarkRow).order_by(TipMarkRow.id)):
        words[row.customer_id, row.person_id, row.situation_id, row.group] = row.useful
    totals: dict[tuple[str, int], list[int]] = {}
    for (_customer, _person, situation_id, group), useful in words.items():
        totals.setdefault((situation_id, group), [0, 0])[not useful] += 1
    return [
        TipMarks(situation_id=situation_id, group=group, useful=useful, wrong=wrong)
        for (situation_id, group), (useful, wrong) in sorted(totals.items())
    ]
