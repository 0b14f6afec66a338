"""The peers do what their names say."""

import numpy as np
import pytest

from bench.peers import fixed_orders, naive_bayes, quiz_of, random_orders
from bench.scoreboard_engine import SKIP, Engine
from bench.scoreboard_worlds import WELL_SPECIFIED, draw
from bench.synthetic import synthetic_bank
from personas.model import GROUPS

BANK = synthetic_bank(12, 5)
CROWD = draw(BANK, WELL_SPECIFIED, 540, 1)


def test_the_quiz_adds_the_experts_weights_and_nothing_for_a_skip() -> None:
    answers = np.full((1, 12), SKIP)
    answers[0, [2, 7]] = (1, 0)
    sums = quiz_of(BANK).sums(answers, np.array([[2, 0, 7]]))
    first, last = BANK.questions[2].answers[1].weights, BANK.questions[7].answers[0].weights
    assert sums[0, 0].tolist() == [0.0] * 9
    assert sums[0, 2].tolist() == [first.get(group, 0.0) for group in GROUPS]
    both = [first.get(group, 0.0) + last.get(group, 0.0) for group in GROUPS]
    assert sums[0, 3].tolist() == both


def test_the_quiz_gets_the_slope_that_suits_it_best() -> None:
    quiz = quiz_of(BANK).fitted(CROWD)
    rows = np.arange(len(CROWD))

    def loss(slope: float) -> float:
        other = type(quiz)(weights=quiz.weights, slope=slope)
        return float(-np.log(other.posteriors(CROWD.answers)[rows, CROWD.groups - 1]).mean())

    assert loss(quiz.slope) < min(loss(quiz.slope - 0.1), loss(quiz.slope + 0.1), loss(2.0))
    assert quiz.posteriors(CROWD.answers).sum(axis=1) == pytest.approx(np.ones(len(CROWD)))


def test_naive_bayes_multiplies_the_experts_likelihoods() -> None:
    trace = naive_bayes(BANK).in_order(CROWD.answers[:1], np.array([[4, 9]]))
    likelihoods = [BANK.questions[at].claimed()[CROWD.answers[0, at]] for at in (4, 9)]
    product = likelihoods[0] * likelihoods[1]
    assert trace.groups[0, 2] == pytest.approx(product / product.sum())


def test_fixed_orders_ask_everything_once_and_begin_with_the_most_informative() -> None:
    engine = Engine(BANK)
    orders = fixed_orders(engine, CROWD)
    best = int(engine.gains(engine.flat(1))[0].argmax())
    assert orders["expected information"][0] == best
    for order in orders.values():
        assert sorted(order.tolist()) == list(range(12))


def test_a_greedy_order_finds_more_in_few_questions_than_a_random_one() -> None:
    engine, fresh = Engine(BANK), draw(BANK, WELL_SPECIFIED, 2700, 2)
    random = random_orders(12, len(fresh), 1)[:, :4]
    random_loss = _loss(engine, fresh.answers, random, fresh.groups)
    for order in fixed_orders(engine, CROWD).values():
        asked = np.tile(order[:4], (len(fresh), 1))
        assert _loss(engine, fresh.answers, asked, fresh.groups) < random_loss


def _loss(engine: Engine, answers: np.ndarray, orders: np.ndarray, groups: np.ndarray) -> float:
    believed = engine.in_order(answers, orders, weigh=False).groups[:, -1]
    return float(-np.log(believed[np.arange(len(groups)), groups - 1]).mean())


def test_random_orders_differ_between_customers_and_repeat_with_the_seed() -> None:
    orders = random_orders(12, 50, 3)
    assert (np.sort(orders, axis=1) == np.arange(12)).all()
    assert len({tuple(one) for one in orders.tolist()}) == 50
    assert (orders == random_orders(12, 50, 3)).all()
