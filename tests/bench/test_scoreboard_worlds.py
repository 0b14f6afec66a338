"""Simulated crowds answer as their world says."""

from dataclasses import replace

import numpy as np
import pytest

from bench.scoreboard_engine import SKIP
from bench.scoreboard_worlds import (
    BANKS,
    MISSPECIFIED,
    PURE,
    WELL_SPECIFIED,
    World,
    draw,
    draw_among,
    true_bank,
)
from bench.synthetic import synthetic_bank
from personas.belief import state_likelihood
from personas.model import BETA, lapsed

BANK = synthetic_bank(40, 5)
MANY = 8100


def test_a_well_specified_world_is_the_bank() -> None:
    truth = true_bank(BANK, WELL_SPECIFIED, 1)
    for true, claimed in zip(truth.questions, BANK.questions, strict=True):
        assert true.likelihood() == pytest.approx(claimed.claimed())


def test_answers_come_as_often_as_the_bank_says() -> None:
    crowd = draw(BANK, WELL_SPECIFIED, MANY, 2)
    for at, question in enumerate(BANK.questions[:10]):
        shares = np.bincount(crowd.answers[:, at], minlength=len(question.answers)) / MANY
        assert shares == pytest.approx(state_likelihood(question).mean(axis=1), abs=0.02)


def test_a_pure_group_answers_as_its_column() -> None:
    crowd = draw(BANK, PURE, MANY, 3)
    of_group = crowd.answers[crowd.groups == 4, 0]
    shares = np.bincount(of_group, minlength=len(BANK.questions[0].answers)) / len(of_group)
    assert shares == pytest.approx(lapsed(BANK.questions[0].likelihood())[:, 3], abs=0.06)


def test_the_same_seed_draws_the_same_crowd_and_another_another() -> None:
    one, again, other = (draw(BANK, WELL_SPECIFIED, 90, seed) for seed in (1, 1, 2))
    assert (one.answers == again.answers).all()
    assert (one.answers != other.answers).mean() > 0.2


@pytest.mark.parametrize("world", MISSPECIFIED, ids=lambda world: world.label)
def test_every_misspecified_world_differs_from_the_bank(world: World) -> None:
    plain = draw(BANK, WELL_SPECIFIED, 900, 4)
    crowd = draw(true_bank(BANK, world, 4), world, 900, 4)
    assert (plain.groups == crowd.groups).all()
    assert (plain.answers != crowd.answers).mean() > 0.02


def test_skips_and_wrong_answers_come_in_their_shares() -> None:
    plain = draw(BANK, WELL_SPECIFIED, 900, 5)
    wrong = draw(BANK, World(label="", wrong=0.1), 900, 5)
    skipped = draw(BANK, World(label="", skipped=0.2), 900, 5)
    assert (plain.answers != wrong.answers).mean() == pytest.approx(0.1, abs=0.01)
    assert (skipped.answers == SKIP).mean() == pytest.approx(0.2, abs=0.01)
    assert (wrong.answers < [len(one.answers) for one in BANK.questions]).all()


def test_swapping_touches_its_share_of_questions_and_two_pairs_in_each() -> None:
    truth = true_bank(BANK, World(label="", swapped=0.5), 6)
    moved = [
        int((np.abs(true.likelihood() - claimed.claimed()) > 1e-9).any(axis=0).sum())
        for true, claimed in zip(truth.questions, BANK.questions, strict=True)
    ]
    assert 0.3 < np.mean([one > 0 for one in moved]) < 0.7
    assert max(moved) <= 4


def test_a_smaller_beta_tells_less() -> None:
    dull = true_bank(BANK, World(label="", beta=BETA / 2), 1).questions[0].likelihood()
    assert np.ptp(dull, axis=1).max() < np.ptp(BANK.questions[0].claimed(), axis=1).max()


def test_a_crowd_among_banks_has_several_truths() -> None:
    world = World(label="", swapped=1.0)
    crowd = draw_among(BANK, world, 27 * BANKS, 1)
    assert len(crowd) == 27 * BANKS
    first = draw(true_bank(BANK, world, BANKS), world, 27, BANKS)
    assert (crowd.part(0, 27).answers == first.answers).all()


def test_moody_topics_keep_the_main_group() -> None:
    calm, moody = (draw(BANK, replace(PURE, moody=one), MANY, 7) for one in (0.0, 1.0))
    answers, group = calm.answers[:, 0], calm.groups == 1
    apart = abs((answers[group] == 0).mean() - (answers == 0).mean())
    moody_answers = moody.answers[:, 0]
    mixed = abs((moody_answers[group] == 0).mean() - (moody_answers == 0).mean())
    assert apart > 2 * mixed
