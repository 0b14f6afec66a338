"""Notes about customers: added, taken back, and what of their wording owners accepted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.customers import Customer, add_customer
from db.models import Base, CueAnswerRow, NoteRow, NoteWithdrawalRow, PhrasingRow
from db.notes import (
    NoteFact,
    Proposal,
    accepted_phrasings,
    judge_phrasing,
    newest_phrasing,
    proposals,
    save_cue_answer,
    save_note,
    standing_notes,
    withdraw_note,
)
from db.people import Person

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
A_SECOND = timedelta(seconds=1)
VIETNAMESE = "Khách vội lắm 🙂\nbảo “gửi giá”"

Write = Callable[..., None]


@pytest.fixture
def hung(database: Engine, rep: Person) -> str:
    """A customer of the rep."""
    with Session(database) as session, session.begin():
        add_customer(session, Customer(id="hung", name="Hùng"), owner_id=rep.id, now=NOW)
    return "hung"


@pytest.fixture
def write(session: Session, rep: Person, hung: str) -> Write:
    """Keeps a note of the rep about the customer."""

    def keep(note_id: str, text: str = "vội", now: datetime = NOW, customer: str = hung) -> None:
        save_note(session, note_id, customer_id=customer, person_id=rep.id, text=text, now=now)

    return keep


def mean(session: Session, note_id: str, cue_id: str, phrase: str, *, meant: bool = True) -> None:
    save_cue_answer(session, note_id=note_id, cue_id=cue_id, phrase=phrase, meant=meant, now=NOW)


def judge(session: Session, cue_id: str, phrase: str, *, accepted: bool) -> None:
    judge_phrasing(session, cue_id=cue_id, phrase=phrase, accepted=accepted, now=LATER)


def standing(session: Session, customer_id: str) -> list[str]:
    return [note.id for note in standing_notes(session, customer_id)]


def meanings(session: Session, customer_id: str) -> list[dict[str, bool]]:
    return [dict(note.meant) for note in standing_notes(session, customer_id)]


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


class TestNotes:
    """What was written, and what of it stands."""

    def test_a_customer_without_notes_has_none(self, session: Session, hung: str) -> None:
        assert standing_notes(session, hung) == ()

    def test_a_note_stands_as_it_was_written(
        self, session: Session, rep: Person, hung: str, write: Write
    ) -> None:
        write("n1", VIETNAMESE)
        session.expire_all()
        assert standing_notes(session, hung) == (
            NoteFact(id="n1", person_id=rep.id, text=VIETNAMESE, at=NOW),
        )

    def test_a_long_note_is_kept_whole(self, session: Session, hung: str, write: Write) -> None:
        write("n1", "vội " * 2500)
        session.expire_all()
        assert standing_notes(session, hung)[0].text == "vội " * 2500

    def test_the_oldest_note_stands_first(self, session: Session, hung: str, write: Write) -> None:
        for note_id, after in (("a", 2), ("c", 0), ("b", 1)):
            write(note_id, now=NOW + after * A_SECOND)
        assert standing(session, hung) == ["c", "b", "a"]

    def test_notes_of_the_same_moment_keep_one_order(
        self, session: Session, hung: str, write: Write
    ) -> None:
        for note_id in ("b", "a", "c"):
            write(note_id)
        assert standing(session, hung) == ["a", "b", "c"]

    def test_the_notes_of_all_people_stand(
        self, session: Session, rep: Person, other_rep: Person, hung: str, write: Write
    ) -> None:
        write("n1")
        save_note(session, "n2", customer_id=hung, person_id=other_rep.id, text="x", now=LATER)
        found = [note.person_id for note in standing_notes(session, hung)]
        assert found == [rep.id, other_rep.id]

    def test_a_note_about_another_customer_does_not_stand_here(
        self, session: Session, rep: Person, hung: str, write: Write
    ) -> None:
        add_customer(session, Customer(id="mai", name="Mai"), owner_id=rep.id, now=NOW)
        write("n1")
        assert standing_notes(session, "mai") == ()

    def test_a_note_is_about_a_customer_who_exists(self, write: Write) -> None:
        with pytest.raises(IntegrityError):
            write("n1", customer="nobody")

    def test_a_note_is_written_by_a_person_who_exists(self, session: Session, hung: str) -> None:
        with pytest.raises(IntegrityError):
            save_note(session, "n1", customer_id=hung, person_id="nobody", text="x", now=NOW)


class TestWithdrawnNotes:
    """What was taken back does not stand, and is still there."""

    def test_a_withdrawn_note_does_not_stand(
        self, session: Session, hung: str, write: Write
    ) -> None:
        write("n1")
        withdraw_note(session, "n1", LATER)
        assert standing(session, hung) == []

    def test_the_other_notes_go_on_standing(
        self, session: Session, hung: str, write: Write
    ) -> None:
        for note_id in ("a", "b", "c"):
            write(note_id)
        withdraw_note(session, "b", LATER)
        assert standing(session, hung) == ["a", "c"]

    def test_the_row_of_a_withdrawn_note_is_unchanged(
        self, session: Session, hung: str, write: Write
    ) -> None:
        write("n1", VIETNAMESE)
        withdraw_note(session, "n1", LATER)
        session.expire_all()
        row = session.scalars(select(NoteRow)).one()
        assert (row.customer_id, row.text, row.at) == (hung, VIETNAMESE, NOW)

    def test_a_withdrawal_keeps_its_moment(self, session: Session, write: Write) -> None:
        write("n1")
        withdraw_note(session, "n1", LATER)
        assert session.scalar(select(NoteWithdrawalRow.at)) == LATER

    def test_a_second_withdrawal_adds_no_row(self, session: Session, write: Write) -> None:
        write("n1")
        withdraw_note(session, "n1", LATER)
        withdraw_note(session, "n1", LATER + A_SECOND)
        assert count(session, NoteWithdrawalRow) == 1

    def test_a_note_that_was_not_written_cannot_be_withdrawn(self, session: Session) -> None:
        with pytest.raises(IntegrityError):
            withdraw_note(session, "nothing", LATER)


class TestMeanings:
    """What writers said they meant."""

    def test_without_a_word_nothing_is_meant(
        self, session: Session, hung: str, write: Write
    ) -> None:
        write("n1")
        assert meanings(session, hung) == [{}]

    @pytest.mark.parametrize("meant", [True, False])
    def test_a_note_says_whether_a_cue_was_meant(
        self, session: Session, hung: str, write: Write, meant: bool
    ) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "như ma đuổi", meant=meant)
        assert meanings(session, hung) == [{"in_a_hurry": meant}]

    def test_the_last_word_about_a_cue_counts(
        self, session: Session, hung: str, write: Write
    ) -> None:
        write("n1")
        for meant in (True, False):
            mean(session, "n1", "in_a_hurry", "như ma đuổi", meant=meant)
        assert meanings(session, hung) == [{"in_a_hurry": False}]

    def test_every_note_has_its_own_meanings(
        self, session: Session, hung: str, write: Write
    ) -> None:
        write("a")
        write("b")
        mean(session, "b", "unhurried", "tà tà")
        assert meanings(session, hung) == [{}, {"unhurried": True}]

    def test_a_meaning_belongs_to_a_note_that_exists(self, session: Session) -> None:
        with pytest.raises(IntegrityError):
            mean(session, "nothing", "in_a_hurry", "vội")

    def test_a_very_long_phrase_is_kept_shortened(self, session: Session, write: Write) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "vội " * 500)
        assert session.scalar(select(CueAnswerRow.phrase)) == ("vội " * 500)[:200]


class TestProposals:
    """Confirmed phrasings that wait for an owner's word."""

    def test_without_meanings_nothing_is_proposed(self, session: Session) -> None:
        assert proposals(session) == []

    def test_a_confirmed_phrasing_is_proposed(self, session: Session, write: Write) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "như ma đuổi")
        assert proposals(session) == [Proposal(cue_id="in_a_hurry", phrase="như ma đuổi", times=1)]

    def test_a_denied_phrasing_is_not_proposed(self, session: Session, write: Write) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "như ma đuổi", meant=False)
        assert proposals(session) == []

    def test_a_phrasing_that_was_denied_after_all_is_not_proposed(
        self, session: Session, write: Write
    ) -> None:
        write("n1")
        for meant in (True, False):
            mean(session, "n1", "in_a_hurry", "như ma đuổi", meant=meant)
        assert proposals(session) == []

    def test_a_phrasing_confirmed_twice_for_one_note_counts_once(
        self, session: Session, write: Write
    ) -> None:
        write("n1")
        for _time in range(2):
            mean(session, "n1", "in_a_hurry", "như ma đuổi")
        assert [one.times for one in proposals(session)] == [1]

    def test_the_phrasing_most_often_confirmed_stands_first(
        self, session: Session, write: Write
    ) -> None:
        for note_id in ("a", "b", "c"):
            write(note_id)
        mean(session, "a", "aaa", "một lần")
        mean(session, "b", "in_a_hurry", "như ma đuổi")
        mean(session, "c", "in_a_hurry", "như ma đuổi")
        assert [(one.phrase, one.times) for one in proposals(session)] == [
            ("như ma đuổi", 2),
            ("một lần", 1),
        ]

    def test_a_phrasing_of_two_cues_is_proposed_for_each(
        self, session: Session, write: Write
    ) -> None:
        write("n1")
        mean(session, "n1", "unhurried", "cứ thế")
        mean(session, "n1", "in_a_hurry", "cứ thế")
        assert [one.cue_id for one in proposals(session)] == ["in_a_hurry", "unhurried"]

    def test_a_phrasing_of_a_withdrawn_note_is_not_proposed(
        self, session: Session, write: Write
    ) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "như ma đuổi")
        withdraw_note(session, "n1", LATER)
        assert proposals(session) == []

    def test_a_meaning_without_a_phrase_proposes_nothing(
        self, session: Session, write: Write
    ) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "")
        assert proposals(session) == []

    @pytest.mark.parametrize("accepted", [True, False])
    def test_a_judged_phrasing_is_proposed_no_more(
        self, session: Session, write: Write, accepted: bool
    ) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "như ma đuổi")
        judge(session, "in_a_hurry", "như ma đuổi", accepted=accepted)
        assert proposals(session) == []

    def test_a_phrasing_judged_for_another_cue_is_still_proposed(
        self, session: Session, write: Write
    ) -> None:
        write("n1")
        mean(session, "n1", "in_a_hurry", "như ma đuổi")
        judge(session, "unhurried", "như ma đuổi", accepted=False)
        assert [one.phrase for one in proposals(session)] == ["như ma đuổi"]

    def test_a_phrasing_confirmed_again_after_it_was_refused_stays_refused(
        self, session: Session, write: Write
    ) -> None:
        write("a")
        judge(session, "in_a_hurry", "như ma đuổi", accepted=False)
        mean(session, "a", "in_a_hurry", "như ma đuổi")
        assert proposals(session) == []


