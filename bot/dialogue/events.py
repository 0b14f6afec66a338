"""What can come into the machine: from the person, and from the database."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.dialogue.hits import Hits
from bot.dialogue.intents import Intent
from bot.dialogue.profile import Customer, Profile

Closeness = Literal["same", "plain", "near"]
Attachment = Literal["sticker", "photo", "voice", "file", "place", "contact", "other"]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A line of text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Tapped:
    """A button, by the data it carries."""

    data: str


@dataclass(frozen=True, kw_only=True)
class Commanded:
    """A command without its slash, and what was written behind it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """Something that is not text."""

    kind: Attachment


@dataclass(frozen=True, kw_only=True)
class Match:
    """A found customer and how close its name is to what was typed."""

    customer: Customer
    closeness: Closeness


@dataclass(frozen=True, kw_only=True)
class CustomersFound:
    """The answer to FindCustomers, best match first."""

    typed: str
    matches: tuple[Match, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomersListed:
    """The answer to ListCustomers: one page, newest first."""

    page: int
    customers: tuple[Customer, ...]
    has_more: bool
    greeting: bool
    for_note: bool = False


@dataclass(frozen=True, kw_only=True)
class ProfileLoaded:
    """The answer to LoadProfile; `profile` is None when there is none this person may see."""

    customer_id: str
    profile: Profile | None
    then: Intent


@dataclass(frozen=True, kw_only=True)
class CustomerRemoved:
    """The answer to RemoveCustomer: whether it was taken back."""

    customer: Customer
    removed: bool


@dataclass(frozen=True, kw_only=True)
class InviteChecked:
    """The answer to RedeemInvite: the role it gave, or None."""

    role: str | None


@dataclass(frozen=True, kw_only=True)
class HitsLoaded:
    """The answer to LoadHits."""

    hits: Hits


FromPerson: TypeAlias = Typed | Tapped | Commanded | Attached
FromDatabase: TypeAlias = (
    CustomersFound | CustomersListed | ProfileLoaded | CustomerRemoved | InviteChecked | HitsLoaded
)
Event: TypeAlias = FromPerson | FromDatabase
