"""Customers: adding, finding and listing only those a person may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, delete, select, true, update
from sqlalchemy.orm import Session

from db.models import (
    AnswerRow,
    ConfirmationRow,
    CustomerFactRow,
    CustomerRow,
    InterviewRow,
    NoteRow,
    TipMarkRow,
)
from db.names import agrees, plain
from db.people import Person

Closeness = Literal["same", "plain", "near"]
NEAR_SCORE = 75  # rapidfuzz, folded names; below it a name is another name


@dataclass(frozen=True, kw_only=True)
class Customer:
    """One customer as a list shows it."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """A found customer: `same` name, same but for accents (`plain`), or `near`."""

    customer: Customer
    closeness: Closeness


def visible_to(person: Person) -> ColumnElement[bool]:
    """The condition every query on customers carries: an owner sees all, others their own."""
    return true() if person.role == "owner" else CustomerRow.owner_id == person.id


def add_customer(session: Session, customer: Customer, *, owner_id: str, now: datetime) -> None:
    """Keeps a new customer."""
    session.add(
        CustomerRow(
            id=customer.id,
            name=customer.name,
            name_plain=plain(customer.name),
            owner_id=owner_id,
            created_at=now,
            used_at=now,
        )
    )
    session.flush()


def get_customer(session: Session, person: Person, customer_id: str) -> Customer | None:
    """The customer, or None where it does not exist or the person may not see it."""
    statement = select(CustomerRow).where(CustomerRow.id == customer_id, visible_to(person))
    row = session.scalars(statement).one_or_none()
    return Customer(id=row.id, name=row.name) if row else None


def mark_used(session: Session, person: Person, customer_id: str, now: datetime) -> None:
    """Moves a customer to the top of the recent ones.

    The changed row stays locked until the transaction ends, so two people work on one customer's
    facts one after the other.
    """
    session.execute(
        update(CustomerRow)
        .where(CustomerRow.id == customer_id, visible_to(person))
        .values(used_at=now)
    )


def recent_customers(
    session: Session, person: Person, *, limit: int, offset: int = 0
) -> list[Customer]:
    """The customers a person used last, newest first."""
    statement = (
        select(CustomerRow.id, CustomerRow.name)
        .where(visible_to(person))
        .order_by(CustomerRow.used_at.desc(), CustomerRow.id)
        .limit(limit)
        .offset(offset)
    )
    return [Customer(id=row.id, name=row.name) for row in session.execute(statement)]


def find_customers(session: Session, person: Person, typed: str, *, limit: int) -> list[Match]:
    """Customers whose name is the typed one, the same but for accents, or near it, best first."""
    wanted = plain(typed)
    if not wanted:
        return []
    statement = (
        select(CustomerRow.id, CustomerRow.name, CustomerRow.name_plain)
        .where(visible_to(person))
        .order_by(CustomerRow.used_at.desc(), CustomerRow.id)
    )
    rows = session.execute(statement).all()
    names = [row.name_plain for row in rows]
    near = {
        at
        for scorer in (fuzz.token_set_ratio, fuzz.ratio)  # some of its words; all, with a slip
        for _name, _score, at in process.extract(
            wanted, names, scorer=scorer, score_cutoff=NEAR_SCORE, limit=None
        )
    }
    # Names that share a word score alike: among them the whole name decides.
    scored = sorted(near, key=lambda at: (-fuzz.ratio(wanted, names[at]), at))
    found = [
        Match(
            customer=Customer(id=rows[at].id, name=rows[at].name),
            closeness=_closeness(typed, rows[at].name, wanted == names[at]),
        )
        for at in scored
    ]
    order: dict[Closeness, int] = {"same": 0, "plain": 1, "near": 2}
    return sorted(found, key=lambda match: order[match.closeness])[:limit]


def _closeness(typed: str, name: str, equal_when_plain: bool) -> Closeness:
    if not equal_when_plain:
        return "near"
    return "same" if agrees(typed, name) else "plain"


def remove_unused(session: Session, person: Person, customer_id: str) -> bool:
    """Takes back a customer just created; False when facts hang on it or it is not visible."""
    if get_customer(session, person, customer_id) is None:
        return False
    interviews = select(InterviewRow.id).where(InterviewRow.customer_id == customer_id)
    answered = select(AnswerRow.id).where(AnswerRow.interview_id.in_(interviews))
    confirmed = select(ConfirmationRow.id).where(ConfirmationRow.customer_id == customer_id)
    noted = select(NoteRow.id).where(NoteRow.customer_id == customer_id)
    marked = select(TipMarkRow.id).where(TipMarkRow.customer_id == customer_id)
    stated = select(CustomerFactRow.id).where(CustomerFactRow.customer_id == customer_id)
    if any(session.scalar(one.limit(1)) for one in (answered, confirmed, noted, marked, stated)):
        return False
    session.execute(delete(InterviewRow).where(InterviewRow.customer_id == customer_id))
    session.execute(delete(CustomerRow).where(CustomerRow.id == customer_id))
    return True
