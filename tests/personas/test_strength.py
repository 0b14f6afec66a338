"""Strength: what a bank can tell, in bits and nats, against slow sums in plain Python."""

import math
from collections.abc import Mapping

import numpy as np
import pytest

from personas.model import Question
from personas.strength import (
    bits_per_question,
    deliverable_log_odds,
    divergence,
    information,
    splitters,
)
from tests.personas.banks import BLIND, SHIPPED, bank, question, slow_likelihood

SILENT = question("silent", [BLIND, BLIND, BLIND])
SPLITS_8_AND_2 = question("splits", [{8: 2}, {2: 2}, BLIND])
SOME = SHIPPED.questions[:12]


def slow_information(one: Question) -> float:
    """I(group; answer) in bits under equal groups, without slips."""
    bits = 0.0
    for row in slow_likelihood(one):
        mean = sum(row) / 9
        bits += sum(rate * math.log2(rate / mean) for rate in row) / 9
    return bits


def slow_divergence(one: Question, true: int, other: int) -> float:
    """sum of p log(p / q) over the answers, slips included."""
    total = 0.0
    for row in slow_likelihood(one):
        slip = 0.1 / len(one.answers)
        p, q = 0.9 * row[true - 1] + slip, 0.9 * row[other - 1] + slip
        total += p * math.log(p / q)
    return total


@pytest.mark.parametrize("one", SOME, ids=lambda one: one.id)
def test_information_is_the_mutual_information_in_bits(one: Question) -> None:
    assert information(one) == pytest.approx(slow_information(one), abs=1e-12)


def test_a_question_that_says_nothing_has_no_bits() -> None:
    assert information(SILENT) == pytest.approx(0, abs=1e-12)


def test_the_bits_of_a_bank_are_the_mean_of_its_questions() -> None:
    both = bank(SILENT, SPLITS_8_AND_2)
    assert bits_per_question(both) == pytest.approx(slow_information(SPLITS_8_AND_2) / 2)


@pytest.mark.parametrize("one", SOME, ids=lambda one: one.id)
def test_divergence_is_the_expected_log_odds(one: Question) -> None:
    slow = [[slow_divergence(one, i, j) for j in range(1, 10)] for i in range(1, 10)]
    assert divergence(one) == pytest.approx(np.array(slow), abs=1e-12)


def test_deliverable_log_odds_add_up_over_the_questions() -> None:
    twice = deliverable_log_odds(bank(SPLITS_8_AND_2, SPLITS_8_AND_2))
    assert twice == pytest.approx(2 * divergence(SPLITS_8_AND_2))


def test_a_question_with_opposite_answers_splits_the_pair() -> None:
    assert list(splitters(bank(SPLITS_8_AND_2, SILENT), 8, 2)) == ["splits"]


def test_a_splitter_is_measured_in_both_directions_together() -> None:
    both = slow_divergence(SPLITS_8_AND_2, 8, 2) + slow_divergence(SPLITS_8_AND_2, 2, 8)
    assert splitters(bank(SPLITS_8_AND_2), 2, 8)["splits"] == pytest.approx(both)


def test_a_question_does_not_split_groups_it_treats_alike() -> None:
    assert not splitters(bank(SPLITS_8_AND_2), 4, 5)


@pytest.mark.parametrize(
    ("weights", "splits"),
    [([{8: 2}, {2: 1}, BLIND], False), ([{8: 2}, {2: 2}, BLIND, BLIND], True)],
)
def test_a_splitter_has_at_least_eight_tenths_of_a_nat(
    weights: list[Mapping[int, float]], splits: bool
) -> None:
    one = question("one", weights)
    nats = slow_divergence(one, 8, 2) + slow_divergence(one, 2, 8)
    assert (nats >= 0.8) == splits
    assert ("one" in splitters(bank(one), 8, 2)) == splits
