"""Draws crowds of simulated customers whose answers the bank describes well or badly."""

from dataclasses import dataclass, replace

import numpy as np

from bench.scoreboard_engine import SKIP, Indexes
from personas.belief import STATES_PER_GROUP, mixing_matrix
from personas.model import BETA, GROUPS, LAPSE, Bank, FloatArray

MIXING = mixing_matrix()
PAIRS_SWAPPED = 2  # disjoint pairs of groups whose weights are swapped in a swapped question
BANKS = 10
STRONG_WING = 0.45  # how much of the neighbour is in a customer with a stronger wing
OTHER_WING = 0.30  # how much of a group that is no neighbour is in a customer with another wing


@dataclass(frozen=True, kw_only=True)
class World:
    """How customers answer; with the defaults exactly as the bank says.

    Shares: `swapped` of the questions, `wrong` and `skipped` of the answers, `moody` of the
    topics (answered like one other group each). `beta` is the true log-odds per unit of
    weight, `noise` the standard deviation of what is added to each weight. `pure`: nobody is mixed;
    `wings`: mixed in ways that no state of ours has.
    """

    label: str
    swapped: float = 0.0
    beta: float = BETA
    noise: float = 0.0
    pure: bool = False
    wings: bool = False
    wrong: float = 0.0
    skipped: float = 0.0
    moody: float = 0.0


WELL_SPECIFIED = World(label="well specified")
PURE = World(label="pure groups", pure=True)
MISSPECIFIED = (
    World(label="swapped weights", swapped=0.3),
    World(label="over-sharp weights", beta=0.7 * BETA),
    World(label="wings", wings=True),
    World(label="10 % wrong answers", wrong=0.1),
    World(label="20 % skips", skipped=0.2),
    World(label="topics of others", moody=0.2),
)


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Customers: the main `groups` 1..9, and all `answers`, shape (customers, questions)."""

    groups: Indexes
    answers: Indexes

    def __len__(self) -> int:
        return len(self.groups)

    def part(self, start: int, stop: int) -> "Crowd":
        """The customers from start up to stop."""
        return Crowd(groups=self.groups[start:stop], answers=self.answers[start:stop])


def true_bank(bank: Bank, world: World, seed: int) -> Bank:
    """The bank with the world's P(answer | group) as if it had all been learned."""
    rng = np.random.default_rng([seed, 1])
    questions = []
    for question in bank.questions:
        weights = np.array([[one.weights.get(g, 0.0) for g in GROUPS] for one in question.answers])
        weights = weights + rng.normal(0.0, world.noise, weights.shape)
        if rng.random() < world.swapped:
            weights = _swapped(weights, rng)
        bases = np.array([[one.base] for one in question.answers])
        odds = np.exp(bases + world.beta * weights)
        questions.append(replace(question, learned=odds / odds.sum(axis=0)))
    return replace(bank, questions=tuple(questions))


def _swapped(weights: FloatArray, rng: np.random.Generator) -> FloatArray:
    taken = rng.permutation(len(GROUPS))[: 2 * PAIRS_SWAPPED].reshape(PAIRS_SWAPPED, 2)
    swapped = weights.copy()
    for one, other in taken:
        swapped[:, [one, other]] = weights[:, [other, one]]
    return swapped


def draw_among(bank: Bank, world: World, count: int, seed: int) -> Crowd:
    """Customers of BANKS true banks of the world in equal shares: one draw alone is luck."""
    seeds = range(seed * BANKS, (seed + 1) * BANKS)
    crowds = [draw(true_bank(bank, world, one), world, count // BANKS, one) for one in seeds]
    return Crowd(
        groups=np.concatenate([one.groups for one in crowds]),
        answers=np.concatenate([one.answers for one in crowds]),
    )


def draw(truth: Bank, world: World, count: int, seed: int) -> Crowd:
    """Customers in equal shares of the 27 states, in random order, of a world's true bank."""
    rng = np.random.default_rng([seed, 2])
    states = rng.permutation(np.resize(np.arange(len(MIXING)), count))
    mains = states // STATES_PER_GROUP
    behaviour = _behaviour(states, world, rng)
    answers = _answers(truth, _by_question(truth, behaviour, world.moody, rng), rng)
    answers = _mistaken(truth, answers, world.wrong, rng)
    skips = rng.random(answers.shape) < world.skipped
    return Crowd(groups=mains + 1, answers=np.where(skips, SKIP, answers))


def _behaviour(states: Indexes, world: World, rng: np.random.Generator) -> FloatArray:
    """How much each customer behaves like each group, shape (customers, 9)."""
    mains = states // STATES_PER_GROUP
    if world.wings:
        return _winged(mains, rng)
    return np.eye(len(GROUPS))[mains] if world.pure else MIXING[states]


def _winged(mains: Indexes, rng: np.random.Generator) -> FloatArray:
    """Half with a stronger wing, half mixed with a group that is no neighbour."""
    strong = rng.random(len(mains)) < 0.5
    neighbours = mains + rng.choice((-1, 1), len(mains))
    others = mains + rng.integers(2, len(GROUPS) - 1, len(mains))
    wing = np.where(strong, neighbours, others) % len(GROUPS)
    share = np.where(strong, STRONG_WING, OTHER_WING)[:, None]
    each = np.eye(len(GROUPS))
    return np.asarray((1 - share) * each[mains] + share * each[wing])


def _by_question(
    bank: Bank, behaviour: FloatArray, moody: float, rng: np.random.Generator
) -> FloatArray:
    """How much each customer behaves like each group, shape (customers, questions, 9)."""
    names = sorted({question.topic for question in bank.questions})
    topics = np.array([names.index(question.topic) for question in bank.questions])
    shape = (len(behaviour), len(names))
    like_others = (rng.random(shape) < moody)[:, topics, None]
    others = np.eye(len(GROUPS))[rng.integers(0, len(GROUPS), shape)][:, topics]
    return np.where(like_others, others, behaviour[:, None, :])


def _answers(bank: Bank, behaviour: FloatArray, rng: np.random.Generator) -> Indexes:
    """Answers of customers, slips included, shape (customers, questions)."""
    chosen = np.empty(behaviour.shape[:2], dtype=np.int_)
    for at, question in enumerate(bank.questions):
        likely = behaviour[:, at] @ question.likelihood().T
        likely = (1 - LAPSE) * likely + LAPSE / likely.shape[1]
        passed = likely.cumsum(axis=1)[:, :-1] < rng.random((len(behaviour), 1))
        chosen[:, at] = passed.sum(axis=1)
    return chosen


def _mistaken(bank: Bank, answers: Indexes, wrong: float, rng: np.random.Generator) -> Indexes:
    """A share of the answers replaced by another one of the same question."""
    counts = np.array([len(question.answers) for question in bank.questions])
    others = (answers + rng.integers(1, counts, answers.shape)) % counts
    return np.where(rng.random(answers.shape) < wrong, others, answers)
