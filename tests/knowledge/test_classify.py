"""Classifying: the class of a customer, the flags, the reason, and what to ask."""

import random
from collections.abc import Mapping
from typing import Any

import pytest

from knowledge.classify import classify
from knowledge.filling import written
from knowledge.scheme_model import Classification, Known, Scheme, Value
from tests.knowledge.sorting import (
    BASE,
    above,
    all_of,
    any_of,
    at_most,
    built,
    choice,
    holds,
    known,
    none_of,
    number,
    one_of,
    scheme,
    top,
    yes_no,
)
from tests.knowledge.test_rules import completions, random_condition, random_known

LADDER = scheme({"few": at_most("n", 1), "some": at_most("n", 4), "many": above("n", 4)})
PYRAMID = scheme(
    {
        "none": at_most("n", 0),
        "top": all_of(top("p", 0.01), any_of(above("m", 365), above("n", 4))),
        "large": top("p", 0.05),
        "rest": above("n", 0),
    }
)
RANKED = scheme({"first": top("n", 0.1), "rest": none_of(top("n", 0.1))})


def reason(template: str, **values: Value) -> Mapping[str, str]:
    """The reason of the only class, over these values."""
    facts = (*BASE, choice("word", "red"))
    found = classify(
        scheme({"only": above("n", -1)}, reason=template, facts=facts), Known(values=values)
    )
    assert found.reason is not None
    return found.reason


# --- the class


@pytest.mark.parametrize(("n", "class_id"), [(0, "few"), (1, "few"), (4, "some"), (5, "many")])
def test_the_first_class_that_holds_is_given(n: float, class_id: str) -> None:
    assert classify(LADDER, known(n=n)).class_id == class_id


def test_a_class_after_one_that_may_hold_is_not_given() -> None:
    rows = scheme({"maybe": one_of("c", "x"), "sure": above("n", 3)})
    found = classify(rows, known(n=9))
    assert (found.class_id, found.missing, found.reason) == (None, ("c",), None)


def test_a_class_after_one_that_certainly_fails_is_given() -> None:
    rows = scheme({"maybe": all_of(one_of("c", "x"), at_most("n", 3)), "sure": above("n", 3)})
    assert classify(rows, known(n=9)).class_id == "sure"


def test_a_class_that_holds_whatever_the_missing_facts_are_is_given() -> None:
    rows = scheme({"either": any_of(one_of("c", "x"), none_of(one_of("c", "x")))})
    found = classify(rows, known())
    assert (found.class_id, found.missing) == ("either", ())


def test_a_class_that_fails_whatever_the_missing_facts_are_is_passed_over() -> None:
    rows = scheme({"never": all_of(one_of("c", "x"), one_of("c", "y")), "sure": above("n", 3)})
    assert classify(rows, known(n=9)).class_id == "sure"


def test_a_customer_whom_no_class_fits_has_none_and_nothing_is_missing() -> None:
    found = classify(scheme({"many": above("n", 4)}), known(n=1))
    assert (found.class_id, found.missing, found.question) == (None, (), None)


def test_an_answer_the_content_no_longer_has_is_not_known() -> None:
    rows = scheme({"x": one_of("c", "x"), "others": none_of(one_of("c", "x"))})
    assert classify(rows, known(c="gone")).missing == ("c",)


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "many", True])
def test_a_number_that_cannot_be_is_not_known(value: Value) -> None:
    assert classify(LADDER, known(n=value)).missing == ("n",)


def test_a_figure_that_may_be_below_zero_is_known_there() -> None:
    rows = scheme({"loss": at_most("g", -1)}, facts=[number("g", below_zero=True)])
    assert classify(rows, known(g=-5)).class_id == "loss"


def test_facts_that_no_scheme_uses_change_nothing() -> None:
    assert classify(LADDER, known(n=1, gone="x")) == classify(LADDER, known(n=1))


# --- flags


def test_a_flag_overlays_the_class_with_its_own_reason() -> None:
    rows = scheme({"few": at_most("n", 9)}, {"loud": one_of("b", True)}, reason="{n} lần")
    found = classify(rows, known(n=2, b=True))
    assert (found.class_id, found.flags) == ("few", ("loud",))
    assert found.flag_reasons["loud"]["vi"] == "2 lần"


def test_a_flag_is_given_without_a_class() -> None:
    rows = scheme({"few": at_most("n", 9)}, {"loud": one_of("b", True)})
    found = classify(rows, known(b=True))
    assert (found.class_id, found.flags) == (None, ("loud",))


def test_what_a_flag_waits_for_is_named_apart() -> None:
    rows = scheme({"few": at_most("n", 9)}, {"loud": one_of("b", True)})
    found = classify(rows, known(n=2))
    assert (found.flags, found.missing, found.missing_for_flags) == ((), (), ("b",))


# --- the question to ask


def test_the_question_is_that_of_the_first_missing_fact() -> None:
    rows = scheme({"a": all_of(one_of("c", "x"), above("n", 1)), "b": above("m", 0)})
    found = classify(rows, known())
    assert (found.missing, found.question) == (("c", "n"), "c")


def test_a_fact_without_a_question_is_not_asked() -> None:
    facts = [number("quiet", asked=False), number("n")]
    rows = scheme({"a": all_of(above("quiet", 1), above("n", 1)), "b": above("n", -1)}, facts=facts)
    assert classify(rows, known()).question == "n"


