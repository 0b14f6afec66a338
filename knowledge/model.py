"""The frozen values of advice: situations, tips, care principles."""

from collections.abc import Mapping
from dataclasses import dataclass

Text = Mapping[str, str]  # language -> sentence


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One moment of a sale, with its name and the short label for a button."""

    id: str
    name: Text
    button: Text


@dataclass(frozen=True, kw_only=True)
class Tips:
    """What to do, what to avoid and what to say to one group in one situation."""

    do: tuple[Text, ...]
    avoid: Text
    say: Text


@dataclass(frozen=True, kw_only=True)
class Principle:
    """One compiled care principle: the categories, situations and groups it matters for."""

    id: str
    text: Text
    categories: frozenset[str]
    situations: frozenset[str]
    groups: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Handbook:
    """All advice: situations in the order of a sale, tips by (group, situation), principles."""

    situations: tuple[Situation, ...]
    tips: Mapping[tuple[int, str], Tips]
    principles: tuple[Principle, ...]

    def situation(self, situation_id: str) -> Situation | None:
        """The situation with that id, or None where the content no longer has it."""
        return next((one for one in self.situations if one.id == situation_id), None)

    def after(self, situation_id: str) -> Situation | None:
        """The situation that usually follows in a sale, or None after the last one."""
        ids = [one.id for one in self.situations]
        at = ids.index(situation_id) + 1
        return self.situations[at] if at < len(ids) else None
