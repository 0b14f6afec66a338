"""The shipped schemes: every customer has exactly one class, every class has its customers."""

import random
from collections import Counter
from functools import cache
from typing import Any

import pytest
import yaml

from knowledge.classify import classify
from knowledge.handbook import CONTENT
from knowledge.scheme_bank import load_schemes
from knowledge.scheme_model import Known, Value
from tests.knowledge.sorting import holds

SCHEMES = load_schemes()
IDS = [one.id for one in SCHEMES.schemes]
CUSTOMERS = 2500
SEVEN = {"potential", "new", "loyal", "casual", "lost", "complaint", "advocate"}
AFTER_A_PURCHASE = (
    *("days_since_last_order", "days_since_first_order", "usual_interval"),
    *("average_order", "promotion_share", "profit", "spent"),
)
SCALES = {"spent": 8.5, "spent_last_year": 8.5, "profit": 8.5, "average_order": 7}
EDGES = (0, 60, 61, 89, 90, 91, 180, 181, 365, 366)


def figure(name: str, chance: random.Random) -> float:
    """A figure as customers have it, often just at the ends of ranges."""
    if name == "age":
        return chance.randint(5, 90)
    if name == "promotion_share":
        return chance.choice([0, 0.3, 0.69, 0.7, 0.71, 1])
    if name in SCALES:
        return int(10 ** chance.uniform(4, SCALES[name]))
    if name.startswith("days") or name == "usual_interval":
        return chance.choice([*EDGES, chance.randint(0, 800)])
    return chance.randint(0, 12)


def customer(seed: int) -> Known:
    """A customer of whom everything is known; who never bought has no figures of purchases."""
    chance = random.Random(seed)
    values: dict[str, Value] = {}
    for fact in SCHEMES.facts.values():
        if fact.kind == "number":
            values[fact.id] = figure(fact.id, chance)
        else:
            answers = [one.id for one in fact.answers] or ["yes", "no"]
            said = fact.value_of(chance.choice(answers))
            assert said is not None
            values[fact.id] = said
    shares = {name: chance.choice([0.01, 0.05, 0.2, chance.random()]) for name in SCALES}
    if values["orders"] == 0:
        for name in AFTER_A_PURCHASE:
            values.pop(name)
            shares.pop(name, None)
    return Known(values=values, shares=shares)


@cache
def customers() -> tuple[Known, ...]:
    """The same complete random customers for all tests."""
    return tuple(customer(seed) for seed in range(CUSTOMERS))


@cache
def raw(scheme_id: str) -> dict[str, Any]:
    """A scheme as it stands in its file."""
    read: dict[str, Any] = yaml.safe_load((CONTENT / "schemes" / f"{scheme_id}.yaml").read_text())
    return read


def naive(scheme_id: str, one: Known) -> str | None:
    """The first class whose condition holds, read from the file."""
    for sort in raw(scheme_id)["classes"]:
        if holds(sort["when"], one.values, one.shares):
            return str(sort["id"])
    return None


def partly(one: Known, chance: random.Random) -> Known:
    """The customer, as far as somebody happens to know."""
    return Known(
        values={name: value for name, value in one.values.items() if chance.random() < 0.6},
        shares={name: share for name, share in one.shares.items() if chance.random() < 0.6},
    )


def test_all_27_schemes_are_there() -> None:
    assert len(IDS) == 27


def test_the_seven_types_of_relationship_have_the_ids_of_the_handbook() -> None:
    found = SCHEMES.scheme("relationship")
    assert found is not None
    assert {one.id for one in (*found.classes, *found.flags)} == SEVEN


@pytest.mark.parametrize("scheme_id", IDS)
def test_every_complete_customer_has_exactly_one_class(scheme_id: str) -> None:
    scheme = SCHEMES.scheme(scheme_id)
    assert scheme is not None
    without = [one for one in customers() if classify(scheme, one).class_id is None]
    assert without == []


