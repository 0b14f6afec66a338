"""A stored profile for other programs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.dialogue.card import Card, make_card
from bot.dialogue.people import OWNER
from bot.dialogue.replies import CardScreen, Label, Phrase
from bot.language import Speech
from bot.learner import Learner
from bot.profiles import load_profile
from bot.rendering import render
from bot.screens.card import reason_text
from db import customers
from db.people import Person

LOCAL_OWNER = Person(id="", role=OWNER, language="vi")  # who runs the command owns the database


class NoSuchCustomerError(Exception):
    """No customer, or several, of that name; `names` are the closest."""

    def __init__(self, name: str, names: list[str]) -> None:
        self.name, self.names = name, names
        super().__init__(name)

    def sentence(self, speech: Speech) -> str:
        """What to tell the person who asked."""
        facts: dict[str, Label] = {"name": self.name, "names": ", ".join(self.names)}
        return speech.text(Phrase(id="show.near" if self.names else "show.none", facts=facts))


def find_card(engine: Engine, learner: Learner, name: str, now: datetime) -> Card:
    """The card of the customer of that name; raises NoSuchCustomerError unless it is one."""
    with Session(engine) as session, session.begin():
        matches = customers.find_customers(session, LOCAL_OWNER, name, limit=5)
        same = [match.customer for match in matches if match.closeness == "same"]
        if len(same) != 1:
            raise NoSuchCustomerError(name, [match.customer.name for match in matches])
        knowledge = learner.knowledge(session, now)
        profile = load_profile(session, same[0], LOCAL_OWNER.id, now, knowledge.timezone)
        return make_card(profile, knowledge)


def as_text(card: Card, speech: Speech) -> str:
    """A card as the chat shows it, without its buttons."""
    return render(CardScreen(card=card, buttons=()), speech).text


def as_values(card: Card, speech: Speech) -> dict[str, Any]:
    """A card as plain values; `group` is the most probable one, `confirmed` what a person said."""
    return {
        "name": card.customer.name,
        "customer_id": card.customer.id,
        "posterior": [float(one) for one in card.posterior],
        "group": card.first.persona.group,
        "group_name": speech.written(card.first.persona.name.by_language),
        "probability": card.first.probability,
        "runner_up": card.second.persona.group,
        "verdict": card.verdict,
        "hypothesis": True,
        "reasons": [
            {
                "seen": reason_text(reason, card, speech),
                "for": reason.is_for,
                "log_odds": reason.log_odds,
            }
            for reason in card.reasons
        ],
        "confirmed": card.confirmed.group if card.confirmed else None,
        "answers": card.answers,
        "sightings": card.sightings,
        "stale_days": card.stale_days,
        "categories": _categories(card, speech),
    }


def _categories(card: Card, speech: Speech) -> dict[str, Any]:
    """The relationship category by the id of its scheme; "missing" names the facts to ask for."""
    if card.relationship is None:
        return {}
    scheme, found = card.relationship
    reason = speech.written(found.reason, card.customer.name) if found.reason else None
    return {
        scheme.id: {
            "class": found.class_id,
            "flags": list(found.flags),
            "reason": reason,
            "missing": list(found.missing),
        }
    }
