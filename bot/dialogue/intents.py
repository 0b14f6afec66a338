"""What is to be done with a customer's profile once it is loaded."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class ShowCard:
    """Show the card."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Ask on where the last interview stopped, or begin a new one."""


@dataclass(frozen=True, kw_only=True)
class TakeAnswer:
    """Take the answer to the question on the screen; no `answer_id` is a skip."""

    answer_id: str | None


@dataclass(frozen=True, kw_only=True)
class Back:
    """Take back the answer before the question on the screen."""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Leave the interview for later."""


@dataclass(frozen=True, kw_only=True)
class ShowTips:
    """Show the tips for a group in a situation; without a `group` for the one on the card."""

    situation_id: str
    group: int | None


@dataclass(frozen=True, kw_only=True)
class ChooseGroup:
    """Offer the nine groups."""


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """Keep what the person says the group is; `known` was confirmed on the screen (0: nothing)."""

    group: int
    known: int


@dataclass(frozen=True, kw_only=True)
class TakeBackConfirmation:
    """Take back the last confirmation, as long as it is the one of `group`."""

    group: int


@dataclass(frozen=True, kw_only=True)
class ShowAgain:
    """Show the current question again under a short notice (a text id of bot/texts)."""

    notice: str


@dataclass(frozen=True, kw_only=True)
class TakeNote:
    """Keep a note about the customer."""

    text: str


@dataclass(frozen=True, kw_only=True)
class TakeBackNote:
    """Take a note back."""

    note_id: str


@dataclass(frozen=True, kw_only=True)
class TakeMeaning:
    """Keep whether a doubtful cue of a note was meant."""

    note_id: str
    cue_id: str
    meant: bool


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Keep the person's own judgement, given before the card; 0: they cannot say."""

    interview_id: str
    group: int


@dataclass(frozen=True, kw_only=True)
class ShowHistory:
    """Show how the hypothesis moved from sighting to sighting."""


@dataclass(frozen=True, kw_only=True)
class MarkTips:
    """Keep whether the tips for a group in a situation were useful."""

    situation_id: str
    group: int
    useful: bool


@dataclass(frozen=True, kw_only=True)
class ShowRelationship:
    """Show the relationship category; asks for what is missing, or for `fact_id` once more."""

    fact_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TakeFact:
    """Keep the answer to a short question about a fact, and show the category again."""

    fact_id: str
    answer_id: str


Intent: TypeAlias = (
    ShowCard
    | Ask
    | TakeAnswer
    | Back
    | Pause
    | ShowTips
    | ChooseGroup
    | Confirm
    | TakeBackConfirmation
    | ShowAgain
    | TakeNote
    | TakeBackNote
    | TakeMeaning
    | Judge
    | ShowHistory
    | MarkTips
    | ShowRelationship
    | TakeFact
)
