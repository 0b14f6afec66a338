"""Draws simulated customers with an answer to every question of a bank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from personas.belief import STATES_PER_GROUP, mixing_matrix
from personas.model import BETA, GROUPS, LAPSE, Bank, FloatArray, Question

MIXING = mixing_matrix()
Indexes = npt.NDArray[np.int_]


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer of known `group`; `answers` maps a question's id to an answer's, None: skipped."""

    group: int
    answers: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class World:
    """How customers answer; with the defaults exactly as the bank says.

    `noise` is the standard deviation added to every weight, drawn anew for each of `banks` wrong
    banks; `spread` that of the logarithm of beta, drawn for each customer; `mood` the share of
    behaviour that belongs to one other group, drawn for each customer: no state of ours has it.
    """

    label: str
    states: Sequence[int] = tuple(range(len(MIXING)))
    noise: float = 0.0
    spread: float = 0.0
    mood: float = 0.0
    lapse: float = LAPSE
    banks: int = 50


PURE = World(label="pure groups", states=tuple(range(0, len(MIXING), STATES_PER_GROUP)))
MIXED = World(label="27 states")
WRONG = World(label="wrong weights", noise=0.5, spread=0.3)
VERY_WRONG = World(label="very wrong weights", noise=1.0, spread=0.5)
MOODY = World(label="wrong weights, moods", noise=0.5, spread=0.3, mood=0.3)
WORLDS = (PURE, MIXED, WRONG, VERY_WRONG, MOODY)


def draw_customers(bank: Bank, world: World, count: int, seed: int) -> list[Customer]:
    """Customers in equal shares of the world's states."""
    rng = np.random.default_rng(seed)
    states = np.resize(np.array(world.states), count)
    behaviour = _behaviour(states, world, rng)
    betas = BETA * np.exp(rng.normal(0.0, world.spread, count))
    drawn = {
        question.id: _draw_answers(question, world, behaviour, betas, rng)
        for question in bank.questions
    }
    return [
        Customer(
            group=int(state) // STATES_PER_GROUP + 1,
            answers={question_id: answers[at] for question_id, answers in drawn.items()},
        )
        for at, state in enumerate(states)
    ]


def _behaviour(states: Indexes, world: World, rng: np.random.Generator) -> FloatArray:
    """How much each customer behaves like each group, shape (customers, 9)."""
    others = rng.integers(0, len(GROUPS), len(states))
    return (1 - world.mood) * MIXING[states] + world.mood * np.eye(len(GROUPS))[others]


def _draw_answers(
    question: Question,
    world: World,
    behaviour: FloatArray,
    betas: FloatArray,
    rng: np.random.Generator,
) -> list[str]:
    weights = np.array([[one.weights.get(g, 0.0) for g in GROUPS] for one in question.answers])
    bases = np.array([one.base for one in question.answers])[:, None]
    noise = rng.normal(0.0, world.noise, (world.banks, *weights.shape))
    bank_of = np.arange(len(betas)) // len(world.states) % world.banks
    odds = np.exp(bases + betas[:, None, None] * (weights + noise[bank_of]))
    of_group = odds / odds.sum(axis=1, keepdims=True)
    of_customer = np.einsum("nag,ng->na", of_group, behaviour)
    likely = (1 - world.lapse) * of_customer + world.lapse / len(bases)
    chosen = (likely.cumsum(axis=1) < rng.random(len(betas))[:, None]).sum(axis=1)
    return [question.answers[min(at, len(bases) - 1)].id for at in chosen]
