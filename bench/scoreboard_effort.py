"""Measures how many questions a way of asking needs for a wanted top-1 rate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.scoreboard_engine import Indexes, Trace
from personas.belief import tempered
from personas.interview import Policy
from personas.model import FloatArray

THRESHOLDS = 1 / (1 + np.exp(-np.linspace(-1.5, 7.5, 136)))
FEWEST = Policy().minimum_questions


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Mean numbers of questions, and the top-1 rate that each of them brings."""

    questions: Sequence[float]
    rates: Sequence[float]

    def needed(self, rate: float) -> float:
        """The mean number of questions where the rate is first reached; NaN where it never is.

        Between two points of the curve the number is interpolated.
        """
        reached = np.flatnonzero(np.array(self.rates) >= rate)
        if not len(reached):
            return float("nan")
        at = int(reached[0])
        around = slice(max(at - 1, 0), at + 1)
        return float(np.interp(rate, self.rates[around], self.questions[around]))


def by_threshold(trace: Trace, groups: Indexes, temperature: float) -> Curve:
    """The stop rule with its threshold moved; nothing but the threshold ends an interview.

    The minimum of four questions stays; there is no minimum gain and no maximum.
    """
    top = tempered(trace.groups, temperature).max(axis=2)
    top[:, :FEWEST] = 0.0
    top[:, -1] = 1.0
    stops = [np.asarray((top >= one).argmax(axis=1)) for one in THRESHOLDS]
    return Curve(
        questions=[float(one.mean()) for one in stops],
        rates=[top_rate(trace.at(one), groups) for one in stops],
    )


def by_number(beliefs: FloatArray, groups: Indexes) -> Curve:
    """The same number of questions for everybody; `beliefs` has shape (customers, steps, 9)."""
    steps = range(beliefs.shape[1])
    return Curve(
        questions=[float(step) for step in steps],
        rates=[top_rate(beliefs[:, step], groups) for step in steps],
    )


def top_rate(beliefs: FloatArray, groups: Indexes) -> float:
    """How often the group with the highest value is the known main group; ties share."""
    highest = beliefs >= beliefs.max(axis=1, keepdims=True) - 1e-9
    hit = highest[np.arange(len(groups)), groups - 1] / highest.sum(axis=1)
    return float(hit.mean())


def mean_curve(curves: Iterable[Curve]) -> Curve:
    """Point by point the mean of curves with as many points each."""
    found = [*curves]
    return Curve(
        questions=np.mean([one.questions for one in found], axis=0).tolist(),
        rates=np.mean([one.rates for one in found], axis=0).tolist(),
    )
