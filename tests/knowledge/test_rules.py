"""Rules: whether a condition holds when not everything is known."""

import random
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from knowledge.rules import Judged, conclude, evaluate
from knowledge.scheme_model import Condition, Known, Subject, Value
from knowledge.telling_apart import samples_of
from tests.knowledge.sorting import (
    above,
    all_of,
    any_of,
    at_most,
    built,
    holds,
    known,
    none_of,
    one_of,
    scheme,
    subjects,
    top,
)

# Every value that could matter below: ends of ranges are 1 and 3, of shares 0.2 and 0.6.
GRID: Mapping[Subject, tuple[Value, ...]] = {
    Subject(fact="n"): (0, 1, 2, 3, 4),
    Subject(fact="m"): (0, 1, 2, 3, 4),
    Subject(fact="n", share=True): (0.1, 0.2, 0.4, 0.6, 0.9),
    Subject(fact="c"): ("x", "y", "z"),
    Subject(fact="b"): (True, False),
}
SEEDS = range(600)


def facts(judged: Judged) -> list[str]:
    """The ids of what is missing."""
    return [one.fact for one in judged.missing]


def concluded(condition: Condition, what: Known) -> Judged:
    """What follows for a condition, whatever the missing facts are."""
    return conclude(condition, what, samples_of(scheme({"only": condition})))


# --- three-valued logic


@pytest.mark.parametrize(("value", "truth"), [(4, True), (3, False), (2, False)])
def test_a_known_figure_is_compared(value: float, truth: bool) -> None:
    assert evaluate(above("n", 3), known(n=value)) == Judged(truth=truth)


def test_an_unknown_fact_is_unknown_and_named() -> None:
    judged = evaluate(one_of("c", "x"), known())
    assert (judged.truth, facts(judged)) == (None, ["c"])


def test_one_false_part_settles_all_of_them() -> None:
    assert evaluate(all_of(one_of("c", "x"), above("n", 3)), known(n=1)) == Judged(truth=False)


def test_one_true_part_settles_any_of_them() -> None:
    assert evaluate(any_of(one_of("c", "x"), above("n", 3)), known(n=9)) == Judged(truth=True)


@pytest.mark.parametrize(("c", "truth"), [("x", False), ("y", True)])
def test_none_holds_when_no_part_does(c: str, truth: bool) -> None:
    assert evaluate(none_of(one_of("c", "x")), known(c=c)).truth is truth


def test_none_of_an_unknown_part_is_unknown() -> None:
    assert facts(evaluate(none_of(one_of("c", "x")), known())) == ["c"]


def test_missing_facts_stand_in_the_order_written_each_once() -> None:
    condition = all_of(above("m", 1), any_of(one_of("c", "x"), at_most("m", 9)), above("n", 0))
    assert facts(evaluate(condition, known())) == ["m", "c", "n"]


def test_what_no_longer_matters_is_not_missing() -> None:
    condition = all_of(any_of(above("n", 3), one_of("c", "x")), one_of("b", True))
    assert facts(evaluate(condition, known(n=4))) == ["b"]


def test_a_rank_share_is_taken_from_the_shares() -> None:
    assert evaluate(top("n", 0.05), known({"n": 0.05}, n=1)).truth is True


def test_a_figure_without_its_share_is_unknown() -> None:
    assert evaluate(top("n", 0.05), known(n=1)).missing == (Subject(fact="n", share=True),)


def test_words_where_a_figure_should_be_are_unknown() -> None:
    assert evaluate(above("n", 3), known(n="many")).truth is None


# --- certain whatever the missing facts are


def test_parts_that_leave_no_other_way_are_certain() -> None:
    assert concluded(any_of(above("n", 3), at_most("n", 3)), known()) == Judged(truth=True)


def test_parts_that_exclude_each_other_are_certainly_false() -> None:
    assert concluded(all_of(one_of("c", "x"), one_of("c", "y")), known()).truth is False


