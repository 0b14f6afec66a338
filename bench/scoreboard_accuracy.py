"""Compares the ways to interview on simulated customers of every kind."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bench.scoreboard_outcomes import SEEDS, Mean, Outcome, means, reliability
from bench.scoreboard_ways import WAYS, Ways
from bench.scoreboard_worlds import (
    MISSPECIFIED,
    PAIRS_SWAPPED,
    WELL_SPECIFIED,
    World,
    draw_among,
)
from bench.table import Table
from personas.strength import bits_per_question

CUSTOMERS = 8100  # a seed; 300 in each of the 27 states
WORST_ECE = 0.10
COLUMNS = (
    "",
    "top-1 %",
    "top-2 %",
    "questions",
    "median",
    "p90",
    "ECE %",
    "too sure by",
    "log-loss",
    "bits/question",
)

Found = Mapping[str, Mapping[str, Sequence[Outcome]]]  # by world, by way, one per seed


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """All outcomes, and the bank's bits per question."""

    outcomes: Found
    bits: float

    def tables(self) -> list[Table]:
        """One table for each world."""
        return [self._table(label) for label in self.outcomes]

    def _table(self, label: str) -> Table:
        rows = [
            (way, *_cells(self._means(label, way)), f"{self.bits:.3f}")
            for way in self.outcomes[label]
        ]
        return Table(title=f"scoreboard: {label}", columns=COLUMNS, rows=rows, notes=_note(label))

    def _means(self, label: str, way: str) -> Mapping[str, Mean]:
        return means([one.measures() for one in self.outcomes[label][way]])

    def errors(self) -> dict[str, Mean]:
        """Our calibration error before any data, by kind of misspecified customers."""
        return {world.label: self._means(world.label, "ours")["ECE"] for world in MISSPECIFIED}

    def as_json(self) -> dict[str, object]:
        """Every figure with its half-width, and the reliability bins."""
        return {
            label: {way: self._as_json(label, way) for way in ways}
            for label, ways in self.outcomes.items()
        }

    def _as_json(self, label: str, way: str) -> dict[str, object]:
        figures = {name: asdict(one) for name, one in self._means(label, way).items()}
        bins = asdict(reliability(self.outcomes[label][way]))
        return {**figures, "reliability": bins, "bits per question": self.bits}


def measure(ways: Ways, customers: int = CUSTOMERS, seeds: Sequence[int] = SEEDS) -> Accuracy:
    """Interviews of every way with customers of every world."""
    outcomes = {
        world.label: _outcomes(ways, world, customers, seeds)
        for world in (WELL_SPECIFIED, *MISSPECIFIED)
    }
    return Accuracy(outcomes=outcomes, bits=bits_per_question(ways.bank))


def _outcomes(
    ways: Ways, world: World, customers: int, seeds: Sequence[int]
) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {way: [] for way in WAYS}
    for seed in seeds:
        crowd = draw_among(ways.bank, world, customers, seed)
        for way in WAYS:
            found[way].append(ways.ask(way, crowd, seed))
    return found


def _cells(found: Mapping[str, Mean]) -> tuple[str, ...]:
    return (
        found["top-1"].text(1, 100),
        found["top-2"].text(1, 100),
        found["questions"].text(1),
        found["median"].text(0),
        found["p90"].text(0),
        found["ECE"].text(1, 100),
        found["too sure by"].text(1, 100),
        found["log-loss"].text(3),
    )


def _note(label: str) -> tuple[str, ...]:
    world = next(one for one in (WELL_SPECIFIED, *MISSPECIFIED) if one.label == label)
    kinds = {
        world.swapped: f"{world.swapped:.0%} of the questions have {PAIRS_SWAPPED} pairs of groups "
        "swapped, drawn ten times a seed",
        world.moody: f"each topic is answered like one other group with {world.moody:.0%}",
        world.wrong: f"{world.wrong:.0%} of all answers replaced by another, beside the slips",
        world.skipped: f"{world.skipped:.0%} of all questions skipped; a skip counts as a question",
    }
    if world.wings:
        return ("half .55/.45 with a neighbour, half .70/.30 with a group that is no neighbour",)
    if world.beta != WELL_SPECIFIED.beta:
        return (f"true beta {world.beta:.2f}, the bank says {WELL_SPECIFIED.beta:.2f}",)
    return tuple(text for share, text in kinds.items() if share)