class TestPhrasings:
    """What owners said of proposed phrasings."""

    def test_before_the_first_word_nothing_is_accepted(self, session: Session) -> None:
        assert accepted_phrasings(session) == ()

    def test_an_accepted_phrasing_is_told_with_its_cue(self, session: Session) -> None:
        judge(session, "in_a_hurry", "như ma đuổi", accepted=True)
        assert accepted_phrasings(session) == (("in_a_hurry", "như ma đuổi"),)

    def test_a_refused_phrasing_is_not_told(self, session: Session) -> None:
        judge(session, "in_a_hurry", "như ma đuổi", accepted=False)
        assert accepted_phrasings(session) == ()

    @pytest.mark.parametrize("last", [True, False])
    def test_the_last_word_on_a_phrasing_counts(self, session: Session, last: bool) -> None:
        for accepted in (not last, last):
            judge(session, "in_a_hurry", "như ma đuổi", accepted=accepted)
        assert bool(accepted_phrasings(session)) == last

    def test_an_earlier_word_stays_beside_the_last(self, session: Session) -> None:
        for accepted in (True, False):
            judge(session, "in_a_hurry", "như ma đuổi", accepted=accepted)
        assert session.scalars(select(PhrasingRow.accepted).order_by(PhrasingRow.id)).all() == [
            True,
            False,
        ]

    def test_a_word_keeps_its_moment(self, session: Session) -> None:
        judge(session, "in_a_hurry", "như ma đuổi", accepted=True)
        assert session.scalar(select(PhrasingRow.at)) == LATER

    def test_before_the_first_word_the_newest_is_zero(self, session: Session) -> None:
        assert newest_phrasing(session) == 0

    @pytest.mark.parametrize("accepted", [True, False])
    def test_every_word_raises_the_newest(self, session: Session, accepted: bool) -> None:
        judge(session, "in_a_hurry", "như ma đuổi", accepted=True)
        before = newest_phrasing(session)
        judge(session, "in_a_hurry", "như ma đuổi", accepted=accepted)
        assert newest_phrasing(session) > before
