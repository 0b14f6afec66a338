"""Turns evidence into a posterior over the nine groups (the Bayesian part)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from personas.model import GROUPS, Bank, FloatArray, Observation, Question, lapsed

MIXTURE = 0.7  # a mixed customer answers like the main group in 70 % of cases, else the neighbour
TEMPERATURE = 1.4  # flattens the posterior until data says otherwise (docs/decisions/0002)
STATES_PER_GROUP = 3  # pure, with the neighbour below, with the neighbour above


def mixing_matrix() -> FloatArray:
    """Shape (27, 9): how much each latent state behaves like each group; rows sum to 1.

    Rows 3k, 3k+1, 3k+2 are group k+1 pure, with its lower and with its upper neighbour on
    the circle of nine.
    """
    matrix = np.zeros((len(GROUPS) * STATES_PER_GROUP, len(GROUPS)))
    for group in range(len(GROUPS)):
        for offset, neighbour in enumerate((None, group - 1, group + 1)):
            row = matrix[group * STATES_PER_GROUP + offset]
            row[group] = 1.0 if neighbour is None else MIXTURE
            if neighbour is not None:
                row[neighbour % len(GROUPS)] = 1 - MIXTURE
    return matrix


_MIXING = mixing_matrix()


def state_likelihood(question: Question) -> FloatArray:
    """P(answer | latent state), shape (answers, 27), slips included."""
    return lapsed(question.likelihood() @ _MIXING.T)


@dataclass(frozen=True, eq=False)  # arrays do not compare to one truth value
class Belief:
    """What is believed about one customer: P(latent state | evidence), shape (27,)."""

    states: FloatArray = field(default_factory=lambda: np.full(27, 1 / 27))

    def after(self, likelihood: FloatArray) -> "Belief":
        """The belief after evidence of likelihood P(evidence | state), shape (27,), any scale."""
        weighed = self.states * likelihood
        return Belief(weighed / weighed.sum())

    @property
    def groups(self) -> FloatArray:
        """P(group | evidence), shape (9,), before tempering: what question choice works with."""
        return np.asarray(self.states.reshape(9, STATES_PER_GROUP).sum(axis=1))

    @property
    def posterior(self) -> FloatArray:
        """The reported P(group | evidence), shape (9,), tempered: p^(1/T) rescaled to sum 1."""
        cooled = np.power(self.groups, 1 / TEMPERATURE)
        return np.asarray(cooled / cooled.sum())


def latest(evidence: Iterable[Observation]) -> dict[str, Observation]:
    """The last observation of every question: a question asked again replaces its old answer."""
    return {observation.question_id: observation for observation in evidence}


def understood(bank: Bank, evidence: Iterable[Observation]) -> list[Observation]:
    """The latest observations, without those whose question or answer the content has lost."""
    return [
        observation
        for observation in latest(evidence).values()
        if (question := bank.question(observation.question_id)) is not None
        and question.answer(observation.answer_id) is not None
    ]


def believe(bank: Bank, evidence: Iterable[Observation]) -> Belief:
    """The belief from all evidence, in time order; what the content no longer knows is left out."""
    belief = Belief()
    for observation in understood(bank, evidence):
        question = bank.by_id[observation.question_id]
        ids = [answer.id for answer in question.answers]
        rows = state_likelihood(question)
        belief = belief.after(rows[ids.index(observation.answer_id)])
    return belief
