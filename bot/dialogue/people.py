"""Who talks with the machine and which role may do what; whom they may see, the query says."""

from collections.abc import Mapping
from dataclasses import dataclass

OWNER, MANAGER, REP = "owner", "manager", "rep"
EVERYONE = frozenset({OWNER, MANAGER, REP})
MANAGERS = frozenset({OWNER, MANAGER})

# Default deny: what is not written here nobody may do.
RIGHTS: Mapping[str, frozenset[str]] = {
    "talk": EVERYONE,
    "create_customer": EVERYONE,
    "see_hits": MANAGERS,
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """The admitted person in the chat."""

    id: str
    role: str


def may(person: Person | None, what: str) -> bool:
    """Whether the person may do `what`; an unknown person and an unknown right are refused."""
    return person is not None and person.role in RIGHTS.get(what, frozenset())
