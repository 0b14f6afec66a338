"""What the machine may know besides the chat's memory and the event."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.people import Person
from knowledge.model import Handbook
from personas.interview import Policy, Selector
from personas.model import Bank


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """The loaded content: the same for every chat.

    `words` maps a typed word (with its accents) to what it does; `first_card_after` counts
    questions; `languages` maps the code of each to its own name.
    """

    bank: Bank
    selector: Selector
    handbook: Handbook
    policy: Policy
    words: Mapping[str, str]
    languages: Mapping[str, str]
    first_card_after: int = 5


@dataclass(frozen=True, kw_only=True)
class World:
    """One step's surroundings: who talks, in which language, and one fresh id."""

    knowledge: Knowledge
    person: Person | None
    language: str
    fresh_id: str
