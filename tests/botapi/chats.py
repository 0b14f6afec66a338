"""A chat: its messages as its people see them now, and the history of every send and edit."""

from __future__ import annotations

import threading

from .model import LogEntry, Message, Person

SUPERGROUP_IDS_BELOW = -1_000_000_000_000


class Chat:
    """Made by the server only; tests read it."""

    def __init__(
        self,
        identifier: int,
        lock: threading.Condition,
        *,
        person: Person | None = None,
        title: str = "",
    ) -> None:
        self.id = identifier
        self.person = person
        self.title = title
        self.has_bot = True
        self._lock = lock
        self._messages: dict[int, Message] = {}
        self._log: list[LogEntry] = []
        self._actions: list[str] = []

    @property
    def type(self) -> str:
        if self.person:
            return "private"
        return "supergroup" if self.id < SUPERGROUP_IDS_BELOW else "group"

    @property
    def messages(self) -> tuple[Message, ...]:
        with self._lock:
            return tuple(self._messages.values())

    @property
    def bot_messages(self) -> tuple[Message, ...]:
        return tuple(message for message in self.messages if message.from_bot)

    @property
    def log(self) -> tuple[LogEntry, ...]:
        with self._lock:
            return tuple(self._log)

    @property
    def actions(self) -> tuple[str, ...]:
        """The chat actions the bot showed, such as "typing"."""
        with self._lock:
            return tuple(self._actions)

    def message(self, message_id: int) -> Message | None:
        """The message as it is now, or None once it is deleted."""
        with self._lock:
            return self._messages.get(message_id)

    def transcript(self) -> str:
        """The chat as readable text, for the failure of a test."""
        lines = (transcript_line(message) for message in self.messages)
        return "\n".join(lines) or "(no messages)"

    def add(self, message: Message) -> None:
        self._store(message, LogEntry("sent", message))

    def replace(self, message: Message) -> None:
        self._store(message, LogEntry("edited", message))

    def delete(self, message: Message) -> None:
        with self._lock:
            del self._messages[message.message_id]
            self._log.append(LogEntry("deleted", message))
            self._lock.notify_all()

    def show_action(self, action: str) -> None:
        with self._lock:
            self._actions.append(action)
            self._lock.notify_all()

    def _store(self, message: Message, entry: LogEntry) -> None:
        with self._lock:
            self._messages[message.message_id] = message
            self._log.append(entry)
            self._lock.notify_all()


def transcript_line(message: Message) -> str:
    kind = "" if message.kind == "text" else f"<{message.kind}> "
    rows = "".join("\n    " + " ".join(f"[{label}]" for label in row) for row in message.rows)
    return f"{message.sender.first_name}> {kind}{message.text}{rows}"
