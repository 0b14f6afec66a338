"""Confirmed customers teach what they were asked, and the gap is a share."""

from dataclasses import replace

import numpy as np
import pytest

from bench import learning_curve
from bench.learning_curve import NOISY, Learned
from bench.scoreboard_engine import Engine
from bench.scoreboard_school import FIGURES, School, examine
from bench.scoreboard_worlds import draw, true_bank
from bench.synthetic import synthetic_bank
from personas.interview import Policy
from personas.learning import AUDITS_FOR_SHARPENING

BANK = synthetic_bank(25, 5)


def test_only_answers_to_asked_questions_are_counted() -> None:
    truth = true_bank(BANK, NOISY, 1)
    crowd = draw(truth, NOISY, 60, 1)
    school = School(bank=BANK, taught=BANK)
    stops = Engine(BANK).adaptive(crowd.answers, 16).stops(Policy(), BANK.temperature)
    school.confirm(crowd, np.random.default_rng(1))
    assert sum(school.counts.values()) == stops.sum()
    assert 0 < len(school.audits) < 20 < AUDITS_FOR_SHARPENING
    assert school.taught.temperature == pytest.approx(max(school.taught.temperature, 1.0))
    assert any(one.learned is not None for one in school.taught.questions)


def test_many_customers_bring_the_bank_nearer_to_the_truth() -> None:
    truth = true_bank(BANK, NOISY, 2)
    fresh = draw(truth, NOISY, 900, 3)
    school = School(bank=BANK, taught=BANK)
    school.confirm(draw(truth, NOISY, 900, 2), np.random.default_rng(1))
    before, after, best = (
        examine(one, fresh, 1.0) for one in (BANK, school.taught, replace(truth))
    )
    assert before[FIGURES[0]] > after[FIGURES[0]] > best[FIGURES[0]]


def test_the_gap_is_open_before_and_closed_for_the_oracle() -> None:
    first, half, best = (dict.fromkeys(FIGURES, loss) for loss in (2.0, 1.5, 1.0))
    learned = Learned(
        world=NOISY,
        by_customers={0: [first, first], 10: [half, half], 20: [best, best]},
        oracle=[best, best],
    )
    closed = [learned.closed(one, FIGURES[0]).mean for one in (0, 10, 20)]
    assert closed == pytest.approx([0.0, 0.5, 1.0])


def test_the_whole_measurement_runs_and_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.learning_curve.FRESH_CUSTOMERS", 54)
    small = [learning_curve.measure(BANK, (0, 30), (1, 2), 2)[0] for _ in "12"]
    assert small[0].as_json() == small[1].as_json()
    assert "oracle" in small[0].table().text()
