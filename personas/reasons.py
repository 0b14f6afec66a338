"""Explains a posterior: which observed responses spoke for the top group, and which against."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from personas.belief import HALF_LIFE_DAYS, Weighed, group_likelihood, weigh
from personas.model import Bank, CueSeen, Evidence, FloatArray, Impression, Observation, Text


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One response: `log_odds` (nats) for the group against its rivals; the `other` it fits.

    `seen` says what was seen; None stands for the wording of the notes as a whole.
    """

    seen: Text | None
    log_odds: float
    other: int | None = None

    @property
    def is_for(self) -> bool:
        """Whether the response spoke for the group."""
        return self.log_odds > 0


NOTICEABLE = 0.15  # nats: below this a response says nothing worth a line


def reasons(
    bank: Bank,
    evidence: Iterable[Evidence],
    group: int,
    posterior: FloatArray,
    most: int = 5,
    half_life_days: float = HALF_LIFE_DAYS,
) -> list[Reason]:
    """The strongest reasons about `group`, at most `most`: those for it, then two against it.

    Each response is weighed as log P(response | group) - log P(response | the other groups), the
    others in proportion to the posterior, times how much the response still counts. What was seen
    in the same words several times is one reason.
    """
    weighed: dict[str, Reason] = {}
    for one in weigh(bank, evidence, half_life_days):
        reason = _weigh(bank, one, group, posterior)
        said = reason.seen["vi"] if reason.seen else ""
        weighed[said] = _together(weighed[said], reason) if said in weighed else reason
    speaking = sorted(
        weighed.values(), key=lambda reason: (reason.seen is None, -abs(reason.log_odds))
    )
    against = [reason for reason in speaking if reason.log_odds < -NOTICEABLE][:2]
    supporting = [reason for reason in speaking if reason.log_odds > NOTICEABLE]
    return supporting[: most - len(against)] + against


def _together(one: Reason, other: Reason) -> Reason:
    total = one.log_odds + other.log_odds
    rival = (one.other or other.other) if total < 0 else None
    return Reason(seen=one.seen, log_odds=total, other=rival)


def _weigh(bank: Bank, weighed: Weighed, group: int, posterior: FloatArray) -> Reason:
    row = group_likelihood(bank, weighed.evidence)
    rivals = posterior.copy()
    rivals[group - 1] = 0.0
    expected = float(rivals @ row / rivals.sum())
    log_odds = weighed.weight * float(np.log(row[group - 1] / expected))
    better = np.where(row > row[group - 1], row * rivals, -1.0)
    other = int(np.argmax(better)) + 1 if log_odds < 0 else None
    return Reason(seen=seen(bank, weighed.evidence), log_odds=log_odds, other=other)


def seen(bank: Bank, evidence: Evidence) -> Text | None:
    """What was seen, in the content's words; None for the impression a whole note makes."""
    match evidence:
        case Observation():
            answer = bank.by_id[evidence.question_id].answer(evidence.answer_id)
            return answer.seen if answer else None
        case CueSeen():
            return bank.cues_by_id[evidence.cue_id].seen
        case Impression():
            return None
