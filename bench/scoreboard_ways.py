"""The ways to interview that the scoreboard compares, ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.peers import Quiz, fixed_orders, naive_bayes, quiz_of, random_orders
from bench.scoreboard_effort import Curve, by_number, by_threshold
from bench.scoreboard_engine import Engine, Indexes, Trace
from bench.scoreboard_outcomes import Outcome
from bench.scoreboard_worlds import WELL_SPECIFIED, Crowd, draw
from personas.belief import tempered
from personas.interview import Policy
from personas.model import Bank

TRAINING_SEED, HELD_OUT_SEED = 20260320, 20260321
TRAINING_CUSTOMERS = 2700
WANTED = 0.90
WAYS = ("ours", "best fixed order", "random order", "naive Bayes", "sum-score quiz")


@dataclass(frozen=True, kw_only=True)
class Ways:
    """One bank with the engines, the quiz and the order that were fitted to it."""

    bank: Bank
    engine: Engine
    naive: Engine
    quiz: Quiz
    order: Indexes
    order_seeks: str

    def ask(self, way: str, crowd: Crowd, seed: int) -> Outcome:
        """Interviews under the product's stop rule; the quiz asks everything."""
        if way == "sum-score quiz":
            posteriors = self.quiz.posteriors(crowd.answers)
            asked = np.full(len(crowd), len(self.bank.questions))
            return Outcome(posteriors=posteriors, groups=crowd.groups, questions=asked)
        trace = self.trace(way, crowd, seed, Policy().maximum_questions, weigh=True)
        temperature = self.temperature(way)
        stops = trace.stops(Policy(), temperature)
        posteriors = tempered(trace.at(stops), temperature)
        return Outcome(posteriors=posteriors, groups=crowd.groups, questions=stops)

    def trace(self, way: str, crowd: Crowd, seed: int, steps: int, *, weigh: bool) -> Trace:
        """Interviews of so many questions; `weigh`: with gains in given orders too."""
        answers = crowd.answers
        if way == "ours":
            return self.engine.adaptive(answers, steps)
        if way == "naive Bayes":
            return self.naive.adaptive(answers, steps)
        orders = self.orders(way, crowd, seed)[:, :steps]
        return self.engine.in_order(answers, orders, weigh=weigh)

    def temperature(self, way: str) -> float:
        """What flattens the probabilities: nothing does in naive Bayes."""
        return 1.0 if way == "naive Bayes" else self.bank.temperature

    def orders(self, way: str, crowd: Crowd, seed: int) -> Indexes:
        """The order of all questions for each customer."""
        questions = len(self.bank.questions)
        if way == "random order":
            return random_orders(questions, len(crowd), seed)
        order = self.order if way == "best fixed order" else np.arange(questions)
        return np.tile(order, (len(crowd), 1))

    def curve(self, way: str, crowd: Crowd, seed: int) -> Curve:
        """Accuracy by questions with the stop rule's threshold moved."""
        trace = self.trace(way, crowd, seed, len(self.bank.questions), weigh=False)
        return by_threshold(trace, crowd.groups, self.temperature(way))

    def same_number(self, way: str, crowd: Crowd, seed: int) -> Curve:
        """Accuracy by questions where everybody is asked as many, without a stop rule."""
        trace = self.trace(way, crowd, seed, len(self.bank.questions), weigh=False)
        return by_number(trace.groups, crowd.groups)

    def quiz_curve(self, way: str, crowd: Crowd, seed: int) -> Curve:
        """Accuracy of the quiz by questions, in the order of `way` (any other: the bank's)."""
        orders = self.orders(way, crowd, seed)
        return by_number(self.quiz.sums(crowd.answers, orders), crowd.groups)


def fitted(bank: Bank) -> Ways:
    """All ways, fitted to simulated customers who answer exactly as the bank says.

    The fixed order is the greedy one that needs the fewest questions for WANTED on customers
    held out from its search; the quiz gets the slope of the best log-loss.
    """
    training = draw(bank, WELL_SPECIFIED, TRAINING_CUSTOMERS, TRAINING_SEED)
    held_out = draw(bank, WELL_SPECIFIED, TRAINING_CUSTOMERS, HELD_OUT_SEED)
    engine = Engine(bank)
    orders = fixed_orders(engine, training)
    needed = {name: _needed(engine, bank, held_out, order) for name, order in orders.items()}
    best = min(needed, key=lambda name: needed[name])
    return Ways(
        bank=bank,
        engine=engine,
        naive=naive_bayes(bank),
        quiz=quiz_of(bank).fitted(training),
        order=orders[best],
        order_seeks=_chosen(best, needed),
    )


def _needed(engine: Engine, bank: Bank, crowd: Crowd, order: Indexes) -> float:
    """Questions for WANTED; where that is out of reach, more than all for what is missing."""
    trace = engine.in_order(crowd.answers, np.tile(order, (len(crowd), 1)), weigh=False)
    curve = by_threshold(trace, crowd.groups, bank.temperature)
    needed = curve.needed(WANTED)
    return len(order) * (2 - max(curve.rates)) if np.isnan(needed) else needed


def _chosen(best: str, needed: Mapping[str, float]) -> str:
    found = ", ".join(f"{name} {questions:.1f}" for name, questions in needed.items())
    return f"{best} (questions for {WANTED:.0%} on held-out customers: {found})"
