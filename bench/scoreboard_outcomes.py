"""Scores what interviews ended with, as means over seeds with half-widths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.scoreboard_engine import Indexes
from bench.scores import BINS, Scores
from personas.interview import Policy
from personas.model import FloatArray

SEEDS = (20260310, 20260311, 20260312)
T_QUANTILE = 4.303  # of Student's t, two degrees of freedom, 95 %: three seeds

Measured = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The reported P(group) of each customer, the known groups, and the questions asked."""

    posteriors: FloatArray
    groups: Indexes
    questions: Indexes

    def measures(self) -> Measured:
        """Rates and errors by name, all as plain numbers."""
        scores = Scores(posteriors=self.posteriors, groups=self.groups, policy=Policy())
        return {
            "top-1": scores.top(1),
            "top-2": scores.top(2),
            "questions": float(self.questions.mean()),
            "median": float(np.median(self.questions)),
            "p90": float(np.percentile(self.questions, 90)),
            "ECE": scores.ece,
            "too sure by": scores.overconfidence,
            "log-loss": scores.log_score,
        }


@dataclass(frozen=True, kw_only=True)
class Mean:
    """The mean of one figure over the seeds; `half_width` of its 95 % interval."""

    mean: float
    half_width: float

    def text(self, digits: int, scale: float = 1.0) -> str:
        """As "12.3 ±0.4"; a dash for not-a-number."""
        if np.isnan(self.mean):
            return "-"
        return f"{scale * self.mean:.{digits}f} ±{scale * self.half_width:.{digits}f}"


def over_seeds(values: Sequence[float]) -> Mean:
    """The mean of one value per seed."""
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")
    half_width = T_QUANTILE * spread / len(values) ** 0.5
    return Mean(mean=float(np.mean(values)), half_width=half_width)


def means(measured: Sequence[Measured]) -> dict[str, Mean]:
    """Each figure of `measured`, one mapping per seed, as its mean."""
    return {name: over_seeds([one[name] for one in measured]) for name in measured[0]}


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """By bins of the top group's probability: its mean, how often it was right, how many."""

    forecast: Sequence[float]
    hit_rate: Sequence[float]
    customers: Sequence[int]


def reliability(outcomes: Sequence[Outcome], fewest: int = 20) -> Reliability:
    """The bins of all outcomes together; those with fewer customers than `fewest` are left out."""
    sure = np.concatenate([one.posteriors.max(axis=1) for one in outcomes])
    right = np.concatenate([one.posteriors.argmax(axis=1) + 1 == one.groups for one in outcomes])
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    kept = np.flatnonzero(counts >= fewest)
    return Reliability(
        forecast=[float(sure[bins == one].mean()) for one in kept],
        hit_rate=[float(right[bins == one].mean()) for one in kept],
        customers=[int(counts[one]) for one in kept],
    )
