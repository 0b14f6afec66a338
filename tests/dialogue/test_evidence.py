"""Facts about a customer as evidence, as a whole and sighting by sighting."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.dialogue.card import make_card
from bot.dialogue.evidence import belief_about, evidence_of, sightings
from bot.dialogue.profile import Answered, Customer, Noted, Profile, Sight
from personas.model import CueSeen, Impression, Observation
from tests.conversations import KNOWLEDGE
from tests.dialogue.talking import EMPTY, GENTLE, HURRY, MAYBE, READER, STRONG, WORDS

TABLE_KNOWLEDGE = replace(KNOWLEDGE, reader=READER)
QUESTION = KNOWLEDGE.bank.questions[0]
ANSWER = QUESTION.answers[0].id
LAN = Customer(id="c", name="Chị Lan")


def sight(days_ago: float = 0, who: str = "hoa") -> Sight:
    """A sighting so many days before 2026-03-31."""
    return Sight(day=f"2026-03-{31 - int(days_ago):02}", days_ago=days_ago, person_id=who)


def answer(
    days_ago: float = 0, who: str = "hoa", answer_id: str | None = ANSWER, number: int = 1
) -> Answered:
    """An answer to the first question."""
    return Answered(
        interview_id="i",
        number=number,
        question_id=QUESTION.id,
        answer_id=answer_id,
        sight=sight(days_ago, who),
    )


def note(
    text: str, days_ago: float = 0, who: str = "hoa", meant: Mapping[str, bool] | None = None
) -> Noted:
    """A note, and which of its cues were meant."""
    return Noted(note_id=text, text=text, meant=meant or {}, sight=sight(days_ago, who))


def about(*facts: Answered | Noted) -> Profile:
    """A customer with some facts."""
    return Profile(
        customer=LAN,
        answers=tuple(one for one in facts if isinstance(one, Answered)),
        notes=tuple(one for one in facts if isinstance(one, Noted)),
    )


def test_without_facts_there_is_no_evidence() -> None:
    assert evidence_of(about(), TABLE_KNOWLEDGE) == ()
    assert sightings(about(), TABLE_KNOWLEDGE) == ()


def test_without_facts_every_group_is_as_likely() -> None:
    assert list(belief_about(about(), TABLE_KNOWLEDGE).posterior) == pytest.approx([1 / 9] * 9)


def test_an_answer_is_an_observation() -> None:
    evidence = evidence_of(about(answer(2)), TABLE_KNOWLEDGE)
    assert evidence == (Observation(question_id=QUESTION.id, answer_id=ANSWER, days_ago=2),)


def test_a_skip_is_no_evidence() -> None:
    assert evidence_of(about(answer(answer_id=None)), TABLE_KNOWLEDGE) == ()


def test_a_note_is_its_cues_and_its_impression() -> None:
    assert evidence_of(about(note(HURRY, 1)), TABLE_KNOWLEDGE) == (
        CueSeen(cue_id="in_a_hurry", days_ago=1),
    )
    assert isinstance(evidence_of(about(note(WORDS)), TABLE_KNOWLEDGE)[0], Impression)


@pytest.mark.parametrize(
    ("meant", "cues"), [({}, 0), ({"in_a_hurry": True}, 1), ({"in_a_hurry": False}, 0)]
)
def test_a_doubtful_cue_counts_when_it_was_meant(meant: dict[str, bool], cues: int) -> None:
    assert len(evidence_of(about(note(MAYBE, meant=meant)), TABLE_KNOWLEDGE)) == cues


def test_a_cue_that_its_writer_denied_does_not_count() -> None:
    assert evidence_of(about(note(HURRY, meant={"in_a_hurry": False})), TABLE_KNOWLEDGE) == ()


def test_a_meant_cue_that_the_content_lost_does_not_count() -> None:
    card = make_card(about(note(MAYBE, meant={"gone": True})), TABLE_KNOWLEDGE)
    assert card.answers == 0


def test_evidence_comes_oldest_first_whatever_its_kind() -> None:
    facts = about(answer(1), note(HURRY, 5), answer(9, number=2))
    assert [one.days_ago for one in evidence_of(facts, TABLE_KNOWLEDGE)] == [9, 5, 1]


def test_what_one_person_saw_on_one_day_is_one_sighting() -> None:
    seen = sightings(about(answer(3.2), note(HURRY, 3.1)), TABLE_KNOWLEDGE)
    assert [(one.day, len(one.evidence)) for one in seen] == [("2026-03-28", 2)]


@pytest.mark.parametrize(("days_ago", "who"), [(1, "hoa"), (3, "an")])
def test_another_day_and_another_person_are_other_sightings(days_ago: float, who: str) -> None:
    seen = sightings(about(answer(3), note(HURRY, days_ago, who)), TABLE_KNOWLEDGE)
    assert len(seen) == 2


@pytest.mark.parametrize("nothing", [answer(1, answer_id=None), note(EMPTY, 1), note(MAYBE, 1)])
def test_what_says_nothing_is_no_sighting(nothing: Answered | Noted) -> None:
    assert len(sightings(about(answer(3), nothing), TABLE_KNOWLEDGE)) == 1


def test_a_sighting_is_as_old_as_it_was_on_its_day() -> None:
    seen = sightings(about(answer(30), note(HURRY, 10)), TABLE_KNOWLEDGE)
    assert [[one.days_ago for one in each.until_then] for each in seen] == [[0], [20, 0]]
    assert [[one.days_ago for one in each.evidence] for each in seen] == [[0], [0]]


def test_the_last_sighting_has_all_evidence_until_then() -> None:
    facts = about(answer(9), note(HURRY, 5), note(STRONG, 1))
    assert len(sightings(facts, TABLE_KNOWLEDGE)[-1].until_then) == len(
        evidence_of(facts, TABLE_KNOWLEDGE)
    )


def first_probability(*facts: Answered | Noted) -> float:
    """What the most probable group gets."""
    return make_card(about(*facts), TABLE_KNOWLEDGE).first.probability


def test_evidence_counts_half_after_the_half_life() -> None:
    half_life = KNOWLEDGE.policy.half_life_days
    old = Noted(note_id="n", text=HURRY, sight=Sight(day="2024", days_ago=half_life))
    assert 1 / 9 < first_probability(old) < first_probability(note(HURRY))


def test_the_same_cue_again_counts_less_than_another_one() -> None:
    again = first_probability(note(HURRY, 1), note(HURRY))
    assert first_probability(note(HURRY)) < again
    assert again < first_probability(note(HURRY, 1), note(STRONG))


def test_two_notes_in_the_same_words_are_one_impression_and_a_little_more() -> None:
    once, twice = first_probability(note(WORDS)), first_probability(note(WORDS, 1), note(WORDS))
    assert once < twice
    assert make_card(about(note(WORDS, 1), note(WORDS)), TABLE_KNOWLEDGE).answers == 1


def test_the_order_of_facts_of_one_moment_changes_nothing() -> None:
    one, other = about(note(GENTLE), note(STRONG)), about(note(STRONG), note(GENTLE))
    assert list(belief_about(one, TABLE_KNOWLEDGE).posterior) == pytest.approx(
        list(belief_about(other, TABLE_KNOWLEDGE).posterior)
    )


def test_an_answer_to_a_question_that_is_gone_is_no_evidence_on_the_card() -> None:
    gone = replace(answer(), question_id="gone")
    assert make_card(about(gone), TABLE_KNOWLEDGE).answers == 0


def test_a_day_with_nothing_the_content_knows_is_no_sighting() -> None:
    gone = replace(answer(3), question_id="gone")
    assert len(sightings(about(gone, note(HURRY)), TABLE_KNOWLEDGE)) == 1
