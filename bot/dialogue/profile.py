"""What the machine is told about one customer."""

from collections.abc import Iterator
from dataclasses import dataclass

from personas.model import Observation


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer's id and name."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One standing answer; `number` counts from 1 in its interview; no `answer_id` is a skip."""

    interview_id: str
    number: int
    question_id: str
    answer_id: str | None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All standing facts about one customer, and the interview this person held last."""

    customer: Customer
    answers: tuple[Answered, ...] = ()
    confirmed: int | None = None
    interview_id: str | None = None

    @property
    def evidence(self) -> tuple[Observation, ...]:
        """The answers as evidence, oldest first, without skips."""
        return tuple(self._observations())

    def _observations(self) -> Iterator[Observation]:
        for fact in self.answers:
            if fact.answer_id is not None:
                yield Observation(question_id=fact.question_id, answer_id=fact.answer_id)

    def of_interview(self, interview_id: str | None) -> tuple[Answered, ...]:
        """The answers and skips of one interview, oldest first."""
        return tuple(fact for fact in self.answers if fact.interview_id == interview_id)
