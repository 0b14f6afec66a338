"""The frozen values of care: combined tips, actions of a plan, message templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.model import Text

Tone = Literal["plain", "warm", "reassuring"]

RELATIONSHIPS = ("potential", "new", "loyal", "casual", "lost", "complaint", "advocate")
EVENTS = ("first_order", "birthday", "absence", "complaint")  # complaint: from when it is solved
ADDRESS = ("you", "me")  # only Vietnamese writes them: English says you and I
FACTS = ("name", "product", "date", "shop")


@dataclass(frozen=True, kw_only=True)
class CombinedTips:
    """What to do with one group, by the relationship the customer has with us."""

    group: int
    by_relationship: Mapping[str, Text]


@dataclass(frozen=True, kw_only=True)
class CareAction:
    """One step of care: due `after_days` from its event, or from entering the relationship.

    An action with an event and relationships is only for these relationships; with an event
    alone it is for everybody.
    """

    id: str
    relationships: frozenset[str]
    event: str | None
    after_days: int
    text: Text
    why: Text
    template: str


@dataclass(frozen=True, kw_only=True)
class Template:
    """One message to a customer in every tone, its placeholders still open."""

    id: str
    by_tone: Mapping[Tone, Text]


@dataclass(frozen=True, kw_only=True)
class Care:
    """All care: combined tips by group, actions in the order of the plan, templates by id."""

    combined: Mapping[int, CombinedTips]
    actions: tuple[CareAction, ...]
    templates: Mapping[str, Template]

    def action(self, action_id: str) -> CareAction | None:
        """The action with that id, or None where the content no longer has it."""
        return next((one for one in self.actions if one.id == action_id), None)
