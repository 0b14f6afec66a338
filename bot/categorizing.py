"""Says of every customer to which class of a scheme it belongs, for other programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.dialogue.profile import Profile
from bot.dialogue.relationship import RELATIONSHIP, known_of
from bot.dialogue.world import Knowledge
from bot.language import Speech
from bot.learner import Learner
from bot.profiles import load_profile
from bot.showing import LOCAL_OWNER
from db import customers, facts
from knowledge.classify import classify
from knowledge.scheme_model import Scheme


class NoSuchSchemeError(Exception):
    """There is no scheme of that id; `known` are those there are."""

    def __init__(self, scheme_id: str, known: list[str]) -> None:
        self.scheme_id, self.known = scheme_id, known
        super().__init__(scheme_id)

    def sentence(self, speech: Speech) -> str:
        """What to tell the person who asked."""
        listed = ", ".join(self.known)
        return speech.sentences["categorize.none"].format(scheme=self.scheme_id, known=listed)


def categorize(
    engine: Engine, learner: Learner, speech: Speech, scheme_id: str | None, now: datetime
) -> Iterator[dict[str, Any]]:
    """One entry per customer, by name; raises NoSuchSchemeError for an unknown scheme."""
    schemes = learner.shipped.schemes
    scheme = schemes.scheme(scheme_id or RELATIONSHIP)
    if scheme is None:
        raise NoSuchSchemeError(scheme_id or "", [one.id for one in schemes.schemes])
    return _entries(engine, learner.shipped, speech, scheme, now)


def _entries(
    engine: Engine, knowledge: Knowledge, speech: Speech, scheme: Scheme, now: datetime
) -> Iterator[dict[str, Any]]:
    with Session(engine) as session:
        for customer_id, name in facts.customers_with_names(session, LOCAL_OWNER):
            customer = customers.Customer(id=customer_id, name=name)
            profile = load_profile(session, customer, LOCAL_OWNER.id, now, knowledge.timezone)
            named = {"customer_id": customer_id, "name": name}
            yield {**named, **as_values(profile, knowledge, speech, scheme)}


def as_values(
    profile: Profile, knowledge: Knowledge, speech: Speech, scheme: Scheme
) -> dict[str, Any]:
    """A customer's class in one scheme as plain values; "missing" names the facts to ask for."""
    found = classify(scheme, known_of(profile, knowledge))
    name = profile.customer.name
    return {
        "scheme": scheme.id,
        "class": found.class_id,
        "flags": list(found.flags),
        "reason": speech.written(found.reason, name) if found.reason else None,
        "missing": list(found.missing),
    }
