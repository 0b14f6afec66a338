"""A set of interviews with its scores, as rows of tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.customers import Customer
from bench.interviews import FIRST_CARD, Interview, Interviewer
from bench.scores import VERDICTS, Scores, score
from bench.table import percent
from personas.interview import Policy
from personas.model import Bank

ACCURACY = ("", "questions", "top-1", "top-2", "log score", "Brier", "ECE", "too sure by")
VERDICT_COLUMNS = tuple(f"{kind}{what}" for kind in VERDICTS for what in ("", " top-1", " top-2"))
ENDINGS = ("sure", "nothing worth asking", "most questions")


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One interview per customer."""

    customers: Sequence[Customer]
    interviews: Sequence[Interview]
    policy: Policy

    @property
    def questions(self) -> float:
        """The mean number of questions."""
        return float(np.mean([interview.questions for interview in self.interviews]))

    def at_the_end(self) -> Scores:
        """The scores of the last beliefs."""
        return self._scores([interview.beliefs[-1].posterior for interview in self.interviews])

    def at_first_card(self) -> Scores:
        """The scores after the questions that come before the first card."""
        return self._scores([one.after(FIRST_CARD).posterior for one in self.interviews])

    def _scores(self, posteriors: Sequence[np.ndarray]) -> Scores:
        return score(posteriors, (customer.group for customer in self.customers), self.policy)

    def endings(self) -> tuple[str, ...]:
        """The shares of ENDINGS."""
        sure = self.at_the_end().with_verdict("sure")
        all_asked = np.array(
            [one.questions >= self.policy.maximum_questions for one in self.interviews]
        )
        shares = (sure, ~sure & ~all_asked, ~sure & all_asked)
        return tuple(percent(float(share.mean())) for share in shares)


def hold(
    bank: Bank,
    customers: Sequence[Customer],
    policy: Policy | None = None,
    met_before: bool | None = None,
) -> Trial:
    """Adaptive interviews, as the product holds them."""
    policy = policy or Policy()
    interviewer = Interviewer(bank, policy, met_before)
    held = [interviewer.adaptive(customer) for customer in customers]
    return Trial(customers=customers, interviews=held, policy=policy)


def accuracy(label: str, scores: Scores, questions: float) -> tuple[str, ...]:
    """A row under ACCURACY."""
    return (
        label,
        f"{questions:.1f}",
        percent(scores.top(1)),
        percent(scores.top(2)),
        f"{scores.log_score:.3f}",
        f"{scores.brier:.3f}",
        percent(scores.ece),
        f"{100 * scores.overconfidence:+.1f}",
    )


def verdicts(scores: Scores, fewest: int = 10) -> tuple[str, ...]:
    """A row under VERDICT_COLUMNS; hit rates of fewer customers than `fewest` are left out."""
    cells: list[str] = []
    for kind in VERDICTS:
        given = scores.with_verdict(kind)
        hits = (scores.top(1, given), scores.top(2, given)) if given.sum() >= fewest else ()
        cells += [percent(float(given.mean())), *(map(percent, hits) if hits else "--")]
    return tuple(cells)
