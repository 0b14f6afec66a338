"""What can be learned from, read from the facts; and the versions of what was learned."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.customers import Customer, add_customer
from db.evidence import (
    confirm,
    save_answer,
    start_interview,
    withdraw_answer,
    withdraw_confirmation,
)
from db.judgements import (
    AuditFact,
    ConfirmedFact,
    TipMarks,
    audits,
    confirmed_customers,
    count_answers,
    count_audits,
    count_confirmed,
    mark_tips,
    save_audit,
    tip_marks,
)
from db.lessons import Lesson, add_lesson, newest_lesson, newest_version
from db.models import AuditRow, LessonRow, TipMarkRow
from db.people import Person

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
BEFORE, LATER = NOW - A_SECOND, NOW + A_SECOND
FORECAST = (0.1, 0.2, 0.3, 0.05, 0.05, 0.1, 0.1, 0.05, 1 / 19)

Say = Callable[..., None]


@pytest.fixture(autouse=True)
def customers(database: Engine, rep: Person) -> None:
    """Two customers of the rep with an interview each, named like the customer."""
    with Session(database) as session, session.begin():
        for name in ("hung", "mai"):
            add_customer(session, Customer(id=name, name=name), owner_id=rep.id, now=NOW)
            start_interview(session, name, customer_id=name, person_id=rep.id, now=NOW)


@pytest.fixture
def say(session: Session, rep: Person) -> Say:
    """Confirms a customer's group."""

    def it(customer_id: str, group: int, now: datetime = NOW, shown: int = 9) -> None:
        confirm(
            session,
            customer_id=customer_id,
            person_id=rep.id,
            group=group,
            shown_group=shown,
            shown_probability=0.5,
            now=now,
        )

    return it


@pytest.fixture
def judge(session: Session, rep: Person) -> Say:
    """Judges a customer before the card is seen."""

    def it(
        interview_id: str,
        group: int | None,
        now: datetime = NOW,
        forecast: tuple[float, ...] = FORECAST,
    ) -> None:
        save_audit(
            session,
            interview_id=interview_id,
            person_id=rep.id,
            group=group,
            forecast=forecast,
            now=now,
        )

    return it


def answer(session: Session, interview: str, number: int, answer_id: str | None = "a") -> None:
    save_answer(
        session,
        interview_id=interview,
        number=number,
        question_id=f"q{number}",
        answer_id=answer_id,
        now=NOW,
    )


def groups(session: Session, since: datetime | None = None) -> list[tuple[str, int]]:
    return [(one.customer_id, one.group) for one in confirmed_customers(session, since)]


class TestAudits:
    """Judgements made before the card was seen."""

    def test_without_judgements_there_are_none(self, session: Session) -> None:
        assert audits(session) == ()

    def test_a_judgement_stands_beside_the_forecast_to_the_last_bit(
        self, session: Session, judge: Say
    ) -> None:
        judge("hung", 4)
        session.expire_all()
        assert audits(session) == (AuditFact(group=4, forecast=FORECAST),)

    def test_a_person_who_could_not_say_gives_no_audit(self, session: Session, judge: Say) -> None:
        judge("hung", None)
        assert audits(session) == ()

    def test_that_a_person_could_not_say_is_kept(self, session: Session, judge: Say) -> None:
        judge("hung", None)
        session.expire_all()
        row = session.scalars(select(AuditRow)).one()
        assert (row.interview_id, row.group, row.at) == ("hung", None, NOW)

    def test_of_one_interview_the_first_judgement_counts(
        self, session: Session, judge: Say
    ) -> None:
        judge("hung", 4)
        judge("hung", 7)
        assert [one.group for one in audits(session)] == [4]

    def test_the_judgements_of_all_interviews_stand_oldest_first(
        self, session: Session, judge: Say
    ) -> None:
        judge("mai", 7)
        judge("hung", 4)
        assert [one.group for one in audits(session)] == [7, 4]

    def test_only_judgements_after_a_moment_can_be_asked_for(
        self, session: Session, judge: Say
    ) -> None:
        judge("hung", 4, now=NOW)
        judge("mai", 7, now=LATER)
        assert [one.group for one in audits(session, NOW)] == [7]

    def test_a_judgement_belongs_to_an_interview_that_exists(self, judge: Say) -> None:
        with pytest.raises(IntegrityError):
            judge("nothing", 4)


