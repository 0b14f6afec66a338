"""The interview: which question comes next, when it stops, which verdict it gives."""

import math
from collections.abc import Mapping

import numpy as np
import pytest

from personas.belief import Belief
from personas.interview import Policy, Selector, is_finished, ranking, verdict
from personas.model import FloatArray, Moment, Question
from tests.personas.banks import (
    BLIND,
    SHIPPED,
    bank,
    belief_of,
    question,
    random_belief,
    slow_state_likelihood,
)

POLICY = Policy()
ANY_GAIN = Policy(minimum_gain=0)
SELECTOR = Selector(SHIPPED)
STRONG: list[Mapping[int, float]] = [{1: 2, 2: 2, 3: 2, 4: 2}, {6: 2, 7: 2, 8: 2, 9: 2}, BLIND]
MIDDLE: list[Mapping[int, float]] = [{1: 1, 2: 1, 3: 1, 4: 1}, {6: 1, 7: 1, 8: 1, 9: 1}, BLIND]


def slow_gain(belief: Belief, one: Question) -> float:
    """I(group; answer) in bits, from its definition, in plain Python."""
    states = [float(state) for state in belief.states]
    groups = [sum(states[3 * group : 3 * group + 3]) for group in range(9)]
    gain = 0.0
    for row in slow_state_likelihood(one):
        both = [state * rate for state, rate in zip(states, row, strict=True)]
        answer = sum(both)
        for group in range(9):
            joint = sum(both[3 * group : 3 * group + 3])
            if joint > 0:
                gain += joint * math.log2(joint / (groups[group] * answer))
    return gain


def entropy(groups: FloatArray) -> float:
    """The bits that are still unknown about the group."""
    return -sum(float(one) * math.log2(one) for one in groups if one > 0)


def chosen(
    *questions: Question,
    asked: tuple[str, ...] = (),
    last_topic: str | None = None,
    met_before: bool | None = None,
) -> str | None:
    """The id of the next question of a small bank, nothing being known yet."""
    selector = Selector(bank(*questions))
    found = selector.next_question(Belief(), asked, last_topic, POLICY, met_before=met_before)
    return found.id if found else None


def weaker(strength: float) -> list[dict[int, float]]:
    """The weights of STRONG, each this much of it."""
    return [{group: strength * weight for group, weight in one.items()} for one in STRONG]


def split(*shares: float) -> FloatArray:
    """A posterior with these shares, the rest spread over the other groups."""
    rest = (1 - sum(shares)) / (9 - len(shares))
    return np.array([*shares, *[rest] * (9 - len(shares))])


@pytest.mark.parametrize("seed", range(8))
def test_gains_are_the_mutual_information_of_group_and_answer(seed: int) -> None:
    belief = random_belief(np.random.default_rng(seed))
    slow = [slow_gain(belief, one) for one in SHIPPED.questions]
    assert np.abs(SELECTOR.gains(belief) - slow).max() < 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_no_question_promises_more_than_is_unknown(seed: int) -> None:
    belief = random_belief(np.random.default_rng(seed))
    assert SELECTOR.gains(belief).max() <= entropy(belief.groups) + 1e-9


def test_an_answer_that_says_nothing_promises_nothing() -> None:
    selector = Selector(bank(question("blind", [BLIND, BLIND, BLIND])))
    assert selector.gains(Belief())[0] == pytest.approx(0, abs=1e-12)


def test_questions_with_different_numbers_of_answers_stand_side_by_side() -> None:
    two = question("two", [{1: 2}, BLIND])
    both = Selector(bank(two, question("four", [{1: 2}, {5: 2}, {9: 2}, BLIND])))
    assert both.gains(Belief())[0] == pytest.approx(slow_gain(Belief(), two), abs=1e-9)


def test_the_probing_rules_come_first_in_the_shipped_bank() -> None:
    first = SELECTOR.next_question(Belief(), (), None, POLICY)
    assert first is not None
    assert first.probe == ("R1", "R2")


def test_the_third_probing_rule_comes_second_in_the_shipped_bank() -> None:
    first = SELECTOR.next_question(Belief(), (), None, POLICY)
    assert first is not None
    second = SELECTOR.next_question(Belief(), (first.id,), first.topic, POLICY)
    assert second is not None
    assert second.probe == ("R3",)


def test_after_the_probing_rules_the_best_question_follows() -> None:
    probes = tuple(one.id for one in SHIPPED.questions if one.probe)
    gains = SELECTOR.gains(Belief())
    best = max((gain, one.id) for gain, one in zip(gains, SHIPPED.questions, strict=True)
               if not one.probe)[1]  # fmt: skip
    found = SELECTOR.next_question(Belief(), probes, None, POLICY)
    assert found is not None
    assert found.id == best


def test_a_probe_comes_before_a_question_that_promises_more() -> None:
    assert chosen(question("strong", STRONG), question("probe", MIDDLE, probe=("R1",))) == "probe"


def test_a_probe_is_asked_even_when_it_promises_nothing() -> None:
    assert chosen(question("probe", [BLIND, BLIND], probe=("R3",))) == "probe"


def test_the_question_that_promises_most_is_chosen() -> None:
    assert chosen(question("middle", MIDDLE), question("strong", STRONG)) == "strong"


def test_a_question_is_not_asked_twice() -> None:
    found = chosen(question("middle", MIDDLE), question("strong", STRONG), asked=("strong",))
    assert found == "middle"


def test_ids_the_bank_does_not_know_do_not_disturb_the_choice() -> None:
    assert chosen(question("strong", STRONG), asked=("gone",)) == "strong"


