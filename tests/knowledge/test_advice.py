"""Advice: the tips and principles that fit a group in a situation."""

from collections.abc import Collection

import pytest

from knowledge.advice import principles_for, tips_for
from knowledge.model import Handbook, Principle, Situation, Tips
from tests.conversations import KNOWLEDGE

EMPTY = {"vi": "", "en": ""}


def situation(situation_id: str) -> Situation:
    """A situation without words."""
    return Situation(id=situation_id, name=EMPTY, button=EMPTY)


def tips(said: str) -> Tips:
    """Tips that can be told apart by what they say."""
    return Tips(do=(), avoid=EMPTY, say={"vi": said, "en": said})


def principle(
    principle_id: str, *, groups: Collection[int] = (), situations: Collection[str] = ("opening",)
) -> Principle:
    """A principle without words."""
    return Principle(
        id=principle_id,
        text=EMPTY,
        categories=frozenset({"all"}),
        situations=frozenset(situations),
        groups=frozenset(groups),
    )


def handbook(*principles: Principle) -> Handbook:
    """A handbook of two situations and two groups."""
    return Handbook(
        situations=(situation("opening"), situation("price")),
        tips={
            (group, one): tips(f"{one} {group}") for group in (1, 2) for one in ("opening", "price")
        },
        principles=principles,
    )


def ids(found: Collection[Principle]) -> list[str]:
    """The ids of principles, in their order."""
    return [one.id for one in found]


def test_tips_are_those_of_the_group_in_the_situation() -> None:
    assert tips_for(handbook(), 2, "price").say["en"] == "price 2"


@pytest.mark.parametrize(("group", "situation_id"), [(3, "price"), (1, "gone")])
def test_a_cell_that_does_not_exist_is_a_mistake_of_the_caller(
    group: int, situation_id: str
) -> None:
    with pytest.raises(KeyError):
        tips_for(handbook(), group, situation_id)


def test_a_principle_is_shown_only_in_its_situations() -> None:
    book = handbook(principle("here"), principle("elsewhere", situations=["price"]))
    assert ids(principles_for(book, 1, "opening", most=9)) == ["here"]


def test_the_principle_that_matters_most_for_the_group_comes_first() -> None:
    book = handbook(principle("general"), principle("theirs", groups=[1]))
    assert ids(principles_for(book, 1, "opening", most=9)) == ["theirs", "general"]


def test_a_general_principle_comes_before_one_for_other_groups() -> None:
    book = handbook(principle("others", groups=[2]), principle("general"))
    assert ids(principles_for(book, 1, "opening", most=9)) == ["general", "others"]


def test_equal_principles_keep_the_order_of_the_content() -> None:
    book = handbook(principle("first", groups=[1]), principle("second", groups=[1, 2]))
    assert ids(principles_for(book, 1, "opening", most=9)) == ["first", "second"]


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_no_more_principles_are_given_than_wanted(most: int) -> None:
    book = handbook(principle("a"), principle("b"), principle("c"), principle("d"))
    assert len(principles_for(book, 1, "opening", most=most)) == most


def test_one_principle_is_given_unless_more_are_wanted() -> None:
    assert ids(principles_for(handbook(principle("a"), principle("b")), 1, "opening")) == ["a"]


def test_a_situation_without_a_principle_gives_none() -> None:
    assert principles_for(handbook(principle("a")), 1, "price") == []


def test_a_situation_is_found_by_its_id() -> None:
    assert handbook().situation("price") == situation("price")


def test_a_situation_the_content_no_longer_has_is_none() -> None:
    assert handbook().situation("gone") is None


def test_the_situation_after_one_is_the_next_of_the_sale() -> None:
    assert handbook().after("opening") == situation("price")


def test_after_the_last_situation_there_is_none() -> None:
    assert handbook().after("price") is None


def test_the_shipped_situations_lead_through_a_whole_sale() -> None:
    book = KNOWLEDGE.handbook
    walked, here = [], book.situation("opening")
    while here is not None:
        walked.append(here.id)
        here = book.after(here.id)
    assert walked == [one.id for one in book.situations]
