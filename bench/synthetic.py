"""Makes banks of any size and random beliefs, the same with every run."""

from dataclasses import replace

import numpy as np

from personas.belief import Belief
from personas.model import GROUPS, Answer, Bank, Question, Text

NO_TEXT = Text(by_language={})
TOPICS = 20


def cut(bank: Bank, questions: int) -> Bank:
    """The bank with only its first questions."""
    return replace(bank, questions=bank.questions[:questions])


def synthetic_bank(questions: int, seed: int) -> Bank:
    """A bank of questions with three to five answers, half of the weights not zero."""
    rng = np.random.default_rng(seed)
    made = tuple(_question(number, rng) for number in range(questions))
    return Bank(personas={}, questions=made)


def _question(number: int, rng: np.random.Generator) -> Question:
    answers = tuple(_answer(f"a{at}", rng) for at in range(int(rng.integers(3, 6))))
    return Question(id=f"q{number}", topic=f"t{number % TOPICS}", text=NO_TEXT, answers=answers)


def _answer(answer_id: str, rng: np.random.Generator) -> Answer:
    weights = {group: float(rng.choice((-2, -1, 1, 2))) for group in GROUPS if rng.random() < 0.5}
    return Answer(id=answer_id, text=NO_TEXT, seen=NO_TEXT, weights=weights)


def random_beliefs(count: int, seed: int) -> list[Belief]:
    """Beliefs from nearly sure to nearly flat."""
    rng = np.random.default_rng(seed)
    spreads = 10 ** rng.uniform(-1.5, 1.0, count)
    return [Belief(rng.dirichlet(np.full(27, spread))) for spread in spreads]
