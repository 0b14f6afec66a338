"""The two obvious other ways to rank questions, as drop-in selectors."""

from math import log2

import numpy as np

from personas.belief import STATES_PER_GROUP, Belief, state_likelihood
from personas.interview import Selector
from personas.model import GROUPS, Bank, FloatArray


class LoopSelector(Selector):
    """One numpy computation per question, in a loop."""

    def __init__(self, bank: Bank) -> None:
        super().__init__(bank)
        self._tables = [state_likelihood(question) for question in bank.questions]

    def gains(self, belief: Belief) -> FloatArray:
        """As Selector.gains."""
        return np.array([self._gain(belief, table) for table in self._tables])

    def _gain(self, belief: Belief, table: FloatArray) -> float:
        joint = (table * belief.states).reshape(-1, len(GROUPS), STATES_PER_GROUP).sum(axis=2)
        independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
        return float((joint * np.log2(joint / independent)).sum())


class PlainSelector(Selector):
    """Lists and sums, no numpy in the computation."""

    def __init__(self, bank: Bank) -> None:
        super().__init__(bank)
        self._lists: list[list[list[float]]] = [
            state_likelihood(question).tolist() for question in bank.questions
        ]

    def gains(self, belief: Belief) -> FloatArray:
        """As Selector.gains."""
        states: list[float] = belief.states.tolist()
        groups = _by_group(states)
        return np.array([_plain_gain(states, groups, table) for table in self._lists])


def _by_group(states: list[float]) -> list[float]:
    starts = range(0, len(states), STATES_PER_GROUP)
    return [sum(states[start : start + STATES_PER_GROUP]) for start in starts]


def _plain_gain(states: list[float], groups: list[float], table: list[list[float]]) -> float:
    gain = 0.0
    for row in table:
        joint = _by_group([state * one for state, one in zip(states, row, strict=True)])
        answer = sum(joint)
        gain += sum(
            both * log2(both / (group * answer))
            for both, group in zip(joint, groups, strict=True)
            if both > 0
        )
    return gain
