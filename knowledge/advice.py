"""Chooses the advice for a group and a situation."""

from knowledge.model import Handbook, Principle, Tips


def tips_for(handbook: Handbook, group: int, situation_id: str) -> Tips:
    """The tips for one group in one situation; KeyError where the content has no such cell."""
    return handbook.tips[group, situation_id]


def principles_for(
    handbook: Handbook, group: int, situation_id: str, *, category: str = "", most: int = 1
) -> list[Principle]:
    """The care principles of a situation, those that matter most for the group first.

    While the customer's `category` is not known, only those that hold for everybody.
    """
    fitting = [
        one
        for one in handbook.principles
        if situation_id in one.situations and one.categories & {"all", category}
    ]
    fitting.sort(key=lambda one: (group not in one.groups, bool(one.groups)))
    return fitting[:most]
