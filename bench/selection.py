"""Measures how long choosing the next question takes."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from bench.rivals import LoopSelector, PlainSelector
from bench.synthetic import cut, random_beliefs, synthetic_bank
from bench.table import Table
from bench.timing import COLUMNS, Timing, rows, time_calls
from personas.bank import load_bank
from personas.belief import Belief
from personas.interview import Policy, Selector
from personas.model import Bank

SEED = 20260301
BELIEFS = 3000
ALREADY_ASKED = 8
WAYS: tuple[tuple[str, type[Selector], int], ...] = (
    ("this project", Selector, BELIEFS),
    ("numpy, one question at a time", LoopSelector, 600),
    ("pure Python", PlainSelector, 200),
)


def tables() -> Iterator[Table]:
    """One table per size of the bank."""
    bank = load_bank()
    yield _table("the shipped bank cut to 48 questions", cut(bank, 48), target=0.2)
    yield _table(f"the whole bank, {len(bank.questions)} questions", bank)
    yield _table("1,000 synthetic questions", synthetic_bank(1000, SEED), target=1.0)


def _table(name: str, bank: Bank, target: float | None = None) -> Table:
    beliefs = random_beliefs(BELIEFS, SEED)
    timings = [_time(way, kind(bank), beliefs[:calls]) for way, kind, calls in WAYS]
    return Table(
        title=f"selection: next question from {name}",
        columns=COLUMNS,
        rows=rows(timings),
        notes=(*_judgement(timings[0], target), _agreement(bank, beliefs[:200])),
    )


def _time(label: str, selector: Selector, beliefs: list[Belief]) -> Timing:
    return time_calls(label, [partial(_choice(selector), belief) for belief in beliefs])


def _choice(selector: Selector) -> Callable[[Belief], object]:
    """Chooses as in the middle of an interview: probes and some other questions were asked."""
    questions = selector.questions
    asked = {question.id for question in questions if question.probe}
    asked |= {question.id for question in questions[-ALREADY_ASKED:]}
    last_topic, policy = questions[-1].topic, Policy(minimum_gain=0.0)
    return lambda belief: selector.next_question(belief, asked, last_topic, policy)


def _judgement(ours: Timing, target: float | None) -> tuple[str, ...]:
    if target is None:
        return ()
    verdict = "target met" if ours.percentile(95) <= target else "target missed"
    return (f"{verdict}: p95 {ours.percentile(95):.3f} ms, wanted at most {target} ms",)


def _agreement(bank: Bank, beliefs: list[Belief]) -> str:
    selectors = [kind(bank) for _, kind, _ in WAYS]
    gains = [[selector.gains(belief) for belief in beliefs] for selector in selectors]
    furthest = max(float(np.abs(np.subtract(gains[0], other)).max()) for other in gains[1:])
    return f"all three compute the same gains, within {furthest:.0e} bits"
