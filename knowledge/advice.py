"""Chooses the advice for a group, a situation and a relationship."""

from dataclasses import dataclass
from typing import Literal

from knowledge.model import Handbook, Principle, Tips

Why = Literal["category", "group", "situation"]


@dataclass(frozen=True, kw_only=True)
class ChosenPrinciple(Principle):
    """A principle with the id of the reason why it was chosen."""

    why: Why


def tips_for(handbook: Handbook, group: int, situation_id: str) -> Tips:
    """The tips for one group in one situation; KeyError where the content has no such cell."""
    return handbook.tips[group, situation_id]


def principles_for(
    handbook: Handbook, group: int, situation_id: str, relationship: str = "", *, most: int = 1
) -> list[ChosenPrinciple]:
    """The care principles of a situation, those that matter most for the customer first.

    While the `relationship` is not known, only those that hold for everybody. Without a situation
    ("", on the card) those of all situations that were written for the relationship or the group.
    """
    chosen = [
        _chosen(one, group, relationship)
        for one in handbook.principles
        if one.categories & {"all", relationship} and _fits(one, group, situation_id, relationship)
    ]
    chosen.sort(key=lambda one: _rank(one, group, relationship))
    return chosen[:most]


def _fits(principle: Principle, group: int, situation_id: str, relationship: str) -> bool:
    if situation_id:
        return situation_id in principle.situations
    return relationship in principle.categories or group in principle.groups


def _chosen(principle: Principle, group: int, relationship: str) -> ChosenPrinciple:
    why: Why = "situation"
    if relationship in principle.categories:
        why = "category"
    elif group in principle.groups:
        why = "group"
    return ChosenPrinciple(**vars(principle), why=why)


def _rank(principle: Principle, group: int, relationship: str) -> tuple[int, bool, bool]:
    """Lowest first: relationship and group, the relationship, the group, all, other groups."""
    related, theirs = relationship in principle.categories, group in principle.groups
    return -related - theirs, not related, bool(principle.groups)
