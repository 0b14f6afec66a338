"""Holds whole interviews with customers whose answers are known."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np

from bench.customers import Customer
from personas import model as model_module
from personas.belief import Belief, state_likelihood
from personas.interview import Policy, Selector, is_finished
from personas.model import Bank, Question

FIRST_CARD = 5  # questions before the first card, as in config.yaml


@dataclass(frozen=True, kw_only=True)
class Interview:
    """What was believed before the first question and after each one."""

    beliefs: Sequence[Belief]

    @property
    def questions(self) -> int:
        """How many questions were asked, skips included."""
        return len(self.beliefs) - 1

    def after(self, questions: int) -> Belief:
        """The belief after so many questions, or at the end where there were fewer."""
        return self.beliefs[min(questions, self.questions)]


class Interviewer:
    """Asks questions of one bank, adaptively or in a given order.

    `met_before` tells the selector which questions a rep can answer; None: any.
    """

    def __init__(self, bank: Bank, policy: Policy, met_before: bool | None = None) -> None:
        self._policy = policy
        self._start = Belief(temperature=bank.temperature)
        self._met_before = met_before
        self._selector = Selector(bank)
        self._likelihood = {
            (question.id, answer.id): row
            for question in bank.questions
            for answer, row in zip(question.answers, state_likelihood(question), strict=True)
        }

    def adaptive(self, customer: Customer) -> Interview:
        """An interview as the product holds it."""
        asked: list[Question] = []
        beliefs = [self._start]
        while not is_finished(beliefs[-1], len(asked), self._policy):
            question = self._next(beliefs[-1], asked)
            if question is None:
                break
            asked.append(question)
            beliefs.append(self._hear(beliefs[-1], customer, question))
        return Interview(beliefs=beliefs)

    def _next(self, belief: Belief, asked: Sequence[Question]) -> Question | None:
        return self._selector.next_question(
            belief,
            {question.id for question in asked},
            asked[-1].topic if asked else None,
            self._policy,
            met_before=self._met_before,
        )

    def in_order(self, customer: Customer, questions: Sequence[Question]) -> Interview:
        """An interview of exactly these questions."""
        beliefs = [self._start]
        for question in questions:
            beliefs.append(self._hear(beliefs[-1], customer, question))
        return Interview(beliefs=beliefs)

    def _hear(self, belief: Belief, customer: Customer, question: Question) -> Belief:
        answer_id = customer.answers[question.id]
        return belief.after(self._likelihood[question.id, answer_id]) if answer_id else belief


def shuffled(bank: Bank, count: int, rng: np.random.Generator) -> list[Question]:
    """So many questions of the bank in random order."""
    return [bank.questions[at] for at in rng.permutation(len(bank.questions))[:count]]


@contextmanager
def assuming(*, lapse: float = model_module.LAPSE) -> Iterator[None]:
    """Lets the engine work with another lapse; the customers stay the same."""
    with patch.object(model_module, "LAPSE", lapse):
        yield