@pytest.mark.parametrize("scheme_id", IDS)
def test_the_class_is_the_first_in_the_file_that_holds(scheme_id: str) -> None:
    scheme = SCHEMES.scheme(scheme_id)
    assert scheme is not None
    bought = [one for one in customers() if one.values["orders"]]
    assert [classify(scheme, one).class_id for one in bought] == [
        naive(scheme_id, one) for one in bought
    ]


@pytest.mark.parametrize("scheme_id", IDS)
def test_every_class_and_flag_has_its_customers(scheme_id: str) -> None:
    scheme = SCHEMES.scheme(scheme_id)
    assert scheme is not None
    found: Counter[str | None] = Counter()
    for one in customers():
        classification = classify(scheme, one)
        found.update([classification.class_id, *classification.flags])
    sorts = (*scheme.classes, *scheme.flags)
    assert [one.id for one in sorts if not found[one.id]] == []


@pytest.mark.parametrize("scheme_id", IDS)
def test_a_class_given_early_is_the_one_given_when_all_is_known(scheme_id: str) -> None:
    scheme, chance = SCHEMES.scheme(scheme_id), random.Random(scheme_id)
    assert scheme is not None
    for one in customers()[:500]:
        early = classify(scheme, partly(one, chance))
        assert early.class_id in {None, classify(scheme, one).class_id}
        assert set(early.flags) <= set(classify(scheme, one).flags)


@pytest.mark.parametrize("scheme_id", IDS)
def test_a_reason_knows_all_its_figures(scheme_id: str) -> None:
    scheme, chance = SCHEMES.scheme(scheme_id), random.Random(scheme_id)
    assert scheme is not None
    for one in customers()[:500]:
        found = classify(scheme, partly(one, chance))
        said = [*(found.reason or {}).values()]
        said += [text for texts in found.flag_reasons.values() for text in texts.values()]
        assert [text for text in said if "?" in text or "{" in text] == []


@pytest.mark.parametrize("scheme_id", IDS)
def test_question_after_question_leads_to_the_class(scheme_id: str) -> None:
    scheme = SCHEMES.scheme(scheme_id)
    assert scheme is not None
    for one in customers()[:300]:
        told = Known()
        while (asked := classify(scheme, told).question) is not None:
            assert asked not in told.values
            shares = {
                name: one.shares[name] for name in (*told.shares, asked) if name in one.shares
            }
            told = Known(values={**told.values, asked: one.values[asked]}, shares=shares)
        found = classify(scheme, told)
        open_for_figures = found.class_id is None and found.missing[0] == "profit"
        assert open_for_figures or found.class_id == classify(scheme, one).class_id


@pytest.mark.parametrize("scheme_id", IDS)
def test_the_order_in_which_facts_were_told_does_not_matter(scheme_id: str) -> None:
    scheme, chance = SCHEMES.scheme(scheme_id), random.Random(scheme_id)
    assert scheme is not None
    for one in customers()[:200]:
        what = partly(one, chance)
        items = list(what.values.items())
        chance.shuffle(items)
        assert classify(scheme, Known(values=dict(items), shares=what.shares)) == classify(
            scheme, what
        )


def test_every_figure_but_profit_has_a_question() -> None:
    assert [one.id for one in SCHEMES.facts.values() if one.question is None] == ["profit"]


def test_every_fact_is_used_by_a_scheme() -> None:
    used = {name for scheme in SCHEMES.schemes for name in scheme.facts}
    assert set(SCHEMES.facts) - used == set()


@pytest.mark.parametrize("scheme_id", IDS)
def test_icons_and_colours_of_a_scheme_differ(scheme_id: str) -> None:
    scheme = SCHEMES.scheme(scheme_id)
    assert scheme is not None
    sorts = (*scheme.classes, *scheme.flags)
    assert len({one.icon for one in sorts}) == len({one.color for one in sorts}) == len(sorts)
