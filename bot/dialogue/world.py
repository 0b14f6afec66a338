"""What the machine may know besides the chat's memory and the event."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.people import Person
from bot.dialogue.profile import Sight
from knowledge.care_model import Care
from knowledge.model import Handbook
from knowledge.scheme_model import SchemeBank
from personas.interview import Policy, Selector
from personas.model import Bank
from personas.notes import NoteReader


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """The loaded content: the same for every chat.

    `words` maps a typed word (with its accents) to what it does; `first_card_after` counts
    questions; `languages` maps the code of each to its own name; `titles` are words with which
    names begin; `untaught` is the bank as the experts claim it. A share `audit_share` of first
    cards is held back until the person has judged without them; a profile is stale when nothing
    was seen for `stale_days`.
    """

    bank: Bank
    selector: Selector
    reader: NoteReader
    handbook: Handbook
    schemes: SchemeBank
    care: Care
    policy: Policy
    words: Mapping[str, str]
    languages: Mapping[str, str]
    titles: frozenset[str] = frozenset()
    untaught: Bank | None = None
    first_card_after: int = 5
    timezone: str = "UTC"
    audit_share: float = 0.0
    stale_days: float = 183.0

    def bank_about(self, confirmed: int | None) -> Bank:
        """The bank to judge a customer by: what a confirmed one taught must not come back to it."""
        return self.untaught or self.bank if confirmed else self.bank


@dataclass(frozen=True, kw_only=True)
class World:
    """One step's surroundings: who talks, in which language, one fresh id, one chance 0..1."""

    knowledge: Knowledge
    person: Person | None
    language: str
    fresh_id: str
    today: str = ""
    chance: float = 1.0

    @property
    def sight(self) -> Sight:
        """What is seen now, by the person in the chat."""
        return Sight(day=self.today, person_id=self.person.id if self.person else "")
