"""Facts about a customer that are no behaviour: each has a source, a person and a moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.customers import visible_to
from db.learning_models import CustomerFactRow
from db.models import CustomerRow
from db.people import Person


@dataclass(frozen=True, kw_only=True)
class KnownFact:
    """The latest value of a fact: the id of an answer, or what was told."""

    fact_id: str
    value: str
    source: str
    person_id: str
    at: datetime


def save_fact(
    session: Session,
    *,
    customer_id: str,
    fact_id: str,
    value: str,
    source: str,
    person_id: str,
    now: datetime,
) -> None:
    """Adds a value; the one before it stays as history."""
    session.add(
        CustomerFactRow(
            customer_id=customer_id,
            fact_id=fact_id,
            value=value,
            source=source,
            person_id=person_id,
            at=now,
        )
    )
    session.flush()


def latest_facts(session: Session, customer_id: str) -> tuple[KnownFact, ...]:
    """The latest value of every fact about a customer, in the order of their ids."""
    return tuple(facts_of_all(session, [customer_id]).get(customer_id, {}).values())


def facts_of_all(session: Session, customer_ids: list[str]) -> dict[str, dict[str, KnownFact]]:
    """The latest value of every fact, by customer and fact."""
    statement = (
        select(CustomerFactRow)
        .where(CustomerFactRow.customer_id.in_(customer_ids))
        .order_by(CustomerFactRow.fact_id, CustomerFactRow.id)
    )
    found: dict[str, dict[str, KnownFact]] = {}
    for row in session.scalars(statement):
        fact = KnownFact(
            fact_id=row.fact_id,
            value=row.value,
            source=row.source,
            person_id=row.person_id,
            at=row.at,
        )
        found.setdefault(row.customer_id, {})[row.fact_id] = fact
    return found


def customers_with_names(session: Session, person: Person) -> list[tuple[str, str]]:
    """The id and name of every customer a person may see, by name."""
    statement = (
        select(CustomerRow.id, CustomerRow.name)
        .where(visible_to(person))
        .order_by(CustomerRow.name, CustomerRow.id)
    )
    return [(row.id, row.name) for row in session.execute(statement)]
