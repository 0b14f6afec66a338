"""Facts about customers: the latest value counts, the ones before it stay."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.customers import Customer, add_customer, remove_unused
from db.facts import KnownFact, customers_with_names, facts_of_all, latest_facts, save_fact
from db.models import CustomerFactRow
from db.people import Person

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)

Tell = Callable[..., None]


def add(database: Engine, customer_id: str, owner: Person, name: str = "") -> str:
    """A customer in a transaction of its own."""
    customer = Customer(id=customer_id, name=name or customer_id)
    with Session(database) as session, session.begin():
        add_customer(session, customer, owner_id=owner.id, now=NOW)
    return customer_id


@pytest.fixture
def hung(database: Engine, rep: Person) -> str:
    """A customer of the rep."""
    return add(database, "hung", rep)


@pytest.fixture
def mai(database: Engine, rep: Person) -> str:
    """Another one."""
    return add(database, "mai", rep)


@pytest.fixture
def tell(session: Session, rep: Person, hung: str) -> Tell:
    """Keeps a fact that the rep tells about the customer."""

    def keep(
        fact_id: str,
        value: str,
        *,
        customer: str = hung,
        person: Person = rep,
        source: str = "chat",
        now: datetime = NOW,
    ) -> None:
        save_fact(
            session,
            customer_id=customer,
            fact_id=fact_id,
            value=value,
            source=source,
            person_id=person.id,
            now=now,
        )

    return keep


def values(session: Session, customer_id: str) -> dict[str, str]:
    """The latest values by fact."""
    session.expire_all()
    return {one.fact_id: one.value for one in latest_facts(session, customer_id)}


def test_a_customer_without_facts_has_none(session: Session, hung: str) -> None:
    assert latest_facts(session, hung) == ()


def test_a_customer_that_does_not_exist_has_none(session: Session) -> None:
    assert latest_facts(session, "gone") == ()


def test_a_fact_stands_as_it_was_told(session: Session, rep: Person, hung: str, tell: Tell) -> None:
    tell("orders", "one")
    session.expire_all()
    known = KnownFact(fact_id="orders", value="one", source="chat", person_id=rep.id, at=NOW)
    assert latest_facts(session, hung) == (known,)


def test_a_moment_comes_back_in_utc(session: Session, hung: str, tell: Tell) -> None:
    tell("orders", "one")
    session.expire_all()
    assert latest_facts(session, hung)[0].at.utcoffset() == timedelta(0)


def test_a_fact_told_again_replaces_the_one_before(session: Session, hung: str, tell: Tell) -> None:
    for value in ("one", "two", "few"):
        tell("orders", value)
    assert values(session, hung) == {"orders": "few"}


def test_what_was_told_before_stays(session: Session, tell: Tell) -> None:
    for value in ("one", "two", "one"):
        tell("orders", value)
    kept = select(CustomerFactRow.value).order_by(CustomerFactRow.id)
    assert list(session.scalars(kept)) == ["one", "two", "one"]


def test_the_last_word_counts_whatever_the_clock_says(
    session: Session, hung: str, tell: Tell
) -> None:
    tell("orders", "one", now=LATER)
    tell("orders", "two", now=NOW)
    assert values(session, hung) == {"orders": "two"}


def test_one_fact_replaces_no_other(session: Session, hung: str, tell: Tell) -> None:
    tell("orders", "one")
    tell("complaint", "none")
    assert values(session, hung) == {"orders": "one", "complaint": "none"}


def test_facts_stand_in_the_order_of_their_ids(session: Session, hung: str, tell: Tell) -> None:
    for fact_id in ("orders", "age", "leaving"):
        tell(fact_id, "x")
    assert list(values(session, hung)) == ["age", "leaving", "orders"]


def test_the_facts_of_all_people_stand(
    session: Session, other_rep: Person, hung: str, tell: Tell
) -> None:
    tell("orders", "one")
    tell("orders", "two", person=other_rep, source="import", now=LATER)
    [fact] = latest_facts(session, hung)
    assert (fact.person_id, fact.source, fact.at) == (other_rep.id, "import", LATER)


def test_a_customer_has_only_its_own_facts(
    session: Session, hung: str, mai: str, tell: Tell
) -> None:
    tell("orders", "one")
    tell("orders", "two", customer=mai)
    assert values(session, hung) == {"orders": "one"}
    assert values(session, mai) == {"orders": "two"}


def test_the_facts_of_many_come_by_customer_and_fact(
    session: Session, hung: str, mai: str, tell: Tell
) -> None:
    tell("orders", "one")
    tell("orders", "few")
    tell("age", "young", customer=mai)
    found = facts_of_all(session, [hung, mai, "gone"])
    assert {one: {fact: known.value for fact, known in found[one].items()} for one in found} == {
        "hung": {"orders": "few"},
        "mai": {"age": "young"},
    }


def test_the_facts_of_nobody_are_none(session: Session, tell: Tell) -> None:
    tell("orders", "one")
    assert facts_of_all(session, []) == {}


def test_the_longest_ids_are_kept_whole(session: Session, hung: str, tell: Tell) -> None:
    tell("f" * 24, "á" * 64, source="s" * 16)
    assert values(session, hung) == {"f" * 24: "á" * 64}


def test_a_fact_needs_a_customer(tell: Tell) -> None:
    with pytest.raises(IntegrityError):
        tell("orders", "one", customer="gone")


def test_a_fact_needs_a_person(tell: Tell) -> None:
    with pytest.raises(IntegrityError):
        tell("orders", "one", person=Person(id="gone", role="rep", language="vi"))


def test_a_customer_with_facts_is_not_taken_back(
    session: Session, rep: Person, hung: str, tell: Tell
) -> None:
    tell("orders", "one")
    assert not remove_unused(session, rep, hung)
    assert values(session, hung) == {"orders": "one"}


def test_customers_are_listed_by_name(database: Engine, session: Session, rep: Person) -> None:
    for customer_id, name in (("3", "Bình"), ("1", "Dung"), ("2", "An"), ("0", "Dung")):
        add(database, customer_id, rep, name)
    listed = [("2", "An"), ("3", "Bình"), ("0", "Dung"), ("1", "Dung")]
    assert customers_with_names(session, rep) == listed


def test_only_customers_a_person_may_see_are_listed(
    database: Engine, session: Session, owner: Person, rep: Person, other_rep: Person
) -> None:
    add(database, "an", rep)
    add(database, "binh", other_rep)
    assert customers_with_names(session, rep) == [("an", "an")]
    assert customers_with_names(session, owner) == [("an", "an"), ("binh", "binh")]