def test_nothing_is_asked_where_no_answer_can_lead_to_a_class() -> None:
    found = classify(PYRAMID, known(n=3))
    assert (found.missing, found.question) == (("p", "m"), None)


def test_a_question_that_may_lead_to_a_class_is_asked() -> None:
    assert classify(PYRAMID, known()).question == "n"


def test_a_figure_is_asked_for_its_share() -> None:
    assert classify(RANKED, known()).question == "n"


def test_a_figure_that_is_known_is_not_asked_again_for_its_share() -> None:
    found = classify(RANKED, known(n=7))
    assert (found.class_id, found.missing, found.question) == (None, ("n",), None)


def test_a_share_decides_as_soon_as_it_is_known() -> None:
    assert classify(RANKED, known({"n": 0.1}, n=7)).class_id == "first"


def test_two_ends_of_a_share_are_told_apart() -> None:
    assert classify(RANKED, known({"n": 0.1001}, n=7)).class_id == "rest"


# --- the reason in words


@pytest.mark.parametrize(
    ("number_given", "said"),
    [
        (0, "0"),
        (7, "7"),
        (7.0, "7"),
        (1234567, "1.234.567"),
        (1234567.89, "1.234.568"),
        (-2500, "-2.500"),
        (0.25, "0,25"),
        (0.7, "0,7"),
        (12.345, "12,35"),
        (99.999, "100"),
        (-0.001, "0"),
    ],
)
def test_numbers_are_written_as_vietnamese_write_them(number_given: float, said: str) -> None:
    assert written(number_given) in {said, said.replace("12,35", "12,34")}


def test_a_reason_holds_its_figures_in_every_language() -> None:
    said = reason("mua {n} lần, {p} đồng", n=3, p=1500000)
    assert said == {"vi": "mua 3 lần, 1.500.000 đồng", "en": "mua 3 lần, 1.500.000 đồng"}


def test_a_reason_holds_the_words_of_an_answer() -> None:
    assert reason("màu {word}", word="red")["vi"] == "màu red"


def test_a_figure_that_is_not_known_yet_shows_a_question_mark() -> None:
    assert reason("mua {n} lần")["vi"] == "mua ? lần"


# --- order


def shuffled(rows: Scheme, what: Known, chance: random.Random) -> Classification:
    """The same customer with everything told in another order."""
    values = list(what.values.items())
    shares = list(what.shares.items())
    chance.shuffle(values)
    chance.shuffle(shares)
    return classify(rows, Known(values=dict(values), shares=dict(shares)))


@pytest.mark.parametrize("seed", range(100))
def test_the_order_in_which_facts_were_told_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    rows = scheme([(f"k{at}", built(random_condition(chance, 2))) for at in range(4)])
    what = random_known(chance)
    assert shuffled(rows, what, chance) == classify(rows, what)


@pytest.mark.parametrize("seed", range(50))
def test_the_order_of_the_facts_in_their_file_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    classes = [(f"k{at}", built(random_condition(chance, 2))) for at in range(4)]
    what, facts = random_known(chance), list(BASE)
    before = classify(scheme(classes, facts=facts), what)
    chance.shuffle(facts)
    assert classify(scheme(classes, facts=facts), what) == before


# --- against a naive implementation: every completion of the customer


def naive_class(
    raws: Mapping[str, Any], values: Mapping[str, Value], shares: Mapping[str, float]
) -> str | None:
    """The first class that holds for a customer of whom everything is known."""
    return next((one for one, raw in raws.items() if holds(raw, values, shares)), None)


@pytest.mark.parametrize("seed", range(300))
def test_a_class_is_given_exactly_when_every_completion_gives_it(seed: int) -> None:
    chance = random.Random(seed)
    raws = {f"k{at}": random_condition(chance, 2) for at in range(3)}
    what = random_known(chance)
    outcomes = {naive_class(raws, *way) for way in completions({"all": [*raws.values()]}, what)}
    found = classify(scheme({one: built(raw) for one, raw in raws.items()}), what)
    assert found.class_id == (outcomes.pop() if len(outcomes) == 1 else None)


@pytest.mark.parametrize("seed", range(300))
def test_facts_are_missing_exactly_when_completions_differ(seed: int) -> None:
    chance = random.Random(seed)
    raws = {f"k{at}": random_condition(chance, 2) for at in range(3)}
    what = random_known(chance)
    outcomes = {naive_class(raws, *way) for way in completions({"all": [*raws.values()]}, what)}
    found = classify(scheme({one: built(raw) for one, raw in raws.items()}), what)
    assert bool(found.missing) is (len(outcomes) > 1)


@pytest.mark.parametrize("seed", range(200))
def test_a_flag_is_raised_exactly_when_every_completion_raises_it(seed: int) -> None:
    chance = random.Random(seed)
    raw, what = random_condition(chance, 2), random_known(chance)
    found = classify(scheme({"only": above("n", -1)}, {"flag": built(raw)}), what)
    truths = {holds(raw, *way) for way in completions(raw, what)}
    assert (found.flags, bool(found.missing_for_flags)) == (
        ("flag",) if truths == {True} else (),
        len(truths) > 1,
    )


def test_a_fact_knows_what_its_answers_say() -> None:
    said = [choice("c", "x").value_of("x"), choice("c", "x").value_of("gone")]
    assert [*said, yes_no("b").value_of("yes"), yes_no("b").value_of("no")] == [
        *("x", None),
        *(True, False),
    ]
