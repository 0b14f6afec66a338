"""The queue of updates and the long polling of getUpdates."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable
from typing import Any

from .model import Json
from .refusal import ClientGoneError, conflict

FIRST_UPDATE_ID = 1001
TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class UpdateQueue:
    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self._identifiers = itertools.count(FIRST_UPDATE_ID)
        self._posted: dict[int, Json] = {}
        self._pending: list[Json] = []
        self._again: list[Json] = []
        self._allowed: frozenset[str] = frozenset()
        self._waiting_poll = 0
        self._interruption = TERMINATED

    @property
    def posted(self) -> list[Json]:
        with self._changed:
            return list(self._posted.values())

    @property
    def pending_count(self) -> int:
        return len(self._pending) + len(self._again)

    def allow(self, kinds: Any) -> None:
        """Telegram remembers the choice until another one comes; an empty list means all."""
        if isinstance(kinds, list):
            self._allowed = frozenset(str(kind).lower() for kind in kinds)

    def post(self, kind: str, content: Json) -> None:
        with self._changed:
            if self._allowed and kind not in self._allowed:
                return
            update_id = next(self._identifiers)
            update: Json = {"update_id": update_id, kind: content}
            self._posted[update_id] = update
            self._pending.append(update)
            self._changed.notify_all()

    def redeliver(self, update_id: int) -> None:
        with self._changed:
            self._again.append(self._posted[update_id])
            self._changed.notify_all()

    def drop_all(self) -> None:
        self._pending.clear()
        self._again.clear()

    def interrupt(self, reason: str) -> None:
        """Ends a waiting getUpdates with a conflict."""
        with self._changed:
            self._waiting_poll += 1
            self._interruption = reason
            self._changed.notify_all()

    def poll(
        self, offset: int, limit: int, timeout: int, is_connected: Callable[[], bool]
    ) -> list[Json]:
        with self._changed:
            self._confirm(offset)
            if not self.pending_count and timeout:
                self._wait(timeout, is_connected)
            return self._hand_out(limit)

    def _wait(self, timeout: int, is_connected: Callable[[], bool]) -> None:
        self.interrupt(TERMINATED)
        own = self._waiting_poll
        if is_connected():
            self._changed.wait_for(lambda: own != self._waiting_poll or self.pending_count, timeout)
        if not is_connected():
            raise ClientGoneError
        if own != self._waiting_poll:
            raise conflict(self._interruption)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = list(not_below(offset, self._pending))

    def _hand_out(self, limit: int) -> list[Json]:
        updates = (self._again + self._pending)[:limit]
        self._again = self._again[limit:]
        return updates


def not_below(offset: int, updates: Iterable[Json]) -> Iterable[Json]:
    return (update for update in updates if update["update_id"] >= offset)