def test_the_whole_bank_can_be_asked_without_a_repetition() -> None:
    asked: list[str] = []
    while found := SELECTOR.next_question(Belief(), asked, None, ANY_GAIN):
        asked.append(found.id)
    assert sorted(asked) == sorted(SHIPPED.by_id)


def test_when_all_was_asked_there_is_no_next_question() -> None:
    assert chosen(question("strong", STRONG), asked=("strong",)) is None


def test_of_two_equal_questions_the_one_on_another_topic_is_chosen() -> None:
    same = question("same", STRONG, topic="pace")
    other = question("other", STRONG, topic="price")
    assert chosen(same, other, last_topic="pace") == "other"


@pytest.mark.parametrize(("strength", "found"), [(0.95, "other"), (0.94, "best")])
def test_another_topic_is_preferred_within_a_tenth_of_the_best_gain(
    strength: float, found: str
) -> None:
    best = question("best", STRONG, topic="pace")
    other = question("other", weaker(strength), topic="price")
    share = slow_gain(Belief(), other) / slow_gain(Belief(), best)
    assert (share >= 0.9) == (found == "other")
    assert chosen(best, other, last_topic="pace") == found


def test_without_a_topic_before_the_first_of_equal_questions_is_chosen() -> None:
    same = question("same", STRONG, topic="pace")
    assert chosen(same, question("other", STRONG, topic="price")) == "same"


def test_the_topic_before_is_asked_on_when_no_other_is_near() -> None:
    best = question("best", STRONG, topic="pace")
    second = question("second", STRONG, topic="pace")
    assert chosen(best, second, asked=("best",), last_topic="pace") == "second"


def test_when_nobody_says_how_often_they_met_the_moment_of_a_question_does_not_count() -> None:
    bought = question("bought", STRONG, moment="bought")
    assert chosen(bought, question("first", STRONG)) == "bought"


@pytest.mark.parametrize("met_before", [False, True])
@pytest.mark.parametrize("moment", ["later", "bought"])
def test_of_equal_questions_the_one_a_rep_can_answer_is_chosen(
    moment: Moment, met_before: bool
) -> None:
    unlikely = question("unlikely", STRONG, moment=moment)
    found = chosen(unlikely, question("first", STRONG), met_before=met_before)
    assert found == "first"


@pytest.mark.parametrize(("met_before", "found"), [(False, "first"), (True, "later")])
def test_a_better_question_about_later_meetings_waits_for_one(met_before: bool, found: str) -> None:
    later = question("later", STRONG, moment="later")
    assert chosen(later, question("first", weaker(0.86)), met_before=met_before) == found


def test_a_probe_is_asked_at_a_first_meeting_whatever_its_moment() -> None:
    probe = question("probe", MIDDLE, probe=("R3",), moment="bought")
    assert chosen(question("strong", STRONG), probe, met_before=False) == "probe"


@pytest.mark.parametrize(("above", "found"), [(False, True), (True, False)])
def test_a_question_is_asked_only_if_it_promises_enough(above: bool, found: bool) -> None:
    one = question("one", MIDDLE)
    gain = slow_gain(Belief(), one)
    policy = Policy(minimum_gain=gain + (1e-6 if above else -1e-6))
    asked = Selector(bank(one)).next_question(Belief(), (), None, policy)
    assert (asked is not None) == found


def test_a_gain_below_four_hundredths_of_a_bit_is_not_worth_a_question() -> None:
    weak = question("weak", [{1: 1}, BLIND])
    assert slow_gain(Belief(), weak) < 0.04
    assert chosen(weak) is None


@pytest.mark.parametrize(
    ("questions", "top", "finished"),
    [
        (3, 0.99, False),  # however sure, not before the fourth question
        (4, 0.801, True),
        (4, 0.799, False),
        (15, 0.799, False),
        (16, 0.799, True),  # however unsure, not after the sixteenth
        (0, 0.2, False),
        (17, 0.2, True),
    ],
)
def test_an_interview_stops_when_sure_after_four_or_after_sixteen(
    questions: int, top: float, finished: bool
) -> None:
    assert is_finished(belief_of(split(top)), questions, POLICY) == finished


def test_stopping_goes_by_the_reported_probability() -> None:
    belief = belief_of(split(0.75))
    assert belief.groups.max() > 0.8
    assert not is_finished(belief, 10, POLICY)


@pytest.mark.parametrize(
    ("shares", "word"),
    [
        ((0.80,), "sure"),
        ((0.7999, 0.1), "two"),
        ((0.40, 0.30), "two"),
        ((0.35, 0.35), "two"),
        ((0.40, 0.2999), "unsure"),
        ((0.65,), "unsure"),
        ((1 / 9,), "unsure"),
    ],
)
def test_a_verdict_is_one_of_three_words(shares: tuple[float, ...], word: str) -> None:
    assert verdict(split(*shares), POLICY) == word


def test_a_verdict_does_not_depend_on_which_groups_are_meant() -> None:
    assert verdict(split(0.4, 0.3)[::-1], POLICY) == "two"


def test_groups_are_ranked_by_probability() -> None:
    posterior = np.array([0.01, 0.02, 0.3, 0.05, 0.06, 0.07, 0.08, 0.4, 0.01])
    assert ranking(posterior)[:3] == [8, 3, 7]


def test_equal_groups_are_ranked_by_number() -> None:
    assert ranking(np.full(9, 1 / 9)) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_a_tie_for_the_second_place_goes_to_the_lower_number() -> None:
    posterior = np.array([0.1] * 7 + [0.2, 0.1])
    assert ranking(posterior) == [8, 1, 2, 3, 4, 5, 6, 7, 9]


def test_a_ranking_holds_plain_numbers() -> None:
    assert {type(group) for group in ranking(split(0.5))} == {int}
