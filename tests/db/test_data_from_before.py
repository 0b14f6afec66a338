"""Data written at an older revision is read after the upgrade.

With a new revision, add what a team may have stored at it to STORED_AT: the rows of the revision
before, with the new columns filled. The rows are written without the models, which are of today.
"""

import json
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
from db.facts import KnownFact, latest_facts
from db.judgements import (
    AuditFact,
    ConfirmedFact,
    TipMarks,
    audits,
    confirmed_customers,
    count_answers,
    tip_marks,
)
from db.learning_models import CustomerFactRow, NoteRow
from db.lessons import Lesson, newest_lesson
from db.notes import NoteFact, Proposal, accepted_phrasings, proposals, standing_notes
from db.people import Person, find_person, hash_code, open_invite_role
from db.schema import MIGRATIONS, upgrade
from tests.databases import DIALECTS, open_database

THEN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = THEN + timedelta(minutes=5)
NEXT_DAY = THEN + timedelta(days=1)
FORECAST = (0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)
LAN = Person(id="lan", role="rep", language="vi")

Rows = dict[str, list[dict[str, Any]]]

AT_0001: Rows = {
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
}
AT_0002: Rows = {
    **AT_0001,
    "notes": [
        {"id": note_id, "customer_id": "hung", "person_id": "lan", "text": text, "at": THEN}
        for note_id, text in (("n1", "vào việc luôn, hỏi giá"), ("n2", "nhầm khách"))
    ],
    "note_withdrawals": [{"note_id": "n2", "at": LATER}],
    "cue_answers": [
        {
            "id": number,
            "note_id": "n1",
            "cue_id": cue_id,
            "phrase": "vào việc luôn",
            "meant": meant,
            "at": THEN,
        }
        for number, cue_id, meant in (
            *((1, "in_a_hurry", False), (2, "in_a_hurry", True), (3, "blunt_talk", False)),
        )
    ],
    "phrasings": [
        {"id": number, "cue_id": "in_a_hurry", "phrase": phrase, "accepted": accepted, "at": THEN}
        for number, phrase, accepted in (
            (1, "chạy sô", True),
            (2, "lẹ lẹ", True),
            (3, "lẹ lẹ", False),
        )
    ],
    "audits": [
        {
            "id": number,
            "interview_id": "i1",
            "person_id": "lan",
            "group_number": group,
            "forecast": json.dumps(FORECAST),
            "at": THEN,
        }
        for number, group in ((1, None), (2, 3))
    ],
    "tip_marks": [
        {
            "id": number,
            "customer_id": "hung",
            "person_id": person_id,
            "situation_id": "opening",
            "group_number": 4,
            "useful": useful,
            "at": THEN,
        }
        for number, person_id, useful in ((1, "lan", False), (2, "lan", True), (3, "chu", False))
    ],
    "lessons": [
        {
            "id": number,
            "confirmed": number,
            "audits": 1,
            "temperature": 1.125,
            "counts": json.dumps([["q1", "a", 4, 1.0]]),
            "since": since,
            "at": LATER,
        }
        for number, since in ((1, None), (2, THEN))
    ],
}
AT_0003: Rows = {
    **AT_0002,
    "customer_facts": [
        {
            "id": number,
            "customer_id": "hung",
            "fact_id": fact_id,
            "value": value,
            "source": "chat",
            "person_id": person_id,
            "at": at,
        }
        for number, fact_id, value, person_id, at in (
            (1, "orders", "one", "lan", THEN),
            (2, "complaint", "none", "lan", THEN),
            (3, "orders", "two", "chu", LATER),
        )
    ],
}
STORED_AT: dict[str, Rows] = {"0001": AT_0001, "0002": AT_0002, "0003": AT_0003}


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


@pytest.fixture
def noted(before: Session) -> bool:
    """Whether the revision had notes and lessons already."""
    return before.get(NoteRow, "n1") is not None


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
            at=THEN,
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


def test_a_note_that_stood_stands_with_what_was_meant(before: Session, noted: bool) -> None:
    note = NoteFact(
        id="n1",
        person_id="lan",
        text="vào việc luôn, hỏi giá",
        at=THEN,
        meant={"in_a_hurry": True, "blunt_talk": False},
    )
    assert standing_notes(before, "hung") == ((note,) if noted else ())


def test_a_phrasing_that_was_meant_is_proposed(before: Session, noted: bool) -> None:
    proposal = Proposal(cue_id="in_a_hurry", phrase="vào việc luôn", times=1)
    assert proposals(before) == ([proposal] if noted else [])


def test_the_phrasings_an_owner_accepted_are_accepted(before: Session, noted: bool) -> None:
    assert accepted_phrasings(before) == ((("in_a_hurry", "chạy sô"),) if noted else ())


def test_a_judgement_is_learned_from(before: Session, noted: bool) -> None:
    assert audits(before) == ((AuditFact(group=3, forecast=FORECAST),) if noted else ())


def test_the_last_word_on_tips_counts(before: Session, noted: bool) -> None:
    marks = TipMarks(situation_id="opening", group=4, useful=1, wrong=1)
    assert tip_marks(before) == ([marks] if noted else [])


def test_the_newest_lesson_is_known(before: Session, noted: bool) -> None:
    lesson = Lesson(
        version=2,
        confirmed=2,
        audits=1,
        temperature=1.125,
        counts={("q1", "a", 4): 1.0},
        since=THEN,
    )
    assert newest_lesson(before) == (lesson if noted else Lesson(counts={}))


def test_the_last_word_on_a_fact_counts(before: Session) -> None:
    stated = (
        KnownFact(fact_id="complaint", value="none", source="chat", person_id="lan", at=THEN),
        KnownFact(fact_id="orders", value="two", source="chat", person_id="chu", at=LATER),
    )
    had_facts = before.get(CustomerFactRow, 1) is not None
    assert latest_facts(before, "hung") == (stated if had_facts else ())


def test_a_confirmed_customer_is_learned_from(before: Session) -> None:
    fact = ConfirmedFact(customer_id="hung", group=4, shown_group=4)
    assert confirmed_customers(before) == (fact,)
    assert count_answers(before) == {("q1", "a", 4): 1.0}
