"""The learner: when a new version is made, who notices it, and what it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.dialogue.world import Knowledge
from bot.learner import LOOK_AGAIN_AFTER, Learner, forget, make_lesson
from db import customers, evidence, judgements, lessons, notes, people
from db.models import CustomerRow
from personas.learning import learn
from personas.model import FloatArray
from personas.notes import NoteReader
from tests.conversations import KNOWLEDGE, START, Clock
from tests.databases import open_sqlite

QUESTION = KNOWLEDGE.bank.questions[5]
ANSWER = QUESTION.answers[0].id
CLAIMED = QUESTION.claimed()
SURE_OF_ONE = (0.6, *[0.05] * 8)
Pairs = tuple[tuple[str, str], ...]


@dataclass
class Readers:
    """Makes no new readers, but remembers for which accepted phrasings one was wanted."""

    wanted: list[Pairs] = field(default_factory=list)

    def __call__(self, accepted: Pairs) -> NoteReader:
        self.wanted.append(accepted)
        return KNOWLEDGE.reader


@dataclass
class Shop:
    """A database with one rep, whose customers are confirmed one after the other."""

    engine: Engine
    clock: Clock = field(default_factory=Clock)
    readers: Readers = field(default_factory=Readers)
    learner: Learner = field(init=False)

    def __post_init__(self) -> None:
        self.learner = self.another_process()
        with Session(self.engine) as session, session.begin():
            person = people.Person(id="lan", role="rep", language="vi")
            people.add_person(session, person, transport="test", external_id="lan", now=START)

    def another_process(self) -> Learner:
        return Learner(shipped=KNOWLEDGE, make_reader=self.readers)

    def confirm(self, name: str, group: int = 1) -> None:
        """Confirms a customer, a new one with one answer, and has the learner take it in."""
        now = self.clock()
        with Session(self.engine) as session, session.begin():
            if session.get(CustomerRow, name) is None:
                self._meet(session, name)
            evidence.confirm(
                session,
                customer_id=name,
                person_id="lan",
                group=group,
                shown_group=2,
                shown_probability=0.5,
                now=now,
            )
            self.learner.take_in(session, now)

    def _meet(self, session: Session, name: str) -> None:
        customer = customers.Customer(id=name, name=name)
        customers.add_customer(session, customer, owner_id="lan", now=START)
        evidence.start_interview(session, name, customer_id=name, person_id="lan", now=START)
        evidence.save_answer(
            session,
            interview_id=name,
            number=1,
            question_id=QUESTION.id,
            answer_id=ANSWER,
            now=START,
        )

    def confirm_many(self, number: int, first: int = 0, group: int = 1) -> None:
        for at in range(first, first + number):
            self.confirm(f"k{at}", group)

    def withdraw(self, name: str) -> None:
        now = self.clock()
        with Session(self.engine) as session, session.begin():
            evidence.withdraw_confirmation(session, customer_id=name, now=now)
            self.learner.take_in(session, now)

    def audit(self, number: int, group: int = 1) -> None:
        """Has so many new customers judged before the card, and taken in at the end."""
        now = self.clock()
        with Session(self.engine) as session, session.begin():
            for at in range(number):
                self._meet(session, f"a{group}-{at}")
                judgements.save_audit(
                    session,
                    interview_id=f"a{group}-{at}",
                    person_id="lan",
                    group=group,
                    forecast=SURE_OF_ONE,
                    now=now,
                )
            self.learner.take_in(session, now)

    def accept(self, phrase: str) -> None:
        with Session(self.engine) as session, session.begin():
            notes.judge_phrasing(
                session, cue_id="in_a_hurry", phrase=phrase, accepted=True, now=self.clock()
            )

    def reset(self) -> None:
        with Session(self.engine) as session, session.begin():
            forget(session, self.clock())

    def version(self) -> int:
        with Session(self.engine) as session:
            return lessons.newest_version(session)

    def lesson(self) -> lessons.Lesson:
        with Session(self.engine) as session:
            return lessons.newest_lesson(session)

    def knowledge(self, learner: Learner | None = None) -> Knowledge:
        with Session(self.engine) as session:
            return (learner or self.learner).knowledge(session, self.clock())

    def later(self, wait: timedelta) -> None:
        self.clock.now += wait


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_sqlite(tmp_path) as engine:
        yield Shop(engine)


def likelihood(knowledge: Knowledge) -> FloatArray:
    """P(answer | group) of the question that everybody answered."""
    return knowledge.bank.by_id[QUESTION.id].likelihood()


class TestNewVersions:
    """When a new version is made."""

    def test_before_any_confirmation_there_is_none(self, shop: Shop) -> None:
        shop.knowledge()
        assert shop.version() == 0

    def test_the_first_confirmation_makes_the_first(self, shop: Shop) -> None:
        shop.confirm("mai")
        assert (shop.version(), shop.lesson().confirmed) == (1, 1)

    def test_at_first_every_confirmation_makes_one(self, shop: Shop) -> None:
        shop.confirm_many(5)
        assert shop.version() == 5

    def test_later_not_every_confirmation_makes_one(self, shop: Shop) -> None:
        shop.confirm_many(20)
        before = shop.version()
        shop.confirm("mai")
        assert shop.version() == before

    def test_later_some_confirmations_together_make_one(self, shop: Shop) -> None:
        shop.confirm_many(22)
        assert shop.lesson().confirmed == 22

    def test_a_lesson_counts_what_was_answered_about_each_group(self, shop: Shop) -> None:
        shop.confirm("mai", 1)
        shop.confirm("hung", 5)
        assert shop.lesson().counts == {
            (QUESTION.id, ANSWER, 1): 1.0,
            (QUESTION.id, ANSWER, 5): 1.0,
        }

    def test_a_withdrawn_confirmation_makes_one(self, shop: Shop) -> None:
        shop.confirm_many(22)
        before = shop.version()
        shop.withdraw("k3")
        assert (shop.version() - before, shop.lesson().confirmed) == (1, 21)

    def test_what_was_withdrawn_teaches_no_more(self, shop: Shop) -> None:
        shop.confirm("mai")
        shop.withdraw("mai")
        assert shop.lesson().counts == {}
        assert likelihood(shop.knowledge()) == pytest.approx(CLAIMED)

    def test_a_customer_who_is_confirmed_otherwise_makes_one(self, shop: Shop) -> None:
        shop.confirm("mai", 1)
        shop.confirm("mai", 5)
        assert shop.lesson().counts == {(QUESTION.id, ANSWER, 5): 1.0}

    def test_a_withdrawal_that_leaves_an_earlier_confirmation_makes_one(self, shop: Shop) -> None:
        shop.confirm_many(2)
        shop.confirm("mai", 5)
        shop.confirm("mai", 1)
        shop.confirm("hung")
        shop.withdraw("mai")
        assert shop.lesson().counts[QUESTION.id, ANSWER, 5] == 1.0

    def test_a_new_version_holds_at_once_in_the_process_that_made_it(self, shop: Shop) -> None:
        shop.knowledge()
        shop.confirm("mai")
        assert likelihood(shop.knowledge())[0, 0] > CLAIMED[0, 0]

    def test_new_audits_make_one_without_any_confirmation(self, shop: Shop) -> None:
        shop.audit(1)
        assert (shop.version(), shop.lesson().audits) == (1, 1)


class TestOtherProcesses:
    """What one process learned reaches the others."""

    def test_a_process_that_starts_later_knows_it_at_once(self, shop: Shop) -> None:
        shop.confirm_many(3)
        found = likelihood(shop.knowledge(shop.another_process()))
        assert np.array_equal(found, likelihood(shop.knowledge()))

    def test_another_process_does_not_look_at_every_message(self, shop: Shop) -> None:
        other = shop.another_process()
        shop.knowledge(other)
        shop.confirm("mai")
        assert shop.knowledge(other) is KNOWLEDGE

    def test_another_process_notices_after_thirty_seconds(self, shop: Shop) -> None:
        other = shop.another_process()
        shop.knowledge(other)
        shop.confirm("mai")
        shop.later(timedelta(seconds=30))
        assert likelihood(shop.knowledge(other))[0, 0] > CLAIMED[0, 0]

    def test_another_process_looks_again_and_again(self, shop: Shop) -> None:
        other, seen = shop.another_process(), []
        for at in range(3):
            shop.confirm(f"k{at}")
            shop.later(LOOK_AGAIN_AFTER)
            seen.append(float(likelihood(shop.knowledge(other))[0, 0]))
        assert seen == sorted(set(seen))

    def test_nothing_is_taught_again_while_nothing_is_new(self, shop: Shop) -> None:
        shop.confirm("mai")
        before = shop.knowledge()
        shop.later(timedelta(days=1))
        assert shop.knowledge() is before


class TestForgetting:
    """A reset: facts until then teach no more, and all stay."""

    def test_after_a_reset_the_likelihoods_are_the_experts(self, shop: Shop) -> None:
        shop.confirm_many(5)
        shop.reset()
        shop.later(LOOK_AGAIN_AFTER)
        assert likelihood(shop.knowledge()) == pytest.approx(CLAIMED)

    def test_after_a_reset_the_temperature_is_the_first_one(self, shop: Shop) -> None:
        shop.audit(30, group=5)
        shop.reset()
        shop.later(LOOK_AGAIN_AFTER)
        assert shop.knowledge().bank.temperature == KNOWLEDGE.bank.temperature

    def test_a_reset_is_a_version_too(self, shop: Shop) -> None:
        shop.confirm("mai")
        shop.reset()
        assert shop.version() == 2

    def test_a_reset_deletes_no_fact(self, shop: Shop) -> None:
        shop.confirm_many(5)
        shop.reset()
        with Session(shop.engine) as session:
            assert len(judgements.confirmed_customers(session)) == 5

    def test_confirmations_after_a_reset_count_anew(self, shop: Shop) -> None:
        shop.confirm_many(5)
        shop.reset()
        shop.confirm("mai", 7)
        assert shop.lesson().counts == {(QUESTION.id, ANSWER, 7): 1.0}

    def test_a_customer_confirmed_again_after_a_reset_counts_anew(self, shop: Shop) -> None:
        shop.confirm("mai", 1)
        shop.reset()
        shop.confirm("mai", 7)
        assert shop.lesson().counts == {(QUESTION.id, ANSWER, 7): 1.0}

    def test_a_confirmation_from_before_a_reset_that_is_withdrawn_changes_nothing(
        self, shop: Shop
    ) -> None:
        shop.confirm("mai")
        shop.reset()
        shop.withdraw("mai")
        assert (shop.version(), shop.lesson().counts) == (2, {})

    def test_audits_from_before_a_reset_set_no_temperature(self, shop: Shop) -> None:
        shop.audit(30, group=5)
        shop.reset()
        shop.confirm("mai")
        assert shop.lesson().temperature == 1.25

    def test_a_lesson_made_by_hand_after_a_reset_does_not_remember(self, shop: Shop) -> None:
        shop.confirm_many(5)
        shop.reset()
        with Session(shop.engine) as session:
            made = make_lesson(session, lessons.newest_lesson(session).since, shop.clock())
        assert (made.confirmed, made.counts) == (0, {})


class TestTaughtKnowledge:
    """What a version changes, and what it does not."""

    def test_without_a_lesson_the_shipped_knowledge_is_used(self, shop: Shop) -> None:
        assert shop.knowledge() is KNOWLEDGE

    def test_likelihoods_move_towards_the_counts(self, shop: Shop) -> None:
        shop.confirm_many(10)
        expected = learn(QUESTION, {(ANSWER, 1): 10.0})
        assert likelihood(shop.knowledge()) == pytest.approx(expected)

    def test_questions_that_nobody_answered_stay(self, shop: Shop) -> None:
        shop.confirm_many(3)
        others = [one for one in shop.knowledge().bank.questions if one.id != QUESTION.id]
        assert [one.learned for one in others] == [None] * len(others)

    def test_the_choice_of_questions_follows(self, shop: Shop) -> None:
        shop.confirm_many(3)
        taught = shop.knowledge()
        asked = {one.id: one for one in taught.selector.questions}
        assert asked[QUESTION.id] is taught.bank.by_id[QUESTION.id]

    def test_the_shipped_content_never_changes(self, shop: Shop) -> None:
        shipped = replace(KNOWLEDGE.bank)
        shop.confirm_many(10)
        shop.audit(30, group=5)
        shop.knowledge()
        assert shop.learner.shipped is KNOWLEDGE
        assert [one.learned for one in KNOWLEDGE.bank.questions] == [None] * len(shipped.questions)
        assert shipped == KNOWLEDGE.bank

    def test_all_other_knowledge_stays(self, shop: Shop) -> None:
        shop.confirm("mai")
        taught = shop.knowledge()
        assert (taught.handbook, taught.policy, taught.words) == (
            KNOWLEDGE.handbook,
            KNOWLEDGE.policy,
            KNOWLEDGE.words,
        )


class TestTemperature:
    """Only judgements made before the card tell how sure the product may be."""

    def test_confirmations_never_change_it(self, shop: Shop) -> None:
        shop.confirm_many(22)
        assert shop.knowledge().bank.temperature == 1.25

    def test_audits_that_were_missed_raise_it(self, shop: Shop) -> None:
        shop.audit(30, group=5)
        assert shop.knowledge().bank.temperature > 1.5

    def test_ninety_nine_right_audits_never_bring_it_below_one(self, shop: Shop) -> None:
        shop.audit(99)
        assert shop.knowledge().bank.temperature == 1.0

    def test_a_hundred_right_audits_bring_it_below_one(self, shop: Shop) -> None:
        shop.audit(100)
        assert shop.knowledge().bank.temperature < 1.0


class TestPhrasings:
    """What owners accepted reaches the reader of notes."""

    def test_an_accepted_phrasing_reaches_the_reader(self, shop: Shop) -> None:
        shop.knowledge()
        shop.accept("như ma đuổi")
        shop.later(LOOK_AGAIN_AFTER)
        shop.knowledge()
        assert shop.readers.wanted == [(("in_a_hurry", "như ma đuổi"),)]

    def test_phrasings_are_looked_for_only_now_and_then(self, shop: Shop) -> None:
        shop.knowledge()
        shop.accept("như ma đuổi")
        shop.knowledge()
        assert shop.readers.wanted == []

    def test_a_reset_keeps_accepted_phrasings(self, shop: Shop) -> None:
        shop.accept("như ma đuổi")
        shop.reset()
        shop.knowledge()
        assert shop.readers.wanted == [(("in_a_hurry", "như ma đuổi"),)]


def test_a_confirmed_customer_is_judged_without_what_confirmed_customers_taught(
    shop: Shop,
) -> None:
    shop.confirm_many(9)
    taught = shop.knowledge()
    assert taught.bank_about(None) is taught.bank
    confirmed = taught.bank_about(1).by_id[QUESTION.id]
    assert confirmed.likelihood() == pytest.approx(CLAIMED)
    assert taught.bank.by_id[QUESTION.id].likelihood() != pytest.approx(CLAIMED)