class TestConfirmedCustomers:
    """The customers whose group is known."""

    def test_nobody_is_confirmed_at_first(self, session: Session) -> None:
        assert confirmed_customers(session) == ()

    def test_a_confirmation_stands_beside_what_the_card_proposed(
        self, session: Session, say: Say
    ) -> None:
        say("hung", 4, shown=6)
        [fact] = confirmed_customers(session)
        assert fact == ConfirmedFact(customer_id="hung", group=4, shown_group=6)

    def test_of_one_customer_the_last_confirmation_counts(self, session: Session, say: Say) -> None:
        for group in (4, 2):
            say("hung", group)
        assert groups(session) == [("hung", 2)]

    def test_every_customer_has_a_confirmation_of_its_own(self, session: Session, say: Say) -> None:
        say("hung", 4)
        say("mai", 2)
        assert groups(session) == [("hung", 4), ("mai", 2)]

    def test_a_withdrawn_confirmation_does_not_count(self, session: Session, say: Say) -> None:
        say("hung", 4)
        withdraw_confirmation(session, customer_id="hung", now=LATER)
        assert groups(session) == []

    def test_after_a_withdrawal_the_confirmation_before_counts(
        self, session: Session, say: Say
    ) -> None:
        for group in (4, 2):
            say("hung", group)
        withdraw_confirmation(session, customer_id="hung", now=LATER)
        assert groups(session) == [("hung", 4)]

    def test_only_confirmations_after_a_moment_can_be_asked_for(
        self, session: Session, say: Say
    ) -> None:
        say("hung", 4, now=NOW)
        say("mai", 2, now=LATER)
        assert groups(session, NOW) == [("mai", 2)]


class TestCounts:
    """Numbers of facts that can be learned from."""

    @pytest.mark.parametrize("since", [None, NOW])
    def test_as_many_customers_are_counted_as_are_confirmed(
        self, session: Session, say: Say, since: datetime | None
    ) -> None:
        say("hung", 4, now=BEFORE)
        for group in (4, 2):
            say("mai", group, now=LATER)
        assert count_confirmed(session, since) == len(confirmed_customers(session, since)) > 0

    @pytest.mark.parametrize("since", [None, NOW])
    def test_as_many_audits_are_counted_as_stand(
        self, session: Session, judge: Say, since: datetime | None
    ) -> None:
        judge("hung", 4, now=BEFORE)
        for group in (None, 4, 7):
            judge("mai", group, now=LATER)
        assert count_audits(session, since) == len(audits(session, since)) > 0


class TestCountedAnswers:
    """Answers counted by the confirmed group."""

    def test_answers_about_an_unconfirmed_customer_are_not_counted(self, session: Session) -> None:
        answer(session, "hung", 1)
        assert count_answers(session) == {}

    def test_an_answer_is_counted_under_the_confirmed_group(
        self, session: Session, say: Say
    ) -> None:
        answer(session, "hung", 1, "b")
        say("hung", 4)
        assert count_answers(session) == {("q1", "b", 4): 1.0}

    def test_the_same_answer_about_two_customers_of_a_group_counts_twice(
        self, session: Session, say: Say
    ) -> None:
        for name in ("hung", "mai"):
            answer(session, name, 1)
            say(name, 4)
        assert count_answers(session) == {("q1", "a", 4): 2.0}

    def test_answers_are_counted_apart_by_group(self, session: Session, say: Say) -> None:
        for name, group in (("hung", 4), ("mai", 2)):
            answer(session, name, 1)
            say(name, group)
        assert count_answers(session) == {("q1", "a", 4): 1.0, ("q1", "a", 2): 1.0}

    def test_a_skip_is_not_counted(self, session: Session, say: Say) -> None:
        answer(session, "hung", 1, None)
        say("hung", 4)
        assert count_answers(session) == {}

    def test_a_withdrawn_answer_is_not_counted(self, session: Session, say: Say) -> None:
        answer(session, "hung", 1)
        answer(session, "hung", 2)
        say("hung", 4)
        withdraw_answer(session, interview_id="hung", number=1, now=LATER)
        assert count_answers(session) == {("q2", "a", 4): 1.0}

    def test_a_customer_confirmed_twice_is_counted_once(self, session: Session, say: Say) -> None:
        answer(session, "hung", 1)
        for group in (4, 4, 2):
            say("hung", group)
        assert count_answers(session) == {("q1", "a", 2): 1.0}

    def test_the_answers_of_a_withdrawn_confirmation_are_not_counted(
        self, session: Session, say: Say
    ) -> None:
        answer(session, "hung", 1)
        say("hung", 4)
        withdraw_confirmation(session, customer_id="hung", now=LATER)
        assert count_answers(session) == {}

    def test_the_answers_of_all_interviews_are_counted(
        self, session: Session, other_rep: Person, say: Say
    ) -> None:
        start_interview(session, "again", customer_id="hung", person_id=other_rep.id, now=LATER)
        answer(session, "hung", 1)
        answer(session, "again", 1, "b")
        say("hung", 4)
        assert count_answers(session) == {("q1", "a", 4): 1.0, ("q1", "b", 4): 1.0}

    def test_only_confirmations_after_a_moment_count_answers(
        self, session: Session, say: Say
    ) -> None:
        answer(session, "hung", 1)
        say("hung", 4, now=BEFORE)
        assert count_answers(session, BEFORE) == {}

    def test_a_customer_confirmed_again_after_that_moment_counts(
        self, session: Session, say: Say
    ) -> None:
        answer(session, "hung", 1)
        say("hung", 4, now=BEFORE)
        say("hung", 2, now=LATER)
        assert count_answers(session, NOW) == {("q1", "a", 2): 1.0}


