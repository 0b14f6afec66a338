"""The batched engine asks, hears and stops as the product does."""

from dataclasses import replace

import numpy as np
import pytest

from bench.scoreboard_engine import SKIP, Engine, Trace
from bench.scoreboard_worlds import World, draw, true_bank
from personas.bank import load_bank
from personas.belief import Belief, state_likelihood
from personas.interview import Policy, Selector, is_finished
from personas.model import Bank

BANK = load_bank()
POLICY = Policy()
SKIPPING = World(label="skips", skipped=0.1, noise=0.5)
LEARNED = replace(true_bank(BANK, SKIPPING, 1), temperature=1.1)


def one_by_one(bank: Bank, answers: np.ndarray, policy: Policy) -> tuple[list[int], Belief]:
    """An interview as the product holds it: the places of the questions, the last belief."""
    selector, belief = Selector(bank), Belief(temperature=bank.temperature)
    places = {question.id: at for at, question in enumerate(bank.questions)}
    asked: list[str] = []
    while not is_finished(belief, len(asked), policy):
        last = bank.by_id[asked[-1]].topic if asked else None
        question = selector.next_question(belief, asked, last, policy)
        if question is None:
            break
        asked.append(question.id)
        answer = answers[places[question.id]]
        if answer != SKIP:
            belief = belief.after(state_likelihood(question)[answer])
    return [places[one] for one in asked], belief


@pytest.mark.parametrize("bank", [BANK, LEARNED], ids=["experts", "learned"])
def test_a_batch_is_interviewed_as_each_customer_alone(bank: Bank) -> None:
    crowd = draw(LEARNED, SKIPPING, 40, 7)
    trace = Engine(bank).adaptive(crowd.answers, POLICY.maximum_questions)
    stops = trace.stops(POLICY, bank.temperature)
    for at, stop in enumerate(stops):
        asked, belief = one_by_one(bank, crowd.answers[at], POLICY)
        assert trace.asked[at, :stop].tolist() == asked
        assert trace.at(stops)[at] == pytest.approx(belief.groups, abs=1e-12)
    assert len({*stops.tolist()}) > 2


def test_any_policy_stops_a_trace_where_it_stops_the_product() -> None:
    crowd = draw(LEARNED, SKIPPING, 15, 8)
    trace = Engine(BANK).adaptive(crowd.answers, 30)
    for policy in (
        Policy(threshold=0.5, minimum_questions=1, maximum_questions=30, minimum_gain=0.0),
        Policy(threshold=0.95, maximum_questions=30, minimum_gain=0.06),
    ):
        stops = trace.stops(policy, BANK.temperature).tolist()
        alone = [len(one_by_one(BANK, row, policy)[0]) for row in crowd.answers]
        assert stops == alone


def test_gains_are_the_selectors() -> None:
    states = np.random.default_rng(3).dirichlet(np.full(27, 0.3), 5)
    alone = [Selector(BANK).gains(Belief(one)) for one in states]
    assert Engine(BANK).gains(states) == pytest.approx(np.array(alone), abs=1e-12)


def test_orders_are_kept_and_a_skip_changes_nothing() -> None:
    answers = np.full((1, len(BANK.questions)), SKIP)
    answers[0, 5] = 2
    trace = Engine(BANK).in_order(answers, np.array([[3, 5, 9]]))
    heard = Belief().after(state_likelihood(BANK.questions[5])[2]).groups
    assert trace.asked.tolist() == [[3, 5, 9]]
    assert trace.groups[0, 1] == pytest.approx(np.full(9, 1 / 9))
    assert trace.groups[0, 2] == pytest.approx(heard)
    assert trace.groups[0, 3] == pytest.approx(heard)


def test_a_trace_whose_questions_run_out_ends_there() -> None:
    flat = np.full((2, 4, 9), 1 / 9)
    trace = Trace(asked=np.zeros((2, 3), int), groups=flat, gains=np.full((2, 3), np.inf))
    assert trace.stops(POLICY, 1.0).tolist() == [3, 3]