def test_an_answer_among_all_there_are_is_certain() -> None:
    assert concluded(one_of("c", "x", "y", "z"), known()).truth is True


def test_a_figure_is_certainly_not_below_zero() -> None:
    assert concluded(above("n", -1), known()).truth is True


def test_a_fact_that_cannot_change_anything_is_not_missing() -> None:
    certain = any_of(one_of("c", "x"), one_of("c", "y", "z"))
    assert facts(concluded(all_of(certain, above("n", 3)), known())) == ["n"]


# --- against a naive implementation: every completion, one by one


def random_condition(chance: random.Random, depth: int) -> dict[str, Any]:
    """A condition as YAML holds it, over the facts of the grid."""
    if depth and chance.random() < 0.6:
        parts = [random_condition(chance, depth - 1) for _ in range(chance.randint(1, 3))]
        return {chance.choice(["all", "any", "none"]): parts}
    ends, shares = sorted(chance.choices([1, 3], k=2)), sorted(chance.choices([0.2, 0.6], k=2))
    how = chance.choice(["at_least", "at_most", "above", "below"])
    return chance.choice(
        [
            {"figure": chance.choice("nm"), how: ends[0]},
            {"figure": chance.choice("nm"), "between": ends},
            {"figure": "n", "top_share": shares[0]},
            {"figure": "n", "share_between": shares},
            {"fact": "c", "is": chance.choice("xyz")},
            {"fact": "c", "one_of": chance.sample("xyz", 2)},
            {"fact": "b", "is": chance.random() < 0.5},
        ]
    )


def random_known(chance: random.Random) -> Known:
    """Each fact of the grid, known or not."""
    told = {one: chance.choice(values) for one, values in GRID.items() if chance.random() < 0.4}
    return Known(
        values={one.fact: value for one, value in told.items() if not one.share},
        shares={one.fact: float(value) for one, value in told.items() if one.share},
    )


Way = tuple[dict[str, Value], dict[str, float]]


def completions(raw: Mapping[str, Any], what: Known) -> Iterator[Way]:
    """Every way the customer may turn out to be."""
    unknown = [one for one in subjects([built(raw)]) if what.of(one) is None]
    for values in product(*(GRID[one] for one in unknown)):
        way: Way = (dict(what.values), dict(what.shares))
        for one, value in zip(unknown, values, strict=True):
            if one.share:
                way[1][one.fact] = float(value)
            else:
                way[0][one.fact] = value
        yield way


def naive_missing(raw: Mapping[str, Any], what: Known) -> set[Subject]:
    """The unknown subjects of which a change alone can turn the condition."""
    found = set()
    for values, shares in completions(raw, what):
        truth = holds(raw, values, shares)
        for one in subjects([built(raw)]):
            for other in GRID[one] if what.of(one) is None else ():
                changed = (
                    (values, {**shares, one.fact: float(other)})
                    if one.share
                    else ({**values, one.fact: other}, shares)
                )
                if holds(raw, *changed) is not truth:
                    found.add(one)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_concluded_is_what_every_completion_says(seed: int) -> None:
    chance = random.Random(seed)
    raw, what = random_condition(chance, 3), random_known(chance)
    truths = {holds(raw, *way) for way in completions(raw, what)}
    expected = truths.pop() if len(truths) == 1 else None
    assert concluded(built(raw), what).truth is expected


@pytest.mark.parametrize("seed", range(200))
def test_missing_is_exactly_what_can_turn_the_condition(seed: int) -> None:
    chance = random.Random(seed)
    raw, what = random_condition(chance, 2), random_known(chance)
    assert set(concluded(built(raw), what).missing) == naive_missing(raw, what)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_three_valued_logic_decides_every_completion_confirms(seed: int) -> None:
    chance = random.Random(seed)
    raw, what = random_condition(chance, 3), random_known(chance)
    judged = evaluate(built(raw), what)
    if judged.truth is not None:
        assert {holds(raw, *way) for way in completions(raw, what)} == {judged.truth}
