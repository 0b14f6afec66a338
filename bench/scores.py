"""Scores posteriors against the known groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from personas.interview import Policy, verdict
from personas.model import FloatArray, Verdict

BINS = 10
VERDICTS: tuple[Verdict, ...] = ("sure", "two", "unsure")


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Posteriors, shape (customers, 9), beside the known groups 1..9, shape (customers,)."""

    posteriors: FloatArray
    groups: npt.NDArray[np.int_]
    policy: Policy

    @property
    def _places(self) -> npt.NDArray[np.int_]:
        """At which place of the ranking the known group stands, 0 for the top."""
        order = np.argsort(-self.posteriors, axis=1, kind="stable")
        return np.asarray(np.argmax(order == (self.groups - 1)[:, None], axis=1))

    def top(self, places: int, where: npt.NDArray[np.bool_] | None = None) -> float:
        """The share whose group is among the first `places`; NaN where there is nobody."""
        found = self._places < places
        chosen = found if where is None else found[where]
        return float(chosen.mean()) if len(chosen) else float("nan")

    def with_verdict(self, kind: Verdict) -> npt.NDArray[np.bool_]:
        """Which customers got that verdict."""
        return np.array([verdict(row, self.policy) == kind for row in self.posteriors])

    @property
    def overconfidence(self) -> float:
        """Mean probability of the top group minus how often it was right."""
        return float(self.posteriors.max(axis=1).mean()) - self.top(1)

    @property
    def ece(self) -> float:
        """Expected calibration error of the top group, ten equal bins (Naeini et al. 2015)."""
        return calibration_error(self.posteriors.max(axis=1), self._places == 0)

    def ece_if_honest(self, seed: int, draws: int = 100) -> float:
        """The mean error of as many forecasts if every probability were exactly right."""
        rng, sure = np.random.default_rng(seed), self.posteriors.max(axis=1)
        drawn = [calibration_error(sure, rng.random(len(sure)) < sure) for _ in range(draws)]
        return float(np.mean(drawn))

    @property
    def brier(self) -> float:
        """The mean squared distance to the truth over all nine groups, 0..2 (Brier 1950)."""
        truth = np.eye(self.posteriors.shape[1])[self.groups - 1]
        return float(((self.posteriors - truth) ** 2).sum(axis=1).mean())

    @property
    def log_score(self) -> float:
        """The mean of -ln P(true group), in nats; knowing nothing gives 2.20."""
        return float(-np.log(self.posteriors[np.arange(len(self.groups)), self.groups - 1]).mean())


def score(posteriors: Iterable[FloatArray], groups: Iterable[int], policy: Policy) -> Scores:
    """The scores of one posterior per customer, with verdicts under `policy`."""
    return Scores(posteriors=np.array([*posteriors]), groups=np.array([*groups]), policy=policy)


def calibration_error(sure: FloatArray, right: Sequence[bool] | npt.NDArray[np.bool_]) -> float:
    """The gap between probability and hit rate in each bin, weighed by the bin's share."""
    gaps = np.bincount(
        np.minimum((sure * BINS).astype(int), BINS - 1), weights=sure - np.asarray(right, float)
    )
    return float(np.abs(gaps).sum() / len(sure))
