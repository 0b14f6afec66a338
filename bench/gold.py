"""Measures interviews with the hand-written customers of tests/gold, whose group is known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bench.customers import Customer
from bench.interviews import FIRST_CARD
from bench.scores import VERDICTS, Scores
from bench.sensitivity import COLUMNS, MINIMUM_GAINS, TEMPERATURES, row
from bench.simulation import compare_orders
from bench.table import Table
from bench.trial import ACCURACY, Trial, accuracy, hold
from personas.bank import load_bank
from personas.interview import Policy, ranking
from personas.model import GROUPS, TEMPERATURE, Bank

FILE = Path(__file__).parent.parent / "tests" / "gold" / "customers.yaml"
KINDS = ("clear", "mixed", "noisy")
REPEATS = 30  # random orders for each customer: 36 customers alone say too little
SEED = 20260303


def tables() -> Iterator[Table]:
    """By kind, against other orders, the confusions, and what two constants change."""
    if not FILE.exists():
        yield Table(title="gold: tests/gold/customers.yaml is not there", columns=("",), rows=())
        return
    entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["customers"]
    known = {kind: [_customer(one) for one in entries if one["kind"] == kind] for kind in KINDS}
    everybody = [customer for kind in KINDS for customer in known[kind]]
    bank = load_bank()
    trials = {
        kind: hold(bank, customers) for kind, customers in {**known, "all": everybody}.items()
    }
    yield _by_kind(trials)
    yield _orders(bank, everybody)
    yield _confusions(trials["all"])
    yield _constants(bank, everybody)


def _customer(entry: Mapping[str, Any]) -> Customer:
    return Customer(group=entry["group"], answers=entry["responses"])


def _by_kind(trials: Mapping[str, Trial]) -> Table:
    moments = [
        (f"{kind}, {moment}", scores, questions)
        for kind, trial in trials.items()
        for moment, scores, questions in (
            ("first card", trial.at_first_card(), float(FIRST_CARD)),
            ("end", trial.at_the_end(), trial.questions),
        )
    ]
    return Table(
        title="gold: by kind; a verdict's cell is how many got it, its top-1 and top-2 hits",
        columns=("", "customers", *ACCURACY[1:5], *VERDICTS),
        rows=[
            (label, f"{len(scores.groups)}", *accuracy("", scores, asked)[1:5], *_counts(scores))
            for label, scores, asked in moments
        ],
    )


def _counts(scores: Scores) -> Iterator[str]:
    for kind in VERDICTS:
        given = scores.with_verdict(kind)
        count = int(given.sum())
        hits = (round(scores.top(places, given) * count) if count else 0 for places in (1, 2))
        yield "{:>2}: {:>2}, {:>2}".format(count, *hits)


def _orders(bank: Bank, customers: Sequence[Customer]) -> Table:
    trial = hold(bank, [*customers] * REPEATS)
    ours, rows = trial.at_the_end().top(1), []
    for label, other in (("adaptive", trial), *compare_orders(bank, trial, SEED)):
        scores = other.at_the_end()
        cells = accuracy(label, scores, other.questions)[:5]
        rows.append((*cells, f"{scores.top(1) / ours:.2f}"))
    return Table(
        title=f"gold: against other orders, as many questions each ({REPEATS} random orders)",
        columns=(*ACCURACY[:5], "top-1 ratio"),
        rows=rows,
    )


def _confusions(trial: Trial) -> Table:
    found = Counter(
        (customer.group, ranking(interview.beliefs[-1].posterior)[0])
        for customer, interview in zip(trial.customers, trial.interviews, strict=True)
    )
    return Table(
        title="gold: known group (rows) against the most probable one at the end (columns)",
        columns=("group", *map(str, GROUPS)),
        rows=[(str(one), *(str(found[one, other] or ".") for other in GROUPS)) for one in GROUPS],
    )


def _constants(bank: Bank, customers: Sequence[Customer]) -> Table:
    gain = Policy().minimum_gain
    return Table(
        title="gold: temperature and minimum gain",
        columns=COLUMNS,
        rows=[
            *(row(f"T {T}, gain {gain}", bank, customers, gain, T) for T in TEMPERATURES),
            *(
                row(f"T {TEMPERATURE}, gain {value}", bank, customers, value)
                for value in MINIMUM_GAINS
            ),
        ],
    )
