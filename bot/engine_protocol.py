"""The engine as JSON lines: one question out, one answer in, a posterior at the end."""

import json
from typing import Any

from personas.belief import Belief, state_likelihood
from personas.interview import Policy, Selector, is_finished, verdict
from personas.learning import Audit, Cell, Lessons, count, fit_temperature, teach
from personas.model import Bank, Question
from personas.strength import bits_per_question


class ProtocolError(Exception):
    """A line the engine cannot use; its sentence says what was expected."""


GROWTH = 0.02  # confirmed customers more since the last lesson, as a share, call for a new one


class EngineSession:
    """One process's state: a belief, the open question and what was learned; fresh at its start."""

    def __init__(self, bank: Bank, policy: Policy) -> None:
        self._claimed = bank
        self._bank = bank
        self._selector = Selector(bank)
        self._policy = policy
        self._belief = Belief(temperature=bank.temperature)
        self._asked: list[Question] = []
        self._answers: list[tuple[str, str]] = []
        self._open: Question | None = None
        self._class = _Class()
        self.ended = False

    def take(self, line: str) -> list[dict[str, Any]]:
        """The messages that answer one line; a bad line gives one error and changes nothing."""
        try:
            kind, value = _parse(line)
            return self._do(kind, value)
        except ProtocolError as error:
            return [{"error": str(error)}]

    def _do(self, kind: str, value: Any) -> list[dict[str, Any]]:
        match kind:
            case "start":
                return self._start(value)
            case "answer":
                return self._answer(value)
            case "confirm":
                return self._confirm(value)
            case "end":
                self.ended = True
                return []
        raise ProtocolError(f"unknown message {kind!r}; use start, answer, confirm or end")

    def _start(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, dict) or "customer" not in value:
            raise ProtocolError('start needs {"customer": id}')
        self._class.close()
        if self._class.has_news():
            self._bank = teach(self._claimed, self._class.lessons())
            self._selector = Selector(self._bank)
        self._belief = Belief(temperature=self._bank.temperature)
        self._asked, self._answers = [], []
        return [self._next()]

    def _answer(self, value: Any) -> list[dict[str, Any]]:
        if self._open is None:
            raise ProtocolError("no question is open; send start first")
        if value is not None:
            ids = [answer.id for answer in self._open.answers]
            if value not in ids:
                raise ProtocolError(f"{self._open.id} has no answer {value!r}; use one of {ids}")
            self._belief = self._belief.after(state_likelihood(self._open)[ids.index(value)])
            self._answers.append((self._open.id, value))
        self._asked.append(self._open)
        return [self._next()]

    def _next(self) -> dict[str, Any]:
        self._open = None
        if not is_finished(self._belief, len(self._asked), self._policy):
            last = self._asked[-1].topic if self._asked else None
            asked = {question.id for question in self._asked}
            self._open = self._selector.next_question(self._belief, asked, last, self._policy)
        return {"ask": self._open.id} if self._open else {"result": self._result()}

    def _confirm(self, value: Any) -> list[dict[str, Any]]:
        group = value.get("type") if isinstance(value, dict) else None
        independent = value.get("independent") if isinstance(value, dict) else None
        if type(group) is not int or not 1 <= group <= 9 or type(independent) is not bool:
            raise ProtocolError('confirm needs {"type": 1..9, "independent": true or false}')
        forecast = tuple(float(one) for one in self._belief.groups)
        audit = Audit(group=group, forecast=forecast) if independent else None
        self._class.hear(group, tuple(self._answers), audit)
        return []

    def _result(self) -> dict[str, Any]:
        posterior = self._belief.posterior
        return {
            "posterior": [float(one) for one in posterior],
            "verdict": verdict(posterior, self._policy),
            "questions": len(self._asked),
        }


def _parse(line: str) -> tuple[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise ProtocolError("this line is not JSON") from None
    if not isinstance(message, dict) or len(message) != 1:
        raise ProtocolError("one object with one key is expected")
    return next(iter(message.items()))


class _Class:
    """The confirmed customers of one process; the last word about the open one counts."""

    def __init__(self) -> None:
        self._counts: dict[Cell, float] = {}
        self._audits: list[Audit] = []
        self._confirmed = 0
        self._taught = 0
        self._word: tuple[int, tuple[tuple[str, str], ...], Audit | None] | None = None

    def hear(self, group: int, answers: tuple[tuple[str, str], ...], audit: Audit | None) -> None:
        """Keeps what was said about the open customer, in the place of what was said before."""
        self._word = (group, answers, audit)

    def close(self) -> None:
        """Takes in what was said about the customer who was open."""
        if self._word is None:
            return
        group, answers, audit = self._word
        for cell, times in count([(group, answers)]).items():
            self._counts[cell] = self._counts.get(cell, 0.0) + times
        self._audits += [audit] if audit is not None else []
        self._confirmed += 1
        self._word = None

    def has_news(self) -> bool:
        """Whether there is enough new for a lesson."""
        return self._confirmed - self._taught > GROWTH * self._taught

    def lessons(self) -> Lessons:
        """All that was learned so far."""
        self._taught = self._confirmed
        return Lessons(counts=dict(self._counts), temperature=fit_temperature(self._audits))


def bank_as_json(bank: Bank) -> dict[str, Any]:
    """The bank for other programs: likelihood[k] is P(answer | group k+1), without slips."""
    return {
        "questions": [
            {
                "id": question.id,
                "topic": question.topic,
                "answers": [
                    {"id": answer.id, "likelihood": [float(one) for one in row]}
                    for answer, row in zip(question.answers, question.likelihood(), strict=True)
                ],
            }
            for question in bank.questions
        ],
        "bits_per_question": bits_per_question(bank),
    }
