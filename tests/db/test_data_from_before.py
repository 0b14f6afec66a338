"""Data written at an older revision is read after the upgrade.

With a new revision, add what a team may have stored at it to STORED_AT: the rows of the revision
before, with the new columns filled. The rows are written without the models, which are of today.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table
from sqlalchemy.orm import Session

from db.chats import Remembered, claim_update, recall
from db.customers import Customer, Match, find_customers, recent_customers
from db.evidence import (
    AnswerFact,
    ConfirmationFact,
    latest_confirmation,
    latest_interview,
    standing_answers,
)
from db.people import Person, find_person, hash_code, open_invite_role
from db.schema import MIGRATIONS, upgrade
from tests.databases import DIALECTS, open_database

THEN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = THEN + timedelta(minutes=5)
NEXT_DAY = THEN + timedelta(days=1)
LAN = Person(id="lan", role="rep", language="vi")

Rows = dict[str, list[dict[str, Any]]]

STORED_AT: dict[str, Rows] = {
    "0001": {
        "people": [
            {"id": "lan", "role": "rep", "language": "vi", "created_at": THEN},
            {"id": "chu", "role": "owner", "language": "en", "created_at": THEN},
        ],
        "identities": [
            {"transport": "telegram", "external_id": "1001", "person_id": "lan"},
            {"transport": "terminal", "external_id": "local", "person_id": "chu"},
        ],
        "invites": [
            {
                "code_hash": hash_code("open"),
                "role": "manager",
                "created_at": THEN,
                "expires_at": NEXT_DAY,
                "used_at": None,
                "used_by": None,
            },
            {
                "code_hash": hash_code("used"),
                "role": "rep",
                "created_at": THEN,
                "expires_at": NEXT_DAY,
                "used_at": LATER,
                "used_by": "lan",
            },
        ],
        "refused_attempts": [{"id": 1, "at": THEN}],
        "customers": [
            {
                "id": "hung",
                "name": "Đặng Hùng",
                "name_plain": "dang hung",
                "owner_id": "lan",
                "created_at": THEN,
                "used_at": LATER,
            },
            {
                "id": "mai",
                "name": "Mai",
                "name_plain": "mai",
                "owner_id": "lan",
                "created_at": THEN,
                "used_at": THEN,
            },
        ],
        "interviews": [
            {"id": "i1", "customer_id": "hung", "person_id": "lan", "started_at": THEN},
        ],
        "answers": [
            {
                "id": number,
                "interview_id": "i1",
                "number": number,
                "question_id": f"q{number}",
                "answer_id": answer_id,
                "at": THEN,
            }
            for number, answer_id in ((1, "a"), (2, None), (3, "b"))
        ],
        "answer_withdrawals": [{"answer_id": 3, "at": LATER}],
        "confirmations": [
            {
                "id": number,
                "customer_id": "hung",
                "person_id": "lan",
                "group_number": group,
                "shown_group": 4,
                "shown_probability": 0.625,
                "at": THEN,
            }
            for number, group in ((1, 4), (2, 7))
        ],
        "confirmation_withdrawals": [{"confirmation_id": 2, "at": LATER}],
        "chats": [
            {
                "transport": "telegram",
                "chat_id": "1001",
                "version": 3,
                "progress": '{"format": 1}',
                "updated_at": THEN,
            },
        ],
        "seen_updates": [{"transport": "telegram", "update_id": 2**40, "at": THEN}],
    },
}


def write(connection: Connection, rows: Rows) -> None:
    for name, values in rows.items():
        connection.execute(Table(name, MetaData(), autoload_with=connection).insert(), values)


@pytest.fixture(scope="module", params=product(DIALECTS, STORED_AT), ids="-".join)
def upgraded_since(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database that was filled at an older revision; the tests only look at it."""
    dialect, revision = request.param
    with open_database(dialect, tmp_path_factory.mktemp(revision), empty=True) as engine:
        upgrade(engine, revision)
        with engine.begin() as connection:
            write(connection, STORED_AT[revision])
        upgrade(engine)
        yield engine


@pytest.fixture
def before(upgraded_since: Engine) -> Iterator[Session]:
    with Session(upgraded_since) as session:
        yield session


def test_every_revision_has_data_from_before() -> None:
    history = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert list(STORED_AT) == history[::-1]


@pytest.mark.parametrize("revision", STORED_AT)
def test_the_data_of_a_revision_fills_every_table_of_it(
    empty_database: Engine, revision: str
) -> None:
    upgrade(empty_database, revision)
    then = MetaData()
    then.reflect(empty_database)
    assert set(STORED_AT[revision]) == set(then.tables) - {"alembic_version"}


def test_a_person_is_found(before: Session) -> None:
    assert find_person(before, "telegram", "1001") == LAN


def test_an_open_invite_is_open(before: Session) -> None:
    assert open_invite_role(before, "open", LATER) == "manager"


def test_a_used_invite_is_closed(before: Session) -> None:
    assert open_invite_role(before, "used", LATER) is None


def test_customers_are_listed(before: Session) -> None:
    hung, mai = Customer(id="hung", name="Đặng Hùng"), Customer(id="mai", name="Mai")
    assert recent_customers(before, LAN, limit=5) == [hung, mai]


def test_a_customer_is_found(before: Session) -> None:
    match = Match(customer=Customer(id="hung", name="Đặng Hùng"), closeness="same")
    assert find_customers(before, LAN, "dang hung", limit=5) == [match]


def test_the_answers_that_stood_stand(before: Session) -> None:
    assert standing_answers(before, "hung") == tuple(
        AnswerFact(
            interview_id="i1",
            person_id="lan",
            number=number,
            question_id=f"q{number}",
            answer_id=answer_id,
        )
        for number, answer_id in ((1, "a"), (2, None))
    )


def test_the_interview_goes_on(before: Session) -> None:
    assert latest_interview(before, "hung", "lan") == "i1"


def test_the_confirmation_that_stood_stands(before: Session) -> None:
    assert latest_confirmation(before, "hung") == ConfirmationFact(group=4, shown_group=4)


def test_the_chat_remembers(before: Session) -> None:
    assert recall(before, "telegram", "1001") == Remembered(version=3, progress='{"format": 1}')


def test_a_handled_update_stays_handled(before: Session) -> None:
    assert not claim_update(before, "telegram", 2**40, NEXT_DAY)
