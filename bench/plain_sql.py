"""The same turn with hand-written SQL and the bare sqlite3 driver, on our own tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count

from bench.filling import REP, TRANSPORT
from bench.other_shells import InMemory
from bot.dialogue.effects import SaveAnswer, StartInterview
from bot.dialogue.people import Person
from bot.dialogue.profile import Answered, Customer, Profile
from bot.dialogue.progress import Progress
from bot.dialogue.world import Knowledge
from bot.memory import decode, encode

CHAT = (TRANSPORT, "by hand")
SEEN = "SELECT 1 FROM seen_updates WHERE transport = ? AND update_id = ?"
PERSON = """SELECT p.id, p.role FROM people p JOIN identities i ON i.person_id = p.id
    WHERE i.transport = ? AND i.external_id = ?"""
CHAT_ROW = "SELECT progress, version FROM chats WHERE transport = ? AND chat_id = ?"
CUSTOMER = "SELECT id, name FROM customers WHERE id = ? AND owner_id = ?"
ANSWERS = """SELECT a.interview_id, a.number, a.question_id, a.answer_id FROM answers a
    JOIN interviews i ON i.id = a.interview_id
    LEFT JOIN answer_withdrawals w ON w.answer_id = a.id
    WHERE i.customer_id = ? AND w.answer_id IS NULL ORDER BY a.id"""
CONFIRMED = """SELECT c.group_number FROM confirmations c
    LEFT JOIN confirmation_withdrawals w ON w.confirmation_id = c.id
    WHERE c.customer_id = ? AND w.confirmation_id IS NULL ORDER BY c.id DESC LIMIT 1"""
INTERVIEW = """SELECT id FROM interviews WHERE customer_id = ? AND person_id = ?
    ORDER BY started_at DESC, id DESC LIMIT 1"""
ADD_CHAT = (
    "INSERT INTO chats (transport, chat_id, version, progress, updated_at) VALUES (?,?,0,?,?)"
)
KEEP_CHAT = """UPDATE chats SET version = ?, progress = ?, updated_at = ?
    WHERE transport = ? AND chat_id = ? AND version = ?"""
ADD_ANSWER = """INSERT INTO answers (interview_id, number, question_id, answer_id, at)
    VALUES (?, ?, ?, ?, ?)"""


@contextmanager
def by_hand(path: str, knowledge: Knowledge) -> Iterator["ByHand"]:
    """A shell on a SQLite file of ours."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        yield ByHand(database, knowledge)
    finally:
        database.close()


class ByHand(InMemory):
    """Does what conversation, clerk and memory do, for taps on answers alone."""

    def __init__(self, database: sqlite3.Connection, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        self._sql = database.execute
        self._updates = count(10**6 + 1, 7)
        self._version, self._before, self._now = 0, Progress(), ""
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
            self._sql(f"PRAGMA {pragma}")
        self._sql(ADD_CHAT, (*CHAT, encode(Progress()), "2026-03-02 08:00:00.000000"))

    def _begin(self) -> Person:
        self._now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"
        update = (TRANSPORT, next(self._updates))
        self._sql("BEGIN IMMEDIATE")
        if self._sql(SEEN, update).fetchone() is None:
            self._sql("INSERT INTO seen_updates VALUES (?, ?, ?)", (*update, self._now))
        person_id, role = self._sql(PERSON, (TRANSPORT, REP)).fetchone()
        progress, self._version = self._sql(CHAT_ROW, CHAT).fetchone()
        self._before = self._progress = decode(progress)
        return Person(id=person_id, role=role)

    def _load(self, customer_id: str) -> Profile:
        found, name = self._sql(CUSTOMER, (customer_id, REP)).fetchone()
        self._sql("UPDATE customers SET used_at = ? WHERE id = ?", (self._now, customer_id))
        names = ("interview_id", "number", "question_id", "answer_id")
        rows = self._sql(ANSWERS, (customer_id,)).fetchall()
        confirmed = self._sql(CONFIRMED, (customer_id,)).fetchone()
        interview = self._sql(INTERVIEW, (customer_id, REP)).fetchone()
        return Profile(
            customer=Customer(id=found, name=name),
            answers=tuple(Answered(**dict(zip(names, row, strict=True))) for row in rows),
            confirmed=confirmed[0] if confirmed else None,
            interview_id=interview[0] if interview else None,
        )

    def _start(self, effect: StartInterview) -> None:
        row = (effect.interview_id, effect.customer_id, REP, self._now)
        self._sql("INSERT INTO interviews VALUES (?, ?, ?, ?)", row)

    def _add(self, effect: SaveAnswer) -> None:
        fact = (effect.interview_id, effect.number, effect.question_id, effect.answer_id)
        self._sql(ADD_ANSWER, (*fact, self._now))

    def _end(self) -> None:
        if self._progress != self._before:
            fresh = (self._version + 1, encode(self._progress), self._now)
            self._sql(KEEP_CHAT, (*fresh, *CHAT, self._version))
        self._sql("COMMIT")
