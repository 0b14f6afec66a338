"""Reasons: the observed responses that spoke for the top group, and against it."""

import math

import numpy as np
import pytest

from personas.belief import believe
from personas.interview import ranking
from personas.model import CueSeen, FloatArray, Impression, Observation
from personas.reasons import Reason, reasons
from tests.personas.banks import (
    BLIND,
    SHIPPED,
    bank,
    question,
    random_evidence,
    saw,
    slow_likelihood,
)

FLAT = np.full(9, 1 / 9)
SIX_FOR_EIGHT = bank(*(question(f"q{at}", [{8: 2}, {2: 2}, {3: 1}, BLIND]) for at in range(6)))
NOTICEABLE = 0.15  # nats


def about_eight(*answers: str, posterior: FloatArray = FLAT) -> list[Reason]:
    """The reasons about group 8 when question q0 got the first answer, q1 the second…"""
    evidence = [saw(f"q{at}", answer) for at, answer in enumerate(answers)]
    return reasons(SIX_FOR_EIGHT, evidence, 8, posterior)


def seen(found: list[Reason]) -> list[str]:
    """What was seen, reason by reason; in small banks each answer has its own words."""
    return [reason.seen["vi"] for reason in found if reason.seen is not None]


def slow_log_odds(observation: Observation, group: int, posterior: FloatArray) -> float:
    """log P(response | group) - log P(response | the others), slips included, in plain Python."""
    one = SHIPPED.by_id[observation.question_id]
    place = [answer.id for answer in one.answers].index(observation.answer_id)
    row = [0.9 * rate + 0.1 / len(one.answers) for rate in slow_likelihood(one)[place]]
    rivals = [at for at in range(9) if at != group - 1]
    weight = sum(float(posterior[at]) for at in rivals)
    expected = sum(float(posterior[at]) * row[at] for at in rivals) / weight
    return math.log(row[group - 1] / expected)


def explained(seed: int) -> tuple[list[Observation], int, FloatArray, list[Reason]]:
    """Random evidence on the shipped bank, its top group, its posterior and the reasons."""
    generator = np.random.default_rng(seed)
    evidence = random_evidence(generator, int(generator.integers(1, 17)))
    posterior = believe(SHIPPED, evidence).posterior
    group = ranking(posterior)[0]
    return evidence, group, posterior, reasons(SHIPPED, evidence, group, posterior)


def test_an_answer_that_favours_the_group_speaks_for_it() -> None:
    assert [reason.is_for for reason in about_eight("a0")] == [True]


def test_an_answer_that_favours_another_group_speaks_against_it() -> None:
    assert [reason.is_for for reason in about_eight("a1")] == [False]


def test_a_reason_against_names_the_group_the_answer_fits() -> None:
    assert [reason.other for reason in about_eight("a1")] == [2]


def test_a_reason_for_names_no_other_group() -> None:
    assert [reason.other for reason in about_eight("a0")] == [None]


def test_a_reason_says_what_was_seen() -> None:
    assert seen(about_eight("a1")) == ["q0 a1"]


def test_a_reason_from_a_note_says_what_the_cue_is_seen_as() -> None:
    cue = next(one for one in SHIPPED.cues if one.weights.get(8) == 2)
    (found,) = reasons(SHIPPED, [CueSeen(cue_id=cue.id)], 8, FLAT)
    assert (found.seen, found.is_for) == (cue.seen, True)


def test_the_wording_of_a_note_is_a_reason_without_words_of_the_content() -> None:
    groups = tuple(0.6 if group == 8 else 0.05 for group in range(1, 10))
    (found,) = reasons(SHIPPED, [Impression(note="a", groups=groups)], 8, FLAT)
    assert (found.seen, found.is_for) == (None, True)


def test_an_answer_that_says_nothing_is_no_reason() -> None:
    blind = bank(question("q0", [BLIND, BLIND, BLIND]))
    assert reasons(blind, [saw("q0", "a1")], 8, FLAT) == []


def test_a_weak_answer_is_dropped() -> None:
    weak = bank(question("q0", [{8: 0.2}, BLIND, BLIND]))
    assert reasons(weak, [saw("q0", "a0")], 8, FLAT) == []


