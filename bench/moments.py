"""Measures what it brings to ask first what a rep can have seen already."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bench.customers import Customer
from bench.interviews import FIRST_CARD
from bench.table import Table
from bench.trial import ACCURACY, accuracy, hold
from personas.interview import ANSWERABLE
from personas.model import Bank

MEETINGS = {False: "first meeting", True: "later"}
WAYS = {True: "moments weighed", False: "not weighed"}


def table(bank: Bank, customers: Sequence[Customer], seed: int) -> Table:
    """Accuracy where questions go unanswered as often as ANSWERABLE claims."""
    rows = []
    for met_before, meeting in MEETINGS.items():
        known = _with_skips(bank, customers, met_before, np.random.default_rng(seed))
        for weighed, way in WAYS.items():
            trial = hold(bank, known, met_before=met_before if weighed else None)
            early, late = trial.at_first_card(), trial.at_the_end()
            rows.append(accuracy(f"{meeting}, {way}, first card", early, FIRST_CARD))
            rows.append(accuracy(f"{meeting}, {way}, end", late, trial.questions))
    return Table(
        title="simulation: 27 states, with skips as often as ANSWERABLE claims",
        columns=ACCURACY,
        rows=rows,
    )


def _with_skips(
    bank: Bank, customers: Sequence[Customer], met_before: bool, rng: np.random.Generator
) -> list[Customer]:
    answerable = np.array([ANSWERABLE[one.moment][int(met_before)] for one in bank.questions])
    skipped = rng.random((len(customers), len(answerable))) >= answerable
    return [
        replace(customer, answers={**customer.answers, **_skips(bank, row)})
        for customer, row in zip(customers, skipped, strict=True)
    ]


def _skips(bank: Bank, skipped: Sequence[bool]) -> dict[str, None]:
    return {question.id: None for question, one in zip(bank.questions, skipped, strict=True) if one}
