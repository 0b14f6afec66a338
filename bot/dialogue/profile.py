"""What the machine is told about one customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer's id and name."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Sight:
    """When something was seen and by whom: `day` as 2026-03-02, in days before now."""

    day: str = ""
    days_ago: float = 0.0
    person_id: str = ""


NOW = Sight()


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One standing answer; `number` counts from 1 in its interview; no `answer_id` is a skip."""

    interview_id: str
    number: int
    question_id: str
    answer_id: str | None
    sight: Sight = NOW


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One standing note; `meant` says of cues that were asked about whether they were meant."""

    note_id: str
    text: str
    meant: Mapping[str, bool] = field(default_factory=dict)
    sight: Sight = NOW


@dataclass(frozen=True, kw_only=True)
class Stated:
    """The latest value of a fact: the id of the answer that was tapped."""

    fact_id: str
    value: str
    sight: Sight = NOW


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All standing facts about one customer, and the interview this person held last."""

    customer: Customer
    answers: tuple[Answered, ...] = ()
    notes: tuple[Noted, ...] = ()
    facts: tuple[Stated, ...] = ()
    confirmed: int | None = None
    interview_id: str | None = None

    def of_interview(self, interview_id: str | None) -> tuple[Answered, ...]:
        """The answers and skips of one interview, oldest first."""
        return tuple(fact for fact in self.answers if fact.interview_id == interview_id)

    def note(self, note_id: str) -> Noted | None:
        """The standing note with that id."""
        return next((note for note in self.notes if note.note_id == note_id), None)