def test_without_evidence_there_is_no_reason() -> None:
    assert about_eight() == []


def test_there_are_at_most_five_reasons() -> None:
    assert len(about_eight(*["a0"] * 6)) == 5


def test_there_are_at_most_two_reasons_against() -> None:
    assert [reason.is_for for reason in about_eight(*["a1"] * 6)] == [False, False]


def test_one_answer_for_the_group_is_named_beside_many_against_it() -> None:
    found = about_eight("a1", "a1", "a1", "a1", "a1", "a0")
    assert [reason.is_for for reason in found] == [True, False, False]


def test_five_reasons_keep_room_for_two_against() -> None:
    found = about_eight("a0", "a0", "a0", "a0", "a1", "a1")
    assert [reason.is_for for reason in found] == [True, True, True, False, False]


def test_the_strongest_reason_for_stands_first() -> None:
    mixed = bank(
        question("weak", [{8: 1}, BLIND, BLIND]), question("strong", [{8: 2}, BLIND, BLIND])
    )
    found = reasons(mixed, [saw("weak", "a0"), saw("strong", "a0")], 8, FLAT)
    assert seen(found) == ["strong a0", "weak a0"]


def test_an_older_answer_to_a_question_weighs_half_as_much() -> None:
    (once,) = reasons(SIX_FOR_EIGHT, [saw("q0", "a1")], 8, FLAT)
    last, before = reasons(SIX_FOR_EIGHT, [saw("q0", "a1"), saw("q0", "a0")], 8, FLAT)
    assert seen([last, before]) == ["q0 a0", "q0 a1"]
    assert before.log_odds == pytest.approx(once.log_odds / 2)


def test_what_was_seen_several_times_is_one_reason() -> None:
    (once,) = reasons(SIX_FOR_EIGHT, [saw("q0", "a0")], 8, FLAT)
    (thrice,) = reasons(SIX_FOR_EIGHT, [saw("q0", "a0")] * 3, 8, FLAT)
    assert thrice.log_odds == pytest.approx(1.75 * once.log_odds)


def test_a_reason_fades_with_what_was_seen() -> None:
    (new,) = reasons(SIX_FOR_EIGHT, [saw("q0", "a0")], 8, FLAT)
    (old,) = reasons(SIX_FOR_EIGHT, [saw("q0", "a0", 30)], 8, FLAT, half_life_days=30)
    assert old.log_odds == pytest.approx(new.log_odds / 2)


@pytest.mark.parametrize("unknown", [saw("gone", "a0"), saw("q1", "gone")])
def test_what_the_content_no_longer_knows_is_no_reason(unknown: Observation) -> None:
    found = reasons(SIX_FOR_EIGHT, [unknown, saw("q0", "a0")], 8, FLAT)
    assert seen(found) == ["q0 a0"]


def test_an_answer_is_weighed_against_the_groups_that_are_still_probable() -> None:
    only_three_and_eight = np.array([0, 0, 0.5, 0, 0, 0, 0, 0.5, 0])
    found = about_eight("a2", posterior=only_three_and_eight)
    assert [reason.other for reason in found] == [3]


@pytest.mark.parametrize("seed", range(20))
def test_reasons_are_weighed_as_written(seed: int) -> None:
    evidence, group, posterior, found = explained(seed)
    expected = [slow_log_odds(one, group, posterior) for one in evidence]
    for reason in found:
        assert min(abs(reason.log_odds - one) for one in expected) < 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_every_reason_is_noticeable(seed: int) -> None:
    assert all(abs(reason.log_odds) > NOTICEABLE for reason in explained(seed)[3])


@pytest.mark.parametrize("seed", range(20))
def test_evidence_that_speaks_for_the_group_is_named(seed: int) -> None:
    evidence, group, posterior, found = explained(seed)
    speaks = any(slow_log_odds(one, group, posterior) > NOTICEABLE for one in evidence)
    assert any(reason.is_for for reason in found) == speaks


@pytest.mark.parametrize("seed", range(20))
def test_a_reason_against_never_names_the_group_itself(seed: int) -> None:
    _, group, _, found = explained(seed)
    assert group not in {reason.other for reason in found}
