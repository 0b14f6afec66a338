"""Curves, means over seeds and reliability bins are computed as described."""

from dataclasses import replace

import numpy as np
import pytest

from bench.scoreboard_effort import THRESHOLDS, Curve, by_number, by_threshold, mean_curve, top_rate
from bench.scoreboard_engine import Engine
from bench.scoreboard_needed import Needed
from bench.scoreboard_outcomes import Mean, Outcome, over_seeds, reliability
from bench.scoreboard_worlds import WELL_SPECIFIED, draw
from bench.synthetic import synthetic_bank
from personas.interview import Policy

CURVE = Curve(questions=[4.0, 6.0, 10.0], rates=[0.5, 0.8, 1.0])


def test_questions_needed_are_interpolated() -> None:
    assert CURVE.needed(0.9) == pytest.approx(8.0)
    assert CURVE.needed(0.5) == 4.0
    assert CURVE.needed(0.1) == 4.0
    assert np.isnan(Curve(questions=[4.0], rates=[0.5]).needed(0.9))


def test_the_curve_moves_the_products_threshold_and_nothing_else() -> None:
    bank = synthetic_bank(20, 1)
    crowd = draw(bank, WELL_SPECIFIED, 270, 1)
    trace = Engine(bank).adaptive(crowd.answers, 20)
    curve = by_threshold(trace, crowd.groups, 1.4)
    for at in (0, 40, 80):
        policy = Policy(threshold=THRESHOLDS[at], minimum_gain=-1.0, maximum_questions=20)
        stops = trace.stops(replace(policy), 1.4)
        assert curve.questions[at] == pytest.approx(stops.mean())
        assert curve.rates[at] == pytest.approx(top_rate(trace.at(stops), crowd.groups))
    assert curve.questions[0] < curve.questions[-1]


def test_ties_share_the_hit() -> None:
    beliefs = np.array([[0.4, 0.4, 0.2], [0.1, 0.2, 0.7]])
    assert top_rate(beliefs, np.array([2, 3])) == pytest.approx(0.75)
    steps = np.stack([np.full((2, 3), 1 / 3), beliefs], axis=1)
    assert by_number(steps, np.array([2, 3])).rates == pytest.approx([1 / 3, 0.75])


def test_who_never_gets_there_counts_the_whole_bank() -> None:
    low = Curve(questions=[0.0, 62.0], rates=[0.1, 0.89])
    curves = {"ours": [CURVE, CURVE], "quiz": [low, CURVE]}
    needed = Needed(world=WELL_SPECIFIED, curves=curves, whole_bank=62)
    assert np.isnan(needed.questions("quiz").mean)
    assert needed.ratio("quiz").mean == pytest.approx(8 / 62)
    assert needed.ratio("ours").mean == pytest.approx(1.0)
    assert "never" in needed.table().text()
    assert mean_curve(curves["ours"]) == CURVE


def test_half_widths_are_students() -> None:
    found = over_seeds([1.0, 2.0, 3.0])
    assert found.mean == pytest.approx(2.0)
    assert found.half_width == pytest.approx(4.303 / 3**0.5)
    assert Mean(mean=0.1234, half_width=0.01).text(1, 100) == "12.3 ±1.0"
    assert Mean(mean=float("nan"), half_width=float("nan")).text(1) == "-"


def test_reliability_says_what_was_said_and_what_was_seen() -> None:
    posteriors = np.tile([0.85, 0.15, *[0.0] * 7], (40, 1))
    groups = np.repeat([1, 2], [30, 10])
    outcome = Outcome(posteriors=posteriors, groups=groups, questions=np.full(40, 7))
    bins = reliability([outcome])
    assert bins.forecast == pytest.approx([0.85])
    assert bins.hit_rate == pytest.approx([0.75])
    assert bins.customers == [40]
    assert reliability([outcome], fewest=41).customers == []
