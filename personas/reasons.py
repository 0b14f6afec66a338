"""Explains a posterior: which observed responses spoke for the top group, and which against."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from personas.belief import understood
from personas.model import Answer, Bank, FloatArray, Observation, lapsed


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One response: `log_odds` (nats) for the group against its rivals; the `other` it fits."""

    answer: Answer
    log_odds: float
    other: int | None = None

    @property
    def is_for(self) -> bool:
        """Whether the response spoke for the group."""
        return self.log_odds > 0


NOTICEABLE = 0.15  # nats: below this a response says nothing worth a line


def reasons(
    bank: Bank, evidence: Iterable[Observation], group: int, posterior: FloatArray, most: int = 5
) -> list[Reason]:
    """The strongest reasons about `group`, at most `most`: those for it, then two against it.

    Each response is weighed as log P(response | group) - log P(response | the other groups), the
    others in proportion to the posterior.
    """
    weighed = [
        reason
        for observation in understood(bank, evidence)
        if (reason := _weigh(bank, observation, group, posterior)) is not None
    ]
    speaking = sorted(weighed, key=lambda reason: -abs(reason.log_odds))
    against = [reason for reason in speaking if reason.log_odds < -NOTICEABLE][:2]
    supporting = [reason for reason in speaking if reason.log_odds > NOTICEABLE]
    return supporting[: most - len(against)] + against


def _weigh(
    bank: Bank, observation: Observation, group: int, posterior: FloatArray
) -> Reason | None:
    question = bank.question(observation.question_id)
    answer = question.answer(observation.answer_id) if question else None
    if question is None or answer is None:
        return None
    row = lapsed(question.likelihood())[question.answers.index(answer)]
    rivals = posterior.copy()
    rivals[group - 1] = 0.0
    expected = float(rivals @ row / rivals.sum())
    log_odds = float(np.log(row[group - 1] / expected))
    better = np.where(row > row[group - 1], row * rivals, -1.0)
    other = int(np.argmax(better)) + 1 if log_odds < 0 else None
    return Reason(answer=answer, log_odds=log_odds, other=other)
