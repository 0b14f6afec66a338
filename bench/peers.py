"""The other ways to find a customer's group that a user would meet, fitted as kindly as we can."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.scoreboard_engine import Engine, Indexes
from bench.scoreboard_worlds import Crowd
from personas.model import GROUPS, Bank, FloatArray

SLOPES = np.linspace(0.02, 2.0, 100)

Judge = Callable[[FloatArray, Indexes], FloatArray]  # beliefs, questions left -> their worth


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """Sums the expert weights of the answers; P(group) is a softmax of `slope` times the sum."""

    weights: FloatArray
    slope: float = 0.0

    def sums(self, answers: Indexes, orders: Indexes) -> FloatArray:
        """The sums after 0, 1… questions, shape (customers, steps + 1, 9); a skip adds nothing."""
        in_order = np.take_along_axis(answers, orders, axis=1)
        added = np.zeros((len(answers), orders.shape[1] + 1, len(GROUPS)))
        added[:, 1:] = self.weights[orders, in_order]
        return np.asarray(added.cumsum(axis=1))

    def posteriors(self, answers: Indexes) -> FloatArray:
        """P(group) after all questions, shape (customers, 9)."""
        return _softmax(self.slope * self._all(answers))

    def _all(self, answers: Indexes) -> FloatArray:
        return np.asarray(self.weights[np.arange(answers.shape[1]), answers].sum(axis=1))

    def fitted(self, crowd: Crowd) -> "Quiz":
        """The quiz with the slope of the best log-loss on customers whose group is known."""
        sums, rows = self._all(crowd.answers), np.arange(len(crowd))
        losses = [
            -np.log(_softmax(slope * sums)[rows, crowd.groups - 1]).mean() for slope in SLOPES
        ]
        return Quiz(weights=self.weights, slope=float(SLOPES[int(np.argmin(losses))]))


def quiz_of(bank: Bank) -> Quiz:
    """The quiz with the bank's weights; the last row of each question is a skip."""
    widest = max(len(question.answers) for question in bank.questions)
    weights = np.zeros((len(bank.questions), widest + 1, len(GROUPS)))
    for at, question in enumerate(bank.questions):
        for row, answer in enumerate(question.answers):
            weights[at, row] = [answer.weights.get(group, 0.0) for group in GROUPS]
    return Quiz(weights=weights)


def naive_bayes(bank: Bank) -> Engine:
    """Nine pure groups and the experts' likelihoods as they stand: no slips, no mixtures."""
    return Engine(bank, [question.claimed() for question in bank.questions])


def random_orders(questions: int, customers: int, seed: int) -> Indexes:
    """Another order of all questions for each customer, shape (customers, questions)."""
    orders = np.tile(np.arange(questions), (customers, 1))
    return np.random.default_rng([seed, 3]).permuted(orders, axis=1)


def fixed_orders(engine: Engine, crowd: Crowd) -> dict[str, Indexes]:
    """Greedy orders of all questions, found with training customers, by what each one seeks."""
    return {
        "expected information": _greedy(engine, crowd, _informs(engine)),
        "training customers' log-loss": _greedy(engine, crowd, _finds(engine, crowd)),
    }


def _greedy(engine: Engine, crowd: Crowd, judge: Judge) -> Indexes:
    """Takes the question of most worth, hears all customers' answers, and so on."""
    states = engine.flat(len(crowd))
    left = list(range(crowd.answers.shape[1]))
    order = []
    while left:
        worth = judge(states, np.array(left))
        order.append(left.pop(int(np.argmax(worth))))
        chosen = np.full(len(crowd), order[-1])
        states = engine.hear(states, chosen, crowd.answers[:, order[-1]])
    return np.array(order)


def _informs(engine: Engine) -> Judge:
    return lambda states, left: np.asarray(engine.gains(states).mean(axis=0)[left])


def _finds(engine: Engine, crowd: Crowd) -> Judge:
    rows = np.arange(len(crowd))

    def log_score(states: FloatArray, question: int) -> float:
        asked = np.full(len(crowd), question)
        heard = engine.hear(states, asked, crowd.answers[:, question])
        return float(np.log(engine.of_groups(heard)[rows, crowd.groups - 1]).mean())

    return lambda states, left: np.array([log_score(states, int(one)) for one in left])


def _softmax(logits: FloatArray) -> FloatArray:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))
