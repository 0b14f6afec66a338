"""Holds many interviews at once, choosing as personas.interview.Selector does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from personas.belief import state_likelihood, tempered
from personas.interview import Policy
from personas.model import GROUPS, Bank, FloatArray

Indexes = npt.NDArray[np.int_]
Flags = npt.NDArray[np.bool_]
SKIP = -1
CHUNK = 96  # customers whose joint probabilities fit into the cache together


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Interviews that did not stop, so that every stop rule can be applied to them afterwards.

    `asked` has shape (customers, steps), `groups` is P(group) before tempering after 0, 1…
    questions, shape (customers, steps + 1, 9); `gains` holds the best gain there was at each
    step, infinite where nothing was weighed.
    """

    asked: Indexes
    groups: FloatArray
    gains: FloatArray

    def stops(self, policy: Policy, temperature: float) -> Indexes:
        """After how many questions each interview ends under a policy, shape (customers,)."""
        steps = np.arange(self.groups.shape[1])
        sure = tempered(self.groups, temperature).max(axis=2) >= policy.threshold
        ended = sure & (steps >= policy.minimum_questions)
        ended[:, :-1] |= self.gains < max(policy.minimum_gain, 0.0)
        ended |= steps >= policy.maximum_questions
        ended[:, -1] = True
        return np.asarray(ended.argmax(axis=1))

    def at(self, questions: Indexes | int) -> FloatArray:
        """P(group) before tempering after so many questions, shape (customers, 9)."""
        return np.asarray(self.groups[np.arange(len(self.groups)), questions])


class Engine:
    """Beliefs and question choice for a batch; `likelihoods` are P(answer | state) by question."""

    def __init__(self, bank: Bank, likelihoods: Sequence[FloatArray] | None = None) -> None:
        tables = likelihoods or [state_likelihood(question) for question in bank.questions]
        widest, self.states = max(map(len, tables)), tables[0].shape[1]
        self._rows = np.ones((len(tables), widest + 1, self.states))  # the last row is a skip
        padded = np.zeros((len(tables), widest, self.states))
        for at, table in enumerate(tables):
            self._rows[at, : len(table)] = padded[at, : len(table)] = table
        by_state = padded.reshape(-1, len(GROUPS), self.states // len(GROUPS))
        self._columns = np.ascontiguousarray(by_state.transpose(1, 2, 0))
        self._shape = (len(tables), widest)
        names = sorted({question.topic for question in bank.questions})
        topics = [names.index(question.topic) for question in bank.questions]
        self._topics = np.array([*topics, SKIP])  # at SKIP: no topic yet
        self.probes = [at for at, question in enumerate(bank.questions) if question.probe]

    def flat(self, customers: int) -> FloatArray:
        """What is believed before the first question, shape (customers, states)."""
        return np.full((customers, self.states), 1 / self.states)

    def of_groups(self, states: FloatArray) -> FloatArray:
        """P(group), shape (customers, 9)."""
        return np.asarray(states.reshape(len(states), len(GROUPS), -1).sum(axis=2))

    def hear(self, states: FloatArray, questions: Indexes, answers: Indexes) -> FloatArray:
        """The beliefs after one answer each; SKIP changes nothing."""
        weighed = states * self._rows[questions, answers]
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))

    def gains(self, states: FloatArray) -> FloatArray:
        """Expected bits about the group, shape (customers, questions); as Selector.gains."""
        parts = [self._gains(states[at : at + CHUNK]) for at in range(0, len(states), CHUNK)]
        return np.concatenate(parts)

    def _gains(self, states: FloatArray) -> FloatArray:
        count = len(states)
        grouped = states.reshape(count, len(GROUPS), -1).transpose(1, 0, 2)
        joint = np.matmul(grouped, self._columns)
        both = _plogp(joint).sum(axis=0) - _plogp(joint.sum(axis=0))
        certain = _plogp(grouped.sum(axis=2)).sum(axis=0)[:, None]
        return np.asarray(both.reshape(count, *self._shape).sum(axis=2) - certain)

    def choose(
        self, states: FloatArray, asked: Flags, last: Indexes, near_tie: float
    ) -> tuple[Indexes, FloatArray]:
        """The next question of each interview after `last`, with the best gain there was."""
        gains = np.where(asked, -1.0, self.gains(states))
        best = gains.max(axis=1)
        near = gains >= best[:, None] * near_tie
        fresh = near & (self._topics[None, :-1] != self._topics[last][:, None])
        allowed = np.where(fresh.any(axis=1)[:, None], fresh, near)
        return np.where(allowed, gains, -1.0).argmax(axis=1), best

    def adaptive(self, answers: Indexes, steps: int) -> Trace:
        """Interviews as the product holds them: the probing rules' questions first."""
        notes = _Notes(self, answers, steps)
        for step in range(steps):
            if step < len(self.probes):
                notes.take(step, np.full(len(answers), self.probes[step]), np.inf)
                continue
            last = notes.asked[:, step - 1] if step else np.full(len(answers), SKIP)
            notes.take(step, *self.choose(notes.states, notes.is_asked, last, Policy().near_tie))
        return notes.trace()

    def in_order(self, answers: Indexes, orders: Indexes, *, weigh: bool = True) -> Trace:
        """Interviews in given orders, shape (customers, steps).

        Without `weigh` the gains of what is left are not computed: no rule can stop on them.
        """
        notes = _Notes(self, answers, orders.shape[1])
        for step in range(orders.shape[1]):
            left = ~notes.is_asked
            best = np.where(left, self.gains(notes.states), -1.0).max(axis=1) if weigh else np.inf
            notes.take(step, orders[:, step], best)
        return notes.trace()


class _Notes:
    """What was asked and believed so far in a batch of interviews."""

    def __init__(self, engine: Engine, answers: Indexes, steps: int) -> None:
        self._engine, self._answers = engine, answers
        self.states = engine.flat(len(answers))
        self.is_asked = np.zeros(answers.shape, dtype=np.bool_)
        self.asked = np.full((len(answers), steps), SKIP)
        self.gains = np.full((len(answers), steps), np.inf)
        self.groups = np.full((len(answers), steps + 1, len(GROUPS)), 1 / len(GROUPS))

    def take(self, step: int, questions: Indexes, gains: FloatArray | float) -> None:
        """One question to each customer, and their answers."""
        everybody = np.arange(len(questions))
        self.asked[:, step], self.gains[:, step] = questions, gains
        self.is_asked[everybody, questions] = True
        heard = self._answers[everybody, questions]
        self.states = self._engine.hear(self.states, questions, heard)
        self.groups[:, step + 1] = self._engine.of_groups(self.states)

    def trace(self) -> Trace:
        """All of it, to apply stop rules to."""
        return Trace(asked=self.asked, groups=self.groups, gains=self.gains)


def _plogp(probability: FloatArray) -> FloatArray:
    return np.asarray(probability * np.log2(np.maximum(probability, 1e-300)))
