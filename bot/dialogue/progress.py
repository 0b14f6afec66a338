"""What one chat remembers between two messages."""

from dataclasses import dataclass
from typing import Literal

Flow = Literal["idle", "naming", "interview", "audit"]


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A typed name that waits for the tap that creates the customer under `customer_id`."""

    customer_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Small, versioned, ids only but for a pending name; all facts stay in the database.

    `number` and `question_id` are the question on the screen, `stop_at` the number of questions
    after which the next card is due, `created_id` a customer created a moment ago with nothing
    answered yet, `buttons` the data of the last screen's buttons, `note` a typed note that waits
    for its customer, `shown_id` the interview after which a card was seen.
    """

    flow: Flow = "idle"
    customer_id: str | None = None
    interview_id: str | None = None
    number: int = 0
    question_id: str | None = None
    stop_at: int = 0
    created_id: str | None = None
    pending: Pending | None = None
    buttons: tuple[str, ...] = ()
    note: str = ""
    shown_id: str | None = None
