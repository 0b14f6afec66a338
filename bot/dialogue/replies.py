"""What can go out of the machine: screens and short notices, not yet in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.dialogue.card import Card
from bot.dialogue.hits import Hits
from knowledge.model import Handbook, Principle, Situation, Tips
from knowledge.scheme_model import Classification, Fact, Scheme
from personas.model import Bank, Persona, Question, Text
from personas.notes import Reading


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence of bot/texts by its id, with the facts that stand in it."""

    id: str
    facts: Mapping[str, "Label"] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text of the content, in every language."""

    by_language: Mapping[str, str]


Label: TypeAlias = str | Phrase | Written


@dataclass(frozen=True, kw_only=True)
class Button:
    """One tap: what stands on it and what it carries (at most 64 bytes, ids only)."""

    label: Label
    data: str


Blocks: TypeAlias = tuple[tuple[Button, ...], ...]  # laid out one below the other


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A sentence that passes: a toast over the screen, or a line above it."""

    phrase: Phrase


@dataclass(frozen=True, kw_only=True)
class Message:
    """One or more sentences."""

    phrases: tuple[Phrase, ...]
    buttons: Blocks = ()


@dataclass(frozen=True, kw_only=True)
class QuestionScreen:
    """A question about `name`, `number` counting from 1."""

    name: str
    number: int
    question: Question
    buttons: Blocks


@dataclass(frozen=True, kw_only=True)
class CardScreen:
    """The card of a customer."""

    card: Card
    buttons: Blocks


@dataclass(frozen=True, kw_only=True)
class TipsScreen:
    """What to do with `name` in a situation, if the group is `persona`."""

    name: str
    persona: Persona
    situation: Situation
    tips: Tips
    principle: Principle | None
    buttons: Blocks


@dataclass(frozen=True, kw_only=True)
class NoteScreen:
    """What was understood of a note: what was `seen`, and the card `before` and after it.

    `doubt` is the text of a cue that the note may tell.
    """

    before: Card
    card: Card
    seen: tuple[Text, ...]
    reading: Reading
    doubt: Text | None
    buttons: Blocks


@dataclass(frozen=True, kw_only=True)
class Step:
    """The hypothesis after a sighting on `day` (2026-03-02), and what that one says `alone`."""

    day: str
    seen: int
    group: int
    probability: float
    runner_up: int
    alone: int
    alone_probability: float


@dataclass(frozen=True, kw_only=True)
class HistoryScreen:
    """How the hypothesis about `name` moved, oldest step first."""

    name: str
    steps: tuple[Step, ...]
    buttons: Blocks


@dataclass(frozen=True, kw_only=True)
class HitsScreen:
    """How well the product did, with the content that the hits are about; `whole`: every line."""

    hits: Hits
    bank: Bank
    handbook: Handbook
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class RelationshipScreen:
    """The category of `name` in a scheme, with care and a tip, or the `question` to ask first."""

    name: str
    scheme: Scheme
    classification: Classification
    question: Fact | None
    tip: Mapping[str, str] | None
    principle: Principle | None
    persona: Persona
    is_sure: bool
    buttons: Blocks


@dataclass(frozen=True, kw_only=True)
class HelpScreen:
    """The commands, each with its sentence."""

    commands: tuple[str, ...]


Screen: TypeAlias = (
    Message
    | QuestionScreen
    | CardScreen
    | TipsScreen
    | NoteScreen
    | HistoryScreen
    | HitsScreen
    | RelationshipScreen
    | HelpScreen
)
Reply: TypeAlias = Notice | Screen


def buttons_of(reply: Reply) -> Blocks:
    """The buttons under a reply."""
    match reply:
        case Notice() | HelpScreen() | HitsScreen():
            return ()
        case _:
            return reply.buttons
