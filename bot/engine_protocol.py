"""The engine as JSON lines: one question out, one answer in, a posterior at the end."""

import json
from typing import Any

from personas.belief import Belief, state_likelihood
from personas.interview import Policy, Selector, is_finished, verdict
from personas.model import Bank, Question
from personas.strength import bits_per_question


class ProtocolError(Exception):
    """A line the engine cannot use; its sentence says what was expected."""


class EngineSession:
    """One process's state: a belief and the open question, fresh with every start."""

    def __init__(self, bank: Bank, policy: Policy) -> None:
        self._selector = Selector(bank)
        self._policy = policy
        self._belief = Belief()
        self._asked: list[Question] = []
        self._open: Question | None = None
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
                return _confirm(value)
            case "end":
                self.ended = True
                return []
        raise ProtocolError(f"unknown message {kind!r}; use start, answer, confirm or end")

    def _start(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, dict) or "customer" not in value:
            raise ProtocolError('start needs {"customer": id}')
        self._belief, self._asked = Belief(), []
        return [self._next()]

    def _answer(self, value: Any) -> list[dict[str, Any]]:
        if self._open is None:
            raise ProtocolError("no question is open; send start first")
        if value is not None:
            ids = [answer.id for answer in self._open.answers]
            if value not in ids:
                raise ProtocolError(f"{self._open.id} has no answer {value!r}; use one of {ids}")
            self._belief = self._belief.after(state_likelihood(self._open)[ids.index(value)])
        self._asked.append(self._open)
        return [self._next()]

    def _next(self) -> dict[str, Any]:
        self._open = None
        if not is_finished(self._belief, len(self._asked), self._policy):
            last = self._asked[-1].topic if self._asked else None
            asked = {question.id for question in self._asked}
            self._open = self._selector.next_question(self._belief, asked, last, self._policy)
        return {"ask": self._open.id} if self._open else {"result": self._result()}

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


def _confirm(value: Any) -> list[dict[str, Any]]:
    group = value.get("type") if isinstance(value, dict) else None
    independent = value.get("independent") if isinstance(value, dict) else None
    if type(group) is not int or not 1 <= group <= 9 or type(independent) is not bool:
        raise ProtocolError('confirm needs {"type": 1..9, "independent": true or false}')
    return []


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