class TestLessons:
    """Versions of what was learned."""

    def test_before_the_first_lesson_nothing_is_known(self, session: Session) -> None:
        assert newest_lesson(session) == Lesson(counts={})

    def test_before_the_first_lesson_the_version_is_zero(self, session: Session) -> None:
        assert newest_version(session) == 0

    def test_a_lesson_is_kept_as_it_was(self, session: Session) -> None:
        counts = {("q1", "a", 4): 2.0, ("q1", "b", 9): 1.0}
        lesson = Lesson(confirmed=3, audits=2, temperature=1.1, counts=counts, since=NOW)
        add_lesson(session, lesson, LATER)
        session.expire_all()
        found = newest_lesson(session)
        assert (found.confirmed, found.audits, found.temperature, found.since) == (3, 2, 1.1, NOW)
        assert found.counts == counts

    def test_a_lesson_from_the_beginning_knows_no_moment(self, session: Session) -> None:
        add_lesson(session, Lesson(counts={}), NOW)
        assert newest_lesson(session).since is None

    def test_a_lesson_without_a_temperature_has_none(self, session: Session) -> None:
        add_lesson(session, Lesson(counts={}), NOW)
        assert newest_lesson(session).temperature is None

    def test_every_lesson_is_a_newer_version(self, session: Session) -> None:
        versions = []
        for _lesson in range(3):
            add_lesson(session, Lesson(counts={}), NOW)
            versions.append(newest_version(session))
        assert versions == sorted(set(versions))

    def test_the_newest_lesson_counts(self, session: Session) -> None:
        for confirmed in (5, 3):
            add_lesson(session, Lesson(confirmed=confirmed, counts={}), NOW)
        assert newest_lesson(session).confirmed == 3

    def test_the_newest_lesson_is_the_newest_version(self, session: Session) -> None:
        add_lesson(session, Lesson(counts={}), NOW)
        assert newest_lesson(session).version == newest_version(session) > 0

    def test_older_lessons_stay(self, session: Session) -> None:
        for _lesson in range(2):
            add_lesson(session, Lesson(counts={}), NOW)
        assert session.scalar(select(func.count()).select_from(LessonRow)) == 2


class TestTipMarks:
    """Which tips people found useful, and which wrong."""

    def mark(
        self,
        session: Session,
        useful: bool,
        customer: str = "hung",
        person: str = "lan",
        situation: str = "price",
        group: int = 4,
    ) -> None:
        mark_tips(
            session,
            customer_id=customer,
            person_id=person,
            situation_id=situation,
            group=group,
            useful=useful,
            now=NOW,
        )

    def test_without_marks_there_are_none(self, session: Session) -> None:
        assert tip_marks(session) == []

    @pytest.mark.parametrize(("useful", "counted"), [(True, (1, 0)), (False, (0, 1))])
    def test_a_mark_counts(self, session: Session, useful: bool, counted: tuple[int, int]) -> None:
        self.mark(session, useful)
        assert tip_marks(session) == [
            TipMarks(situation_id="price", group=4, useful=counted[0], wrong=counted[1])
        ]

    def test_the_last_mark_of_a_person_counts(self, session: Session) -> None:
        for useful in (True, True, False):
            self.mark(session, useful)
        assert [(one.useful, one.wrong) for one in tip_marks(session)] == [(0, 1)]

    def test_two_people_count_apart(self, session: Session, other_rep: Person) -> None:
        self.mark(session, True)
        self.mark(session, False, person=other_rep.id)
        assert [(one.useful, one.wrong) for one in tip_marks(session)] == [(1, 1)]

    def test_one_person_counts_once_for_every_customer(self, session: Session) -> None:
        for customer in ("hung", "mai"):
            self.mark(session, True, customer=customer)
        assert [(one.useful, one.wrong) for one in tip_marks(session)] == [(2, 0)]

    def test_tips_are_counted_by_situation_and_group(self, session: Session) -> None:
        for situation, group in (("price", 4), ("price", 2), ("delay", 4)):
            self.mark(session, True, situation=situation, group=group)
        assert [(one.situation_id, one.group) for one in tip_marks(session)] == [
            ("delay", 4),
            ("price", 2),
            ("price", 4),
        ]

    def test_all_marks_are_kept(self, session: Session) -> None:
        for useful in (True, False):
            self.mark(session, useful)
        assert session.scalars(select(TipMarkRow.useful).order_by(TipMarkRow.id)).all() == [
            True,
            False,
        ]
