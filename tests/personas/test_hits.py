"""Hits: how often questions, rules and cues pointed at the group that was confirmed."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from personas.hits import Hit, cue_hits, question_hits, rule_hits
from personas.model import Cue, Text
from tests.personas.banks import BLIND, EMPTY, bank, question, slow_likelihood

WORDS = Text(by_language={"vi": "vội", "en": "hurried"})


def cue(cue_id: str, weights: Mapping[int, float]) -> Cue:
    return Cue(id=cue_id, text=WORDS, seen=EMPTY, weights=weights, phrasings={})


SMALL = replace(
    bank(
        question("one", [{8: 2}, {2: 2}, BLIND], probe=("R1", "R2")),
        question("two", [{8: 1}, {3: 2}], probe=("R2",)),
        question("none", [{5: 2}, BLIND]),
        question("blind", [BLIND, BLIND]),
    ),
    cues=(cue("hurried", {3: 2, 9: -1}), cue("slow", {9: 2}), cue("mute", {})),
)


def subjects(hits: list[Hit]) -> list[str]:
    return [hit.subject for hit in hits]


def slow_bits(question_id: str, answer: int, group: int) -> float:
    """log2 of P(answer | group) over its mean, slips included, in plain Python."""
    rows = slow_likelihood(SMALL.by_id[question_id])
    rates = [0.9 * rate + 0.1 / len(rows) for rate in rows[answer]]
    return math.log2(rates[group - 1] / (sum(rates) / 9))


class TestQuestions:
    """Questions that were answered about confirmed customers."""

    def test_without_answers_there_are_no_hits(self) -> None:
        assert question_hits(SMALL, {}) == []

    def test_an_answer_that_fits_the_confirmed_group_is_right(self) -> None:
        [hit] = question_hits(SMALL, {("one", "a0", 8): 4.0})
        assert hit.right == 1.0

    def test_an_answer_that_fits_another_group_is_not_right(self) -> None:
        [hit] = question_hits(SMALL, {("one", "a1", 8): 4.0})
        assert hit.right == 0.0

    def test_the_share_that_is_right_is_counted_by_times(self) -> None:
        [hit] = question_hits(SMALL, {("one", "a0", 8): 3.0, ("one", "a1", 8): 1.0})
        assert (hit.times, hit.right) == (4, 0.75)

    def test_bits_are_those_of_the_written_formula(self) -> None:
        [hit] = question_hits(SMALL, {("one", "a0", 8): 2.0})
        assert hit.bits == pytest.approx(slow_bits("one", 0, 8))

    def test_bits_are_a_mean_over_all_times(self) -> None:
        [hit] = question_hits(SMALL, {("one", "a0", 8): 3.0, ("one", "a1", 3): 1.0})
        expected = (3 * slow_bits("one", 0, 8) + slow_bits("one", 1, 3)) / 4
        assert hit.bits == pytest.approx(expected)

    def test_what_misleads_has_less_than_no_bits(self) -> None:
        [hit] = question_hits(SMALL, {("one", "a1", 8): 1.0})
        assert hit.bits < 0

    def test_an_answer_that_says_nothing_is_not_right(self) -> None:
        [hit] = question_hits(SMALL, {("blind", "a0", 8): 1.0})
        assert hit.right == 0.0
        assert hit.bits == pytest.approx(0.0)

    def test_the_most_often_asked_stand_first_then_by_their_ids(self) -> None:
        counts = {("two", "a0", 8): 1.0, ("one", "a0", 8): 1.0, ("none", "a0", 5): 2.0}
        assert subjects(question_hits(SMALL, counts)) == ["none", "one", "two"]

    def test_what_the_content_no_longer_has_is_left_out(self) -> None:
        counts = {("gone", "a0", 8): 1.0, ("one", "gone", 8): 1.0}
        assert question_hits(SMALL, counts) == []

    def test_an_answer_is_judged_by_the_experts_claim_and_not_by_what_it_taught(self) -> None:
        counts = {("none", "a0", 5): 2.0}
        learned = replace(SMALL.by_id["none"], learned=np.full((2, 9), 0.5))
        others = tuple(one for one in SMALL.questions if one.id != "none")
        taught = replace(SMALL, questions=(*others, learned))
        assert question_hits(taught, counts) == question_hits(SMALL, counts)


class TestRules:
    """Probing rules, over all questions that stand for them."""

    def test_a_question_counts_for_each_of_its_rules(self) -> None:
        assert subjects(rule_hits(SMALL, {("one", "a0", 8): 1.0})) == ["R1", "R2"]

    def test_a_rule_counts_all_of_its_questions(self) -> None:
        counts = {("one", "a0", 8): 2.0, ("two", "a1", 8): 3.0}
        assert {hit.subject: hit.times for hit in rule_hits(SMALL, counts)} == {"R1": 2, "R2": 5}

    def test_a_rule_is_right_as_often_as_its_questions(self) -> None:
        counts = {("one", "a0", 8): 2.0, ("two", "a1", 8): 6.0}
        assert {hit.subject: hit.right for hit in rule_hits(SMALL, counts)}["R2"] == 0.25

    def test_a_question_of_no_rule_counts_for_none(self) -> None:
        assert rule_hits(SMALL, {("none", "a0", 5): 2.0}) == []

    def test_what_the_content_no_longer_has_counts_for_no_rule(self) -> None:
        assert rule_hits(SMALL, {("gone", "a0", 8): 1.0, ("one", "gone", 8): 1.0}) == []

    def test_rules_stand_in_the_order_of_their_names(self) -> None:
        counts = {("two", "a0", 8): 9.0, ("one", "a0", 8): 1.0}
        assert subjects(rule_hits(SMALL, counts)) == ["R1", "R2"]


class TestCues:
    """Cues that were told of confirmed customers."""

    def test_a_cue_that_fits_the_confirmed_group_is_right(self) -> None:
        [hit] = cue_hits(SMALL, [(3, ["hurried"])])
        assert (hit.times, hit.right) == (1, 1.0)

    def test_a_cue_that_speaks_against_the_confirmed_group_misleads(self) -> None:
        [hit] = cue_hits(SMALL, [(9, ["hurried"])])
        assert hit.right == 0.0
        assert hit.bits < 0

    def test_the_bits_of_a_cue_are_those_of_the_written_formula(self) -> None:
        [hit] = cue_hits(SMALL, [(9, ["slow"])])
        odds = [1.0] * 8 + [math.exp(1.4)]
        assert hit.bits == pytest.approx(math.log2(0.85 * odds[8] / (sum(odds) / 9) + 0.15))

    def test_every_customer_and_every_time_counts(self) -> None:
        [hit] = cue_hits(SMALL, [(3, ["hurried", "hurried"]), (9, ["hurried"]), (3, ["hurried"])])
        assert (hit.times, hit.right) == (4, 0.75)

    def test_a_customer_without_cues_counts_for_none(self) -> None:
        assert cue_hits(SMALL, [(3, [])]) == []

    def test_a_cue_the_content_no_longer_has_is_left_out(self) -> None:
        assert cue_hits(SMALL, [(3, ["gone"])]) == []

    def test_the_most_often_told_stand_first_then_by_their_ids(self) -> None:
        told = [(3, ["slow", "hurried"]), (9, ["mute", "mute"])]
        assert subjects(cue_hits(SMALL, told)) == ["mute", "hurried", "slow"]
