"""The errors of the Bot API, in Telegram's own words, and the record kept of each one given."""

from __future__ import annotations

from dataclasses import dataclass

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class RefusalError(Exception):
    """Raised by a method's handler; the dispatcher turns it into Telegram's error answer."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.retry_after = retry_after


class ClientGoneError(Exception):
    """The client hung up while its call was waiting, so there is nobody left to answer."""


@dataclass(frozen=True)
class Refused:
    """One error the server gave; `planned` marks those a test had asked for."""

    method: str
    status: int
    description: str
    planned: bool = False


def bad_request(reason: str) -> RefusalError:
    return RefusalError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusalError:
    return RefusalError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusalError:
    return RefusalError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> RefusalError:
    return RefusalError(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def stricter_than_telegram(reason: str) -> RefusalError:
    """Refuses what Telegram would silently drop, because a test should not overlook the loss."""
    return bad_request(f"strict test server: {reason}")
