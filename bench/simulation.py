"""Measures how well interviews with simulated customers find the known group."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bench import moments, sensitivity
from bench.customers import MIXED, WORLDS, Customer, World, draw_customers
from bench.interviews import FIRST_CARD, Interviewer, shuffled
from bench.table import Table
from bench.trial import ACCURACY, ENDINGS, VERDICT_COLUMNS, Trial, accuracy, hold, verdicts
from personas.bank import load_bank
from personas.interview import Policy
from personas.model import Bank, Question

SEED = 20260302
CUSTOMERS = 2700  # 100 in each of the 27 states; a share near 70 % is known to +-1.7 points


def tables() -> Iterator[Table]:
    """Accuracy, verdicts, endings, other orders, and what the constants change."""
    bank = load_bank()
    drawn = {world: draw_customers(bank, world, CUSTOMERS, SEED) for world in WORLDS}
    trials = {world: hold(bank, customers) for world, customers in drawn.items()}
    yield _accuracy(trials)
    yield _verdicts(trials)
    yield _endings(trials)
    yield _orders(bank, trials)
    yield moments.table(bank, drawn[MIXED], SEED)
    yield from sensitivity.tables(bank, drawn)


def _accuracy(trials: Mapping[World, Trial]) -> Table:
    rows = []
    for world, trial in trials.items():
        rows.append(accuracy(f"{world.label}, first card", trial.at_first_card(), FIRST_CARD))
        rows.append(accuracy(f"{world.label}, end", trial.at_the_end(), trial.questions))
    honest = 100 * trials[MIXED].at_the_end().ece_if_honest(SEED)
    note = f"{CUSTOMERS} customers a world; exactly honest probabilities: ECE about {honest:.1f} %"
    return Table(title="simulation: accuracy", columns=ACCURACY, rows=rows, notes=(note,))


def _verdicts(trials: Mapping[World, Trial]) -> Table:
    return Table(
        title="simulation: verdicts at the end, with hit rates",
        columns=("", *VERDICT_COLUMNS),
        rows=[(world.label, *verdicts(one.at_the_end())) for world, one in trials.items()],
    )


def _endings(trials: Mapping[World, Trial]) -> Table:
    return Table(
        title="simulation: why interviews end",
        columns=("", *ENDINGS),
        rows=[(world.label, *trial.endings()) for world, trial in trials.items()],
    )


def _orders(bank: Bank, trials: Mapping[World, Trial]) -> Table:
    rows = []
    for world, trial in trials.items():
        ours = trial.at_the_end().top(1)
        for label, other in (("adaptive", trial), *compare_orders(bank, trial, SEED)):
            scores = other.at_the_end()
            row = accuracy(f"{world.label}, {label}", scores, other.questions)
            rows.append((*row, f"{scores.top(1) / ours:.2f}"))
    return Table(
        title="simulation: adaptive order against others, as many questions for each customer",
        columns=(*ACCURACY, "top-1 ratio"),
        rows=rows,
    )


def compare_orders(bank: Bank, trial: Trial, seed: int) -> Iterator[tuple[str, Trial]]:
    """The same customers asked as many questions each, at random and in the bank's order."""
    rng = np.random.default_rng(seed)
    counts = [interview.questions for interview in trial.interviews]
    at_random = [shuffled(bank, count, rng) for count in counts]
    yield "random order", _in_order(bank, trial.customers, at_random)
    in_bank_order = [list(bank.questions[:count]) for count in counts]
    yield "bank's order", _in_order(bank, trial.customers, in_bank_order)


def _in_order(bank: Bank, customers: Sequence[Customer], orders: Sequence[list[Question]]) -> Trial:
    ask = Interviewer(bank, Policy()).in_order
    held = [ask(customer, order) for customer, order in zip(customers, orders, strict=True)]
    return Trial(customers=customers, interviews=held, policy=Policy())
