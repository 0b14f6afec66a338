"""Facts about a customer: they are only ever added, also when one is taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.customers import Customer, add_customer
from db.evidence import (
    AnswerFact,
    ConfirmationFact,
    confirm,
    latest_confirmation,
    latest_interview,
    save_answer,
    standing_answers,
    start_interview,
    withdraw_answer,
    withdraw_confirmation,
)
from db.models import (
    AnswerRow,
    AnswerWithdrawalRow,
    Base,
    ConfirmationRow,
    ConfirmationWithdrawalRow,
)
from db.people import Person
from tests.db.together import twice_at_once

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def hung(database: Engine, rep: Person) -> str:
    """A customer of the rep."""
    with Session(database) as session, session.begin():
        add_customer(session, Customer(id="hung", name="Hùng"), owner_id=rep.id, now=NOW)
    return "hung"


@pytest.fixture
def interview(database: Engine, rep: Person, hung: str) -> str:
    """An interview of the rep about the customer."""
    with Session(database) as session, session.begin():
        start_interview(session, "i1", customer_id=hung, person_id=rep.id, now=NOW)
    return "i1"


def answer(session: Session, interview: str, number: int, answer_id: str | None = "a") -> None:
    save_answer(
        session,
        interview_id=interview,
        number=number,
        question_id=f"q{number}",
        answer_id=answer_id,
        now=NOW,
    )


def numbers(session: Session, customer_id: str) -> list[int]:
    return [fact.number for fact in standing_answers(session, customer_id)]


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def say(session: Session, customer_id: str, person: Person, group: int) -> None:
    confirm(
        session,
        customer_id=customer_id,
        person_id=person.id,
        group=group,
        shown_group=9,
        shown_probability=0.625,
        now=NOW,
    )


def said(session: Session, customer_id: str) -> int | None:
    fact = latest_confirmation(session, customer_id)
    return fact.group if fact else None


class TestAnswers:
    """What was answered, and what of it stands."""

    def test_a_customer_without_answers_has_none(self, session: Session, hung: str) -> None:
        assert standing_answers(session, hung) == ()

    def test_an_answer_stands_as_it_was_given(
        self, session: Session, rep: Person, hung: str, interview: str
    ) -> None:
        answer(session, interview, 1, "b")
        [fact] = standing_answers(session, hung)
        assert fact == AnswerFact(
            interview_id=interview,
            person_id=rep.id,
            number=1,
            question_id="q1",
            answer_id="b",
            at=NOW,
        )

    def test_a_skip_stands_without_an_answer(
        self, session: Session, hung: str, interview: str
    ) -> None:
        answer(session, interview, 1, None)
        assert [fact.answer_id for fact in standing_answers(session, hung)] == [None]

    def test_answers_stand_in_the_order_they_were_given(
        self, session: Session, hung: str, interview: str
    ) -> None:
        for number in (2, 1, 3):
            answer(session, interview, number)
        assert numbers(session, hung) == [2, 1, 3]

    def test_the_answers_of_all_interviews_stand(
        self, session: Session, rep: Person, other_rep: Person, hung: str, interview: str
    ) -> None:
        start_interview(session, "i0", customer_id=hung, person_id=other_rep.id, now=LATER)
        answer(session, interview, 1)
        answer(session, "i0", 1)
        facts = standing_answers(session, hung)
        assert [(fact.interview_id, fact.person_id) for fact in facts] == [
            ("i1", rep.id),
            ("i0", other_rep.id),
        ]

    def test_the_answers_about_another_customer_do_not_stand_here(
        self, session: Session, rep: Person, hung: str, interview: str
    ) -> None:
        add_customer(session, Customer(id="mai", name="Mai"), owner_id=rep.id, now=NOW)
        answer(session, interview, 1)
        assert standing_answers(session, "mai") == ()

    def test_an_answer_keeps_its_moment(self, session: Session, interview: str) -> None:
        answer(session, interview, 1)
        assert session.scalar(select(AnswerRow.at)) == NOW

    def test_an_answer_belongs_to_an_interview_that_exists(self, session: Session) -> None:
        with pytest.raises(IntegrityError):
            answer(session, "nothing", 1)


class TestWithdrawnAnswers:
    """What was taken back does not stand, and is still there."""

    def test_a_withdrawn_answer_does_not_stand(
        self, session: Session, hung: str, interview: str
    ) -> None:
        answer(session, interview, 1)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert standing_answers(session, hung) == ()

    def test_a_withdrawal_says_that_there_was_something(
        self, session: Session, interview: str
    ) -> None:
        answer(session, interview, 1)
        assert withdraw_answer(session, interview_id=interview, number=1, now=LATER)

    def test_the_row_of_a_withdrawn_answer_is_unchanged(
        self, session: Session, interview: str
    ) -> None:
        answer(session, interview, 1, "b")
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        session.expire_all()
        row = session.scalars(select(AnswerRow)).one()
        assert (row.interview_id, row.number, row.question_id, row.answer_id, row.at) == (
            (interview, 1, "q1", "b", NOW)
        )

    def test_a_withdrawal_keeps_its_moment(self, session: Session, interview: str) -> None:
        answer(session, interview, 1)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert session.scalar(select(AnswerWithdrawalRow.at)) == LATER

    def test_a_skip_is_withdrawn_like_an_answer(
        self, session: Session, hung: str, interview: str
    ) -> None:
        answer(session, interview, 1, None)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert standing_answers(session, hung) == ()

    def test_the_other_answers_go_on_standing(
        self, session: Session, hung: str, interview: str
    ) -> None:
        for number in (1, 2, 3):
            answer(session, interview, number)
        withdraw_answer(session, interview_id=interview, number=2, now=LATER)
        assert numbers(session, hung) == [1, 3]

    def test_the_answer_with_that_number_in_another_interview_goes_on_standing(
        self, session: Session, rep: Person, hung: str, interview: str
    ) -> None:
        start_interview(session, "i2", customer_id=hung, person_id=rep.id, now=LATER)
        answer(session, interview, 1)
        answer(session, "i2", 1)
        withdraw_answer(session, interview_id="i2", number=1, now=LATER)
        assert [fact.interview_id for fact in standing_answers(session, hung)] == [interview]

    def test_an_answer_that_was_not_given_cannot_be_withdrawn(
        self, session: Session, interview: str
    ) -> None:
        assert not withdraw_answer(session, interview_id=interview, number=1, now=LATER)

    def test_an_answer_is_withdrawn_once(self, session: Session, interview: str) -> None:
        answer(session, interview, 1)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert not withdraw_answer(session, interview_id=interview, number=1, now=LATER)

    def test_a_second_withdrawal_adds_no_row(self, session: Session, interview: str) -> None:
        answer(session, interview, 1)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert count(session, AnswerWithdrawalRow) == 1

    def test_a_new_answer_with_that_number_stands(
        self, session: Session, hung: str, interview: str
    ) -> None:
        answer(session, interview, 1, "a")
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        answer(session, interview, 1, "b")
        assert [fact.answer_id for fact in standing_answers(session, hung)] == ["b"]

    def test_the_new_answer_can_be_withdrawn_too(
        self, session: Session, hung: str, interview: str
    ) -> None:
        for answer_id in ("a", "b"):
            answer(session, interview, 1, answer_id)
            withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert standing_answers(session, hung) == ()
        assert count(session, AnswerRow) == 2

    def test_an_answer_saved_twice_is_withdrawn_as_one(
        self, session: Session, hung: str, interview: str
    ) -> None:
        answer(session, interview, 1)
        answer(session, interview, 1)
        withdraw_answer(session, interview_id=interview, number=1, now=LATER)
        assert standing_answers(session, hung) == ()


class TestInterviews:
    """The interview to go on with."""

    def test_without_an_interview_there_is_no_latest(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        assert latest_interview(session, hung, rep.id) is None

    def test_the_latest_is_the_one_started_last(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        for interview_id, after in (("a", 1), ("c", 0), ("b", 2)):
            start_interview(
                session,
                interview_id,
                customer_id=hung,
                person_id=rep.id,
                now=NOW + after * A_SECOND,
            )
        assert latest_interview(session, hung, rep.id) == "b"

    def test_of_two_of_the_same_moment_the_latest_is_fixed(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        for interview_id in ("a", "c", "b"):
            start_interview(session, interview_id, customer_id=hung, person_id=rep.id, now=NOW)
        assert latest_interview(session, hung, rep.id) == "c"

    def test_the_interview_of_another_person_is_not_mine(
        self, session: Session, other_rep: Person, hung: str, interview: str
    ) -> None:
        assert latest_interview(session, hung, other_rep.id) is None

    def test_the_interview_about_another_customer_is_not_about_this_one(
        self, session: Session, rep: Person, hung: str, interview: str
    ) -> None:
        add_customer(session, Customer(id="mai", name="Mai"), owner_id=rep.id, now=NOW)
        assert latest_interview(session, "mai", rep.id) is None

    def test_an_interview_is_about_a_customer_who_exists(
        self, session: Session, rep: Person
    ) -> None:
        with pytest.raises(IntegrityError):
            start_interview(session, "i1", customer_id="nobody", person_id=rep.id, now=NOW)

    def test_an_interview_is_held_by_a_person_who_exists(self, session: Session, hung: str) -> None:
        with pytest.raises(IntegrityError):
            start_interview(session, "i1", customer_id=hung, person_id="nobody", now=NOW)


class TestConfirmations:
    """What was said about the group, and what of it stands."""

    def test_without_a_confirmation_nothing_stands(self, session: Session, hung: str) -> None:
        assert latest_confirmation(session, hung) is None

    def test_a_confirmation_stands_beside_what_was_shown(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        say(session, hung, rep, 4)
        assert latest_confirmation(session, hung) == ConfirmationFact(group=4, shown_group=9)

    def test_a_confirmation_keeps_all_it_was_told(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        say(session, hung, rep, 4)
        session.expire_all()
        row = session.scalars(select(ConfirmationRow)).one()
        assert (row.customer_id, row.person_id, row.shown_probability, row.at) == (
            (hung, rep.id, 0.625, NOW)
        )

    def test_a_probability_is_kept_to_the_last_bit(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        confirm(
            session,
            customer_id=hung,
            person_id=rep.id,
            group=1,
            shown_group=1,
            shown_probability=1 / 3,
            now=NOW,
        )
        session.expire_all()
        assert session.scalar(select(ConfirmationRow.shown_probability)) == 1 / 3

    def test_the_last_confirmation_stands(self, session: Session, rep: Person, hung: str) -> None:
        for group in (4, 2, 7):
            say(session, hung, rep, group)
        assert said(session, hung) == 7

    def test_the_last_confirmation_stands_whoever_said_it(
        self, session: Session, rep: Person, other_rep: Person, hung: str
    ) -> None:
        say(session, hung, rep, 4)
        say(session, hung, other_rep, 2)
        assert said(session, hung) == 2

    def test_a_confirmation_of_another_customer_does_not_stand_here(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        add_customer(session, Customer(id="mai", name="Mai"), owner_id=rep.id, now=NOW)
        say(session, "mai", rep, 4)
        assert said(session, hung) is None

    def test_the_earlier_confirmation_stands_again(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        for group in (4, 2):
            say(session, hung, rep, group)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        assert said(session, hung) == 4

    def test_confirmations_are_withdrawn_one_by_one(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        for group in (4, 2, 7):
            say(session, hung, rep, group)
        standing = []
        while withdraw_confirmation(session, customer_id=hung, now=LATER):
            standing.append(said(session, hung))
        assert standing == [2, 4, None]

    def test_a_new_confirmation_stands_after_a_withdrawal(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        for group in (4, 2):
            say(session, hung, rep, group)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        say(session, hung, rep, 7)
        assert said(session, hung) == 7

    def test_a_withdrawal_after_a_new_confirmation_goes_back_to_the_one_before(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        for group in (4, 2):
            say(session, hung, rep, group)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        say(session, hung, rep, 7)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        assert said(session, hung) == 4

    def test_a_withdrawn_confirmation_is_still_there(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        say(session, hung, rep, 4)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        session.expire_all()
        assert session.scalars(select(ConfirmationRow.group)).all() == [4]

    def test_a_withdrawal_of_a_confirmation_keeps_its_moment(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        say(session, hung, rep, 4)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        assert session.scalar(select(ConfirmationWithdrawalRow.at)) == LATER

    def test_without_a_confirmation_there_is_nothing_to_withdraw(
        self, session: Session, hung: str
    ) -> None:
        assert not withdraw_confirmation(session, customer_id=hung, now=LATER)

    def test_the_only_confirmation_is_withdrawn_once(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        say(session, hung, rep, 4)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        assert not withdraw_confirmation(session, customer_id=hung, now=LATER)

    def test_a_confirmation_of_another_customer_is_not_withdrawn(
        self, session: Session, rep: Person, hung: str
    ) -> None:
        add_customer(session, Customer(id="mai", name="Mai"), owner_id=rep.id, now=NOW)
        say(session, "mai", rep, 4)
        say(session, hung, rep, 2)
        withdraw_confirmation(session, customer_id=hung, now=LATER)
        assert said(session, "mai") == 4

    def test_a_confirmation_is_about_a_customer_who_exists(
        self, session: Session, rep: Person
    ) -> None:
        with pytest.raises(IntegrityError):
            say(session, "nobody", rep, 4)

    def test_confirmations_of_the_same_moment_are_all_kept(
        self, database: Engine, rep: Person, hung: str
    ) -> None:
        def say_it(number: int) -> None:
            with Session(database) as session, session.begin():
                say(session, hung, rep, 1 + number)

        twice_at_once(say_it)
        with Session(database) as session:
            groups = session.scalars(select(ConfirmationRow.group)).all()
        assert sorted(groups) == [1, 2]
