"""Errors and broken connections that a test asks for in advance."""

from __future__ import annotations

from dataclasses import dataclass

from .refusal import RefusalError

SENDING = frozenset(
    {"sendmessage", "senddocument", "sendphoto", "editmessagetext", "editmessagereplymarkup"}
)


@dataclass(frozen=True)
class Fault:
    """An error to answer with; without one the connection is dropped.

    `after_execution` does what was asked first: the call has its effect, its answer is lost.
    """

    error: RefusalError | None = None
    after_execution: bool = False


class Faults:
    def __init__(self) -> None:
        self._planned: list[tuple[frozenset[str], Fault]] = []

    def plan(self, methods: frozenset[str], fault: Fault) -> None:
        self._planned.append((frozenset(name.lower() for name in methods), fault))

    def take(self, method: str) -> Fault | None:
        for position, (methods, fault) in enumerate(self._planned):
            if method.lower() in methods:
                del self._planned[position]
                return fault
        return None
