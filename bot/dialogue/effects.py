"""What the shell must look up or write for the machine."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.dialogue.intents import Intent
from bot.dialogue.profile import Customer


@dataclass(frozen=True, kw_only=True)
class FindCustomers:
    """Asks for the customers with a name like `typed`; `note` waits for the one meant."""

    typed: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ListCustomers:
    """Asks for one page of the customers used last; `greeting` shows them under a welcome.

    `for_note` asks which of them the waiting note is about.
    """

    page: int = 0
    greeting: bool = False
    for_note: bool = False


@dataclass(frozen=True, kw_only=True)
class LoadProfile:
    """Asks for everything about one customer, to do `then` with it."""

    customer_id: str
    then: Intent


@dataclass(frozen=True, kw_only=True)
class RemoveCustomer:
    """Asks to take back a customer just created, as long as no fact hangs on it."""

    customer: Customer


@dataclass(frozen=True, kw_only=True)
class RedeemInvite:
    """Asks to admit the unknown person in the chat with an invite code."""

    code: str


@dataclass(frozen=True, kw_only=True)
class CreateCustomer:
    """Writes a new customer, owned by the person in the chat."""

    customer: Customer


@dataclass(frozen=True, kw_only=True)
class StartInterview:
    """Writes a new interview."""

    interview_id: str
    customer_id: str


@dataclass(frozen=True, kw_only=True)
class SaveAnswer:
    """Writes an answer; no `answer_id` is a skip."""

    interview_id: str
    number: int
    question_id: str
    answer_id: str | None


@dataclass(frozen=True, kw_only=True)
class WithdrawAnswer:
    """Writes that an answer was taken back."""

    interview_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class SaveConfirmation:
    """Writes what the person says the group is, beside what was shown."""

    customer_id: str
    group: int
    shown_group: int
    shown_probability: float


@dataclass(frozen=True, kw_only=True)
class WithdrawConfirmation:
    """Writes that the last confirmation was taken back."""

    customer_id: str


@dataclass(frozen=True, kw_only=True)
class SaveNote:
    """Writes a note about a customer."""

    note_id: str
    customer_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class WithdrawNote:
    """Writes that a note was taken back."""

    note_id: str


@dataclass(frozen=True, kw_only=True)
class SaveMeaning:
    """Writes whether a note's `phrase` was meant to tell a cue."""

    note_id: str
    cue_id: str
    phrase: str
    meant: bool


@dataclass(frozen=True, kw_only=True)
class SaveJudgement:
    """Writes a judgement given before the card; no `group`: the person could not say.

    `forecast` is P(group) before tempering.
    """

    interview_id: str
    group: int | None
    forecast: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class SaveTipMark:
    """Writes whether tips were useful."""

    customer_id: str
    situation_id: str
    group: int
    useful: bool


@dataclass(frozen=True, kw_only=True)
class SaveFact:
    """Writes what was said of a fact: the id of the tapped answer."""

    customer_id: str
    fact_id: str
    value: str


@dataclass(frozen=True, kw_only=True)
class LoadHits:
    """Asks how often the hypotheses, the questions, the cues and the tips were right."""


@dataclass(frozen=True, kw_only=True)
class SetLanguage:
    """Writes the language the person chose; the reply is already in it."""

    language: str


@dataclass(frozen=True, kw_only=True)
class NoteRefusal:
    """Writes the moment an unknown person was refused."""


Asking: TypeAlias = (
    FindCustomers | ListCustomers | LoadProfile | RemoveCustomer | RedeemInvite | LoadHits
)
Telling: TypeAlias = (
    CreateCustomer
    | StartInterview
    | SaveAnswer
    | WithdrawAnswer
    | SaveConfirmation
    | WithdrawConfirmation
    | SaveNote
    | WithdrawNote
    | SaveMeaning
    | SaveJudgement
    | SaveTipMark
    | SaveFact
    | SetLanguage
    | NoteRefusal
)
Effect: TypeAlias = Asking | Telling
