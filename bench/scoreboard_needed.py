"""Counts the questions that each way needs for 90 % top-1."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from bench.scoreboard_effort import Curve, mean_curve
from bench.scoreboard_outcomes import SEEDS, Mean, over_seeds
from bench.scoreboard_ways import WANTED, Ways
from bench.scoreboard_worlds import PURE, WELL_SPECIFIED, World, draw, true_bank
from bench.table import Table

CUSTOMERS = 5400  # a seed
SUMS = ("best fixed order", "random order", "bank's order")
# Targets of issue 3: at most so many of our questions for each one of theirs.
TARGETS = {"best fixed order": 0.80, "random order": 0.58, "quiz, best fixed order": 0.45}
RATES = (0.70, 0.80, WANTED)


@dataclass(frozen=True, kw_only=True)
class Needed:
    """The curves of one world: by way, one for each seed."""

    world: World
    curves: Mapping[str, Sequence[Curve]]
    whole_bank: int

    def questions(self, way: str, rate: float = WANTED) -> Mean:
        """The mean number of questions; not-a-number where a seed never reaches the rate."""
        return over_seeds([one.needed(rate) for one in self.curves[way]])

    def ratio(self, way: str, rate: float = WANTED) -> Mean:
        """Our questions for each one of theirs; where they never get there, of the whole bank."""
        theirs = [one.needed(rate) for one in self.curves[way]]
        if np.isnan(theirs).any():
            theirs = [float(self.whole_bank)] * len(theirs)
        ours = [one.needed(rate) for one in self.curves["ours"]]
        return over_seeds([one / other for one, other in zip(ours, theirs, strict=True)])

    def highest(self, way: str) -> float:
        """The mean top-1 rate after all questions."""
        return float(np.mean([one.rates[-1] for one in self.curves[way]]))

    def table(self) -> Table:
        """Questions by wanted rate, ratios, and what the whole bank brings."""
        columns = [f"for {rate:.0%}" for rate in RATES]
        ratios = [f"ours/theirs {rate:.0%}" for rate in RATES[1:]]
        return Table(
            title=f"scoreboard: mean questions for a top-1 rate, {self.world.label}",
            columns=("", *columns, *ratios, "top-1 with all"),
            rows=[self._row(way) for way in self.curves],
            notes=(
                "stop rule: the product's with its threshold moved, without minimum gain or",
                "maximum; same number: as many questions for everybody; never: with some seed",
                "top-1 stays below the rate with the whole bank, which the ratio counts then;",
                "top-1: the most probable group is the main group of a mixed customer",
            ),
        )

    def _row(self, way: str) -> tuple[str, ...]:
        found = [self.questions(way, rate) for rate in RATES]
        cells = ["never" if np.isnan(one.mean) else one.text(1) for one in found]
        ratios = [self.ratio(way, rate).text(2) for rate in RATES[1:]]
        return (way, *cells, *ratios, f"{self.highest(way):.1%}")

    def as_json(self) -> dict[str, object]:
        """By way: the questions needed, the ratio, and the mean curve."""
        return {
            way: {
                "questions for 90 %": asdict(self.questions(way)),
                "ours/theirs": asdict(self.ratio(way)),
                "curve": asdict(mean_curve(curves)),
            }
            for way, curves in self.curves.items()
        }


def measure(ways: Ways, customers: int = CUSTOMERS, seeds: Sequence[int] = SEEDS) -> list[Needed]:
    """The customers of all 27 states, then those of the pure groups alone."""
    return [_needed(ways, world, customers, seeds) for world in (WELL_SPECIFIED, PURE)]


def _needed(ways: Ways, world: World, customers: int, seeds: Sequence[int]) -> Needed:
    found: dict[str, list[Curve]] = {}
    for seed in seeds:
        crowd = draw(true_bank(ways.bank, world, seed), world, customers, seed)
        for way in ("ours", "best fixed order", "random order", "naive Bayes"):
            found.setdefault(way, []).append(ways.curve(way, crowd, seed))
        for way in SUMS:
            found.setdefault(f"quiz, {way}", []).append(ways.quiz_curve(way, crowd, seed))
        for way in SUMS[:2]:
            label = f"{way}, same number"
            found.setdefault(label, []).append(ways.same_number(way, crowd, seed))
    return Needed(world=world, curves=found, whole_bank=len(ways.bank.questions))
