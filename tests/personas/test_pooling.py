"""Pooling: what several people saw on several days counts, but less when told again or old."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from personas.belief import believe, is_known, weigh
from personas.model import Bank, Cue, CueSeen, Evidence, FloatArray, Impression, Observation, Text
from personas.reasons import Reason, reasons
from tests.personas.banks import (
    BLIND,
    SHIPPED,
    bank,
    question,
    random_evidence,
    saw,
    slow_state_likelihood,
)

HALF_LIFE = 100.0
SEEDS = range(6)
FLAT = np.full(9, 1 / 9)
OF_THREE = (0.04, 0.04, 0.6, 0.04, 0.04, 0.04, 0.04, 0.08, 0.08)


def cue(cue_id: str, weights: dict[int, float], seen: str = "") -> Cue:
    """A cue without phrasings, seen in the words of its id unless others are given."""
    words = Text(by_language={"vi": seen or cue_id, "en": seen or cue_id})
    return Cue(id=cue_id, text=words, seen=words, weights=weights, phrasings={})


SMALL = replace(
    bank(
        question("one", [{8: 2}, {2: 2}, BLIND]),
        question("two", [{8: 1}, {3: 2}]),
        question("three", [{5: 2}, BLIND, BLIND]),
    ),
    cues=(
        cue("hurried", {3: 2, 9: -1}),
        cue("careful", {1: 2, 5: 1}),
        cue("impatient", {3: 1}, seen="hurried"),
        cue("silent", {}),
    ),
)


def answered(question_id: str, answer_id: str, days_ago: float) -> Observation:
    return Observation(question_id=question_id, answer_id=answer_id, days_ago=days_ago)


def told(cue_id: str, days_ago: float = 0.0) -> CueSeen:
    return CueSeen(cue_id=cue_id, days_ago=days_ago)


def felt(note: str, groups: tuple[float, ...] = OF_THREE, days_ago: float = 0.0) -> Impression:
    return Impression(note=note, groups=groups, days_ago=days_ago)


def weights(*evidence: Evidence) -> list[float]:
    """How much each piece counts, newest first."""
    return [one.weight for one in weigh(SMALL, evidence, HALF_LIFE)]


def groups(*evidence: Evidence, known: Bank = SMALL) -> FloatArray:
    """P(group | evidence) before tempering."""
    return believe(known, evidence, HALF_LIFE).groups


def slow_states(one: Evidence) -> list[float]:
    """P(one piece | latent state), from the written formulas, any scale."""
    match one:
        case Observation():
            asked = SMALL.by_id[one.question_id]
            place = [answer.id for answer in asked.answers].index(one.answer_id)
            return slow_state_likelihood(asked)[place]
        case CueSeen():
            seen = SMALL.cues_by_id[one.cue_id]
            odds = [math.exp(0.7 * seen.weights.get(group, 0.0)) for group in range(1, 10)]
            return by_state([0.85 * each / (sum(odds) / 9) + 0.15 for each in odds])
        case Impression():
            return [(9 * each) ** SMALL.temperature for each in one.groups for _state in range(3)]


def by_state(row: Sequence[float]) -> list[float]:
    """What nine groups give 27 latent states: pure, then mixed with each neighbour."""
    states = []
    for group in range(9):
        below, above = row[(group + 8) % 9], row[(group + 1) % 9]
        states += [row[group], 0.7 * row[group] + 0.3 * below, 0.7 * row[group] + 0.3 * above]
    return states


def slow_groups(pieces: Sequence[tuple[Evidence, float]]) -> list[float]:
    """P(group | evidence) when every piece counts as given."""
    states = [1.0] * 27
    for one, weight in pieces:
        states = [
            state * rate**weight for state, rate in zip(states, slow_states(one), strict=True)
        ]
    return [sum(states[3 * group : 3 * group + 3]) / sum(states) for group in range(9)]


class TestFading:
    """Evidence loses half of its weight in every half-life."""

    @pytest.mark.parametrize(
        ("days_ago", "weight"),
        [(0.0, 1.0), (HALF_LIFE, 0.5), (2 * HALF_LIFE, 0.25), (HALF_LIFE / 2, math.sqrt(0.5))],
    )
    @pytest.mark.parametrize(
        "one",
        [saw("one", "a0"), told("hurried"), felt("khách vội")],
        ids=["answer", "cue", "impression"],
    )
    def test_every_kind_fades_by_half_in_a_half_life(
        self, one: Evidence, days_ago: float, weight: float
    ) -> None:
        assert weights(replace(one, days_ago=days_ago)) == pytest.approx([weight])

    def test_the_half_life_is_eighteen_months_unless_said_otherwise(self) -> None:
        [one] = weigh(SMALL, [answered("one", "a0", 548.0)])
        assert one.weight == pytest.approx(0.5)

    def test_what_a_wrong_clock_puts_into_the_future_counts_as_now(self) -> None:
        assert weights(answered("one", "a0", -30.0)) == [1.0]

    def test_very_old_evidence_says_next_to_nothing(self) -> None:
        assert groups(answered("one", "a0", 40 * HALF_LIFE)) == pytest.approx(FLAT, abs=1e-9)

    def test_newer_evidence_outweighs_older_evidence_of_the_same_strength(self) -> None:
        found = groups(answered("one", "a0", HALF_LIFE), answered("two", "a1", 0.0))
        assert found[3 - 1] > found[8 - 1]

    def test_without_any_age_nothing_fades(self) -> None:
        assert weights(saw("one", "a0"), told("hurried"), felt("vội")) == [1.0, 1.0, 1.0]


class TestRepeats:
    """The same thing told again is less than two things."""

    def test_the_same_answer_again_counts_half(self) -> None:
        assert weights(saw("one", "a0"), saw("one", "a0")) == [1.0, 0.5]

    def test_every_further_time_counts_half_of_the_one_before(self) -> None:
        assert weights(*[told("hurried")] * 4) == [1.0, 0.5, 0.25, 0.125]

    def test_endless_repeats_count_less_than_two_times(self) -> None:
        assert sum(weights(*[told("hurried")] * 60)) <= 2.0

    def test_the_newest_answer_counts_in_full_whatever_stands_first(self) -> None:
        found = weigh(SMALL, [answered("one", "a1", 0.0), answered("one", "a0", 9.0)], 1e12)
        assert [(one.evidence, round(one.weight, 6)) for one in found] == [
            (answered("one", "a1", 0.0), 1.0),
            (answered("one", "a0", 9.0), 0.5),
        ]

    def test_of_answers_equally_old_the_last_told_counts_in_full(self) -> None:
        found = weigh(SMALL, [saw("one", "a0"), saw("one", "a1")])
        assert [one.evidence for one in found] == [saw("one", "a1"), saw("one", "a0")]

    def test_another_answer_to_the_same_question_is_a_repeat_too(self) -> None:
        assert weights(saw("one", "a0"), saw("one", "a1")) == [1.0, 0.5]

    def test_a_newer_contrary_answer_wins_over_the_older_one(self) -> None:
        found = groups(saw("one", "a0"), saw("one", "a1"))
        assert found[2 - 1] > found[8 - 1]

    def test_the_same_cue_in_two_notes_is_a_repeat(self) -> None:
        assert weights(told("hurried", 0.0), told("hurried", HALF_LIFE)) == [1.0, 0.25]

    def test_the_same_words_in_two_notes_are_a_repeat(self) -> None:
        assert weights(felt("khách vội"), felt("khách vội")) == [1.0, 0.5]

    def test_two_notes_of_different_words_are_no_repeat(self) -> None:
        assert weights(felt("khách vội"), felt("khách chờ lâu")) == [1.0, 1.0]

    def test_a_question_and_a_cue_of_the_same_id_are_no_repeat(self) -> None:
        same = replace(SMALL, cues=(cue("one", {3: 2}),))
        found = weigh(same, [saw("one", "a0"), told("one"), felt("one")])
        assert [one.weight for one in found] == [1.0, 1.0, 1.0]

    def test_two_cues_say_more_than_one_cue_twice(self) -> None:
        twice = groups(told("hurried"), told("hurried"))
        both = groups(told("hurried"), told("impatient"))
        assert 1 / 9 < groups(told("hurried"))[2] < twice[2]
        assert sum(weights(told("hurried"), told("impatient"))) == 2.0
        assert both[2] > groups(told("hurried"))[2]

    def test_what_the_content_no_longer_knows_takes_no_weight_from_the_rest(self) -> None:
        assert weights(saw("one", "a0"), saw("one", "gone"), saw("one", "a1")) == [1.0, 0.5]


class TestPooling:
    """All that counts together, as the formulas say."""

    def test_pooled_evidence_follows_the_written_formulas(self) -> None:
        first, again = answered("one", "a0", 50.0), answered("one", "a1", 10.0)
        heard, before = told("hurried", 20.0), told("hurried", 120.0)
        note = felt("khách vội", days_ago=5.0)
        expected = slow_groups(
            [
                (first, 0.5 * 0.5**0.5),
                (again, 0.5**0.1),
                (heard, 0.5**0.2),
                (before, 0.5 * 0.5**1.2),
                (note, 0.5**0.05),
            ]
        )
        assert groups(first, again, heard, before, note) == pytest.approx(expected, abs=1e-12)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_the_order_of_independent_evidence_does_not_matter(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        answers = [
            replace(one, days_ago=float(generator.uniform(0, 900)))
            for one in random_evidence(generator, 8)
        ]
        evidence: list[Evidence] = [*answers, felt("một"), felt("hai", days_ago=30.0)]
        shuffled = [evidence[at] for at in generator.permutation(len(evidence))]
        assert groups(*shuffled, known=SHIPPED) == pytest.approx(groups(*evidence, known=SHIPPED))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_repeats_of_different_days_may_be_told_in_any_order(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        evidence = [answered("one", f"a{at % 3}", 10.0 * at) for at in range(6)]
        shuffled = [evidence[at] for at in generator.permutation(6)]
        assert groups(*shuffled) == pytest.approx(groups(*evidence))

    def test_a_cue_makes_its_group_the_most_probable(self) -> None:
        assert groups(told("hurried")).argmax() == 3 - 1

    def test_a_cue_makes_the_group_it_speaks_against_the_least_probable(self) -> None:
        assert groups(told("hurried")).argmin() == 9 - 1

    def test_a_cue_without_weights_leaves_all_groups_equal(self) -> None:
        assert groups(told("silent")) == pytest.approx(FLAT)

    def test_a_cue_that_may_be_misread_never_rules_a_group_out(self) -> None:
        sure = replace(SMALL, cues=(cue("hurried", {3: 2, **dict.fromkeys((1, 2, 4, 5), -2)}),))
        assert groups(told("hurried"), known=sure).min() > 0.02

    def test_an_impression_makes_its_group_the_most_probable(self) -> None:
        assert groups(felt("khách vội")).argmax() == 3 - 1

    def test_of_one_impression_alone_just_its_probabilities_are_reported(self) -> None:
        assert believe(SMALL, [felt("khách vội")]).posterior == pytest.approx(OF_THREE)

    def test_a_flat_impression_leaves_all_groups_equal(self) -> None:
        assert groups(felt("khách", (1 / 9,) * 9)) == pytest.approx(FLAT)

    def test_a_cue_the_content_no_longer_has_says_nothing(self) -> None:
        assert groups(told("gone")) == pytest.approx(FLAT)

    @pytest.mark.parametrize(
        ("one", "known"),
        [
            (saw("one", "a0"), True),
            (saw("one", "gone"), False),
            (saw("gone", "a0"), False),
            (told("hurried"), True),
            (told("gone"), False),
            (felt("bất kỳ"), True),
        ],
    )
    def test_evidence_is_known_while_the_content_has_it(self, one: Evidence, known: bool) -> None:
        assert is_known(SMALL, one) == known

    def test_hundreds_of_sightings_keep_the_sum(self) -> None:
        evidence = [felt(f"ghi chú {at}") for at in range(2000)]
        assert groups(*evidence).sum() == pytest.approx(1)


class TestReasons:
    """Cues and impressions stand among the reasons."""

    def about_three(self, *evidence: Evidence) -> list[Reason]:
        return reasons(SMALL, evidence, 3, FLAT, half_life_days=HALF_LIFE)

    def said(self, *evidence: Evidence) -> list[str | None]:
        """What the reasons were seen as; None for the wording of notes."""
        return [
            reason.seen["vi"] if reason.seen else None for reason in self.about_three(*evidence)
        ]

    def test_a_cue_is_a_reason_in_the_words_it_was_seen_as(self) -> None:
        assert self.said(told("hurried")) == ["hurried"]

    def test_a_cue_of_another_group_speaks_against(self) -> None:
        assert [reason.is_for for reason in self.about_three(told("careful"))] == [False]

    def test_a_cue_against_names_the_group_it_fits(self) -> None:
        assert [reason.other for reason in self.about_three(told("careful"))] == [1]

    def test_a_cue_without_weights_is_no_reason(self) -> None:
        assert self.said(told("silent")) == []

    def test_an_impression_is_a_reason_without_words_of_its_own(self) -> None:
        assert self.said(felt("khách vội")) == [None]

    def test_a_cue_told_twice_is_one_reason(self) -> None:
        assert self.said(told("hurried"), told("hurried")) == ["hurried"]

    def test_two_cues_seen_in_the_same_words_are_one_reason(self) -> None:
        assert self.said(told("hurried"), told("impatient")) == ["hurried"]

    def test_the_impressions_of_two_notes_are_one_reason(self) -> None:
        assert self.said(felt("khách vội"), felt("khách giục")) == [None]

    def test_a_cue_told_twice_weighs_half_as_much_again(self) -> None:
        [once] = self.about_three(told("hurried"))
        [twice] = self.about_three(told("hurried"), told("hurried"))
        assert twice.log_odds == pytest.approx(1.5 * once.log_odds)

    def test_an_old_cue_weighs_less(self) -> None:
        [new] = self.about_three(told("hurried"))
        [old] = self.about_three(told("hurried", HALF_LIFE))
        assert old.log_odds == pytest.approx(0.5 * new.log_odds)

    def test_a_cue_that_faded_away_is_no_reason(self) -> None:
        assert self.said(told("hurried", 8 * HALF_LIFE)) == []

    def test_a_cue_the_content_no_longer_has_is_no_reason(self) -> None:
        assert self.said(told("gone")) == []
