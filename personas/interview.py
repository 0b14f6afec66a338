"""Chooses the next question, says when to stop, and gives the verdict."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from personas.belief import HALF_LIFE_DAYS, STATES_PER_GROUP, Belief, state_likelihood
from personas.model import GROUPS, Bank, FloatArray, Moment, Question, Verdict


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When an interview stops, how sure a verdict must be: probabilities 0..1, gains in bits.

    In `half_life_days` evidence loses half of its weight.
    """

    threshold: float = 0.80
    minimum_questions: int = 4
    maximum_questions: int = 16
    minimum_gain: float = 0.04
    two_together: float = 0.70
    near_tie: float = 0.90
    half_life_days: float = HALF_LIFE_DAYS


# How likely a rep is to know the answer, in the first interview and in later ones: experts'
# claims, to be replaced by the share of skips once there are enough answers.
ANSWERABLE: Mapping[Moment, tuple[float, float]] = {
    "first": (0.95, 0.95),
    "later": (0.60, 0.85),
    "bought": (0.25, 0.60),
}


class Selector:
    """Ranks all questions of a bank by expected information about the group in one product."""

    def __init__(self, bank: Bank) -> None:
        self.questions: Sequence[Question] = bank.questions
        self._place = {question.id: at for at, question in enumerate(bank.questions)}
        self._topics = np.array([question.topic for question in bank.questions])
        self._answerable = np.array([ANSWERABLE[one.moment] for one in bank.questions]).T
        self._probes = [question.id for question in bank.questions if question.probe]
        widest = max(len(question.answers) for question in bank.questions)
        stacked = np.zeros((len(GROUPS), STATES_PER_GROUP, len(bank.questions) * widest))
        for at, question in enumerate(bank.questions):
            rows = state_likelihood(question).T.reshape(len(GROUPS), STATES_PER_GROUP, -1)
            stacked[:, :, at * widest : at * widest + rows.shape[2]] = rows
        self._likelihood = stacked
        self._shape = (len(bank.questions), widest)

    def gains(self, belief: Belief) -> FloatArray:
        """Expected information about the group from each question, in bits, shape (questions,).

        Mutual information I(group; answer) = sum p(g, a) log2 p(g, a) / (p(g) p(a)).
        """
        states = belief.states.reshape(len(GROUPS), 1, STATES_PER_GROUP)
        joint = np.matmul(states, self._likelihood)[:, 0, :]
        of_answer = _plogp(joint.sum(axis=0)).reshape(self._shape).sum(axis=1)
        of_both = _plogp(joint).sum(axis=0).reshape(self._shape).sum(axis=1)
        return np.asarray(of_both - of_answer - _plogp(belief.groups).sum())

    def next_question(
        self,
        belief: Belief,
        asked: Collection[str],
        last_topic: str | None,
        policy: Policy,
        *,
        met_before: bool | None = None,
    ) -> Question | None:
        """The best question not yet `asked`; None when the best gain is too small or none is left.

        The probing rules' questions come first. Among near ties another topic than `last_topic`
        is preferred. Where `met_before` is known, a gain counts as often as a rep can answer.
        """
        for question_id in self._probes:
            if question_id not in asked:
                return self.questions[self._place[question_id]]
        gains = self.gains(belief)
        gains[[self._place[one] for one in asked if one in self._place]] = -1.0
        best = float(gains.max())
        if best < max(policy.minimum_gain, 0.0):
            return None
        if met_before is not None:
            gains = gains * self._answerable[int(met_before)]
            best = float(gains.max())
        near = gains >= best * policy.near_tie
        fresh = near & (self._topics != last_topic)
        return self.questions[int(np.argmax(np.where(fresh if fresh.any() else near, gains, -1)))]


def _plogp(probability: FloatArray) -> FloatArray:
    return np.asarray(probability * np.log2(np.maximum(probability, 1e-300)))


def is_finished(belief: Belief, questions: int, policy: Policy) -> bool:
    """Whether enough is known, or enough was asked (`questions` counts skips too)."""
    if questions >= policy.maximum_questions:
        return True
    sure = bool(belief.posterior.max() >= policy.threshold)
    return questions >= policy.minimum_questions and sure


def ranking(posterior: FloatArray) -> list[int]:
    """The nine groups, most probable first; equal ones in the order of their numbers."""
    return [int(at) + 1 for at in np.argsort(-posterior, kind="stable")]


def verdict(posterior: FloatArray, policy: Policy) -> Verdict:
    """`sure`: the top group reaches the threshold; `two`: the top two together are likely."""
    top, second = sorted(posterior, reverse=True)[:2]
    if top >= policy.threshold:
        return "sure"
    return "two" if top + second >= policy.two_together else "unsure"
