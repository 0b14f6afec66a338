"""Measures how fast confirmed customers teach a bank whose experts were wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np

from bench.scoreboard_outcomes import SEEDS, Mean, Measured, over_seeds
from bench.scoreboard_school import FIGURES, School, examine
from bench.scoreboard_worlds import World, draw, true_bank
from bench.table import Table
from personas.model import TEMPERATURE, Bank

NOISY = World(label="experts' weights + noise of sd 1.0", noise=1.0)
SWAPPED = World(label="two pairs swapped in 50 % of the questions", swapped=0.5)
BATCHES = (0, 50, 200, 400, 700, 1000, 1500, 2000, 3000, 4000, 5000)
SHOWN = (0, 50, 200, 1000, 5000)
FRESH_CUSTOMERS, FRESH_SEED = 1500, 1_000_000_000
TRUTHS = 4  # true worlds for each seed
TARGETS = {200: 0.30, 1000: 0.65, 5000: 0.90}  # of the gap, issue 3


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What was measured in one world: by confirmed customers, one mapping for each seed.

    `experts` are the figures before any data under `by_customers[0]`, `oracle` those of a bank
    with the true likelihoods.
    """

    world: World
    by_customers: Mapping[int, Sequence[Measured]]
    oracle: Sequence[Measured]

    def closed(self, customers: int, figure: str) -> Mean:
        """The share of the gap between the experts' bank and the oracle's that is closed."""
        found = zip(self.by_customers[0], self.by_customers[customers], self.oracle, strict=True)
        return over_seeds(
            [
                (first[figure] - now[figure]) / (first[figure] - best[figure])
                for first, now, best in found
            ]
        )

    def mean(self, customers: int | None, figure: str) -> Mean:
        """The figure after so many customers; None: the oracle's."""
        found = self.oracle if customers is None else self.by_customers[customers]
        return over_seeds([one[figure] for one in found])

    def table(self) -> Table:
        """One row for each number of confirmed customers, then the oracle."""
        rows = [self._row(str(one), one) for one in self.by_customers if one in SHOWN]
        return Table(
            title=f"scoreboard: learning, {self.world.label}",
            columns=(
                "confirmed",
                *FIGURES,
                "gap closed %",
                "at T = 1",
                "in top-1",
                "ECE %",
                "T",
                "questions",
                "top-1 %",
            ),
            rows=[*rows, self._row("oracle", None)],
            notes=(
                f"figures and gaps: the stop rule with T = {TEMPERATURE} for every bank, so that "
                "all follow the same policy;",
                f"{TRUTHS} true worlds for each seed; T fitted: the best temperature of each bank",
                "on these customers; the last four columns: the product, whose T comes from the",
                "audits (the oracle's is 1)",
            ),
        )

    def _row(self, label: str, customers: int | None) -> tuple[str, ...]:
        losses = [self.mean(customers, figure).text(3) for figure in FIGURES[:2]]
        gaps = [
            "" if customers is None else self.closed(customers, figure).text(0, 100)
            for figure in FIGURES
        ]
        return (
            label,
            *losses,
            self.mean(customers, "top-1").text(3),
            *gaps,
            self.mean(customers, "ECE").text(1, 100),
            self.mean(customers, "T").text(2),
            self.mean(customers, "questions").text(1),
            self.mean(customers, "product's top-1").text(1, 100),
        )

    def as_json(self) -> dict[str, object]:
        """Every figure and the closed shares, by confirmed customers."""
        after = {
            str(one): {
                "figures": {name: asdict(self.mean(one, name)) for name in found[0]},
                "closed": {name: asdict(self.closed(one, name)) for name in FIGURES},
            }
            for one, found in self.by_customers.items()
        }
        best = {name: asdict(self.mean(None, name)) for name in self.oracle[0]}
        return {"after": after, "oracle": best}


def measure(
    bank: Bank, batches: Sequence[int] = BATCHES, seeds: Sequence[int] = SEEDS, truths: int = TRUTHS
) -> list[Learned]:
    """Learning in worlds of noisy experts, then in worlds of confused ones."""
    return [_learned(bank, world, batches, seeds, truths) for world in (NOISY, SWAPPED)]


def _learned(
    bank: Bank, world: World, batches: Sequence[int], seeds: Sequence[int], truths: int
) -> Learned:
    found = [
        [_school(bank, world, batches, seed * truths + at) for at in range(truths)]
        for seed in seeds
    ]
    by_customers = {
        one: [_mean([run[0][one] for run in runs]) for runs in found] for one in batches
    }
    oracle = [_mean([run[1] for run in runs]) for runs in found]
    return Learned(world=world, by_customers=by_customers, oracle=oracle)


def _mean(measured: Sequence[Measured]) -> Measured:
    """The mean over the true worlds of one seed: how much there is to learn is luck in each."""
    return {name: float(np.mean([one[name] for one in measured])) for name in measured[0]}


def _school(
    bank: Bank, world: World, batches: Sequence[int], seed: int
) -> tuple[dict[int, Measured], Measured]:
    """The figures by confirmed customers in one true world, and those of its oracle."""
    truth = true_bank(bank, world, seed)
    crowd = draw(truth, world, batches[-1], seed)
    fresh = draw(truth, world, FRESH_CUSTOMERS, seed + FRESH_SEED)
    school, rng = School(bank=bank, taught=bank), np.random.default_rng([seed, 4])
    found = {0: examine(bank, fresh, bank.temperature)}
    for start, stop in pairwise(batches):
        school.confirm(crowd.part(start, stop), rng)
        found[stop] = examine(school.taught, fresh, school.taught.temperature)
    return found, examine(truth, fresh, 1.0)
