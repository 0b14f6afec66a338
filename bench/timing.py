"""Measures how long calls take."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

COLUMNS = ("", "calls", "median ms", "p95 ms", "p99 ms", "x first row")


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The durations of many calls of one thing, in milliseconds."""

    label: str
    milliseconds: Sequence[float]

    @property
    def median(self) -> float:
        """The middle duration, in milliseconds."""
        return self.percentile(50)

    def percentile(self, share: float) -> float:
        """The duration that `share` percent of the calls do not exceed, in milliseconds."""
        return float(np.percentile(self.milliseconds, share))


def stopwatch(call: Callable[[], object]) -> float:
    """How long one call takes, in milliseconds."""
    started = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - started) / 1e6


def time_calls(label: str, calls: Iterable[Callable[[], object]], warm_up: int = 20) -> Timing:
    """How long each call takes; the first `warm_up` are made but not counted."""
    durations = [stopwatch(call) for call in calls]
    return Timing(label=label, milliseconds=durations[warm_up:])


def rows(timings: Sequence[Timing]) -> list[tuple[str, ...]]:
    """One row per timing under COLUMNS, each compared with the first one's median."""
    return [
        (
            one.label,
            f"{len(one.milliseconds)}",
            *(f"{one.percentile(share):.3f}" for share in (50, 95, 99)),
            f"{one.median / timings[0].median:.2f}",
        )
        for one in timings
    ]
