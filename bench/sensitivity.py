"""Measures what the engine's constants change for simulated customers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from bench.customers import MIXED, MOODY, VERY_WRONG, WRONG, Customer, World
from bench.interviews import assuming
from bench.table import Table
from bench.trial import ACCURACY, VERDICT_COLUMNS, accuracy, hold, verdicts
from personas.interview import Policy
from personas.model import LAPSE, TEMPERATURE, Bank

TEMPERATURES = (1.0, 1.2, 1.4, 1.6)
LAPSES = (0.05, 0.10, 0.15, 0.20)
MINIMUM_GAINS = (0.0, 0.02, 0.04, 0.08)
COLUMNS = (*ACCURACY, *VERDICT_COLUMNS[:2])


Drawn = Mapping[World, Sequence[Customer]]


def tables(bank: Bank, drawn: Drawn) -> Iterator[Table]:
    """One table for each constant; all interviews are held anew with each value."""
    yield _table(f"temperature (ours: {TEMPERATURE})", _temperatures(bank, drawn))
    ours = f"ours: {LAPSE}; the customers': {LAPSE}"
    yield _table(f"lapse the engine assumes ({ours})", _lapses(bank, drawn))
    gain = Policy().minimum_gain
    yield _table(f"minimum gain in bits (ours: {gain})", _minimum_gains(bank, drawn))


def _table(title: str, rows: Iterable[Sequence[str]]) -> Table:
    return Table(title=f"simulation: {title}", columns=COLUMNS, rows=list(rows))


def _temperatures(bank: Bank, drawn: Drawn) -> Iterator[Sequence[str]]:
    for world in (MIXED, WRONG, VERY_WRONG, MOODY):
        for value in TEMPERATURES:
            yield row(f"{world.label}, T {value}", bank, drawn[world], temperature=value)


def _lapses(bank: Bank, drawn: Drawn) -> Iterator[Sequence[str]]:
    for world in (MIXED, MOODY):
        for value in LAPSES:
            yield row(f"{world.label}, lapse {value:.2f}", bank, drawn[world], lapse=value)


def _minimum_gains(bank: Bank, drawn: Drawn) -> Iterator[Sequence[str]]:
    for world, temperature in product((MIXED, MOODY), (1.2, TEMPERATURE)):
        for value in MINIMUM_GAINS:
            label = f"{world.label}, T {temperature}, gain {value:.2f}"
            yield row(label, bank, drawn[world], value, temperature)


def row(
    label: str,
    bank: Bank,
    customers: Sequence[Customer],
    minimum_gain: float = Policy().minimum_gain,
    temperature: float = TEMPERATURE,
    lapse: float = LAPSE,
) -> tuple[str, ...]:
    """A row under COLUMNS for an engine with these constants."""
    with assuming(lapse=lapse):
        tempered = replace(bank, temperature=temperature)
        trial = hold(tempered, customers, Policy(minimum_gain=minimum_gain))
        scores = trial.at_the_end()
        return (*accuracy(label, scores, trial.questions), *verdicts(scores)[:2])
