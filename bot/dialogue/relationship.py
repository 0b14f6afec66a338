"""Works out a customer's categories from the facts that were stated."""

from bot.dialogue.profile import Profile
from bot.dialogue.world import Knowledge
from knowledge.classify import classify
from knowledge.scheme_model import Classification, Fact, Known, Scheme, Value

RELATIONSHIP = "relationship"  # the scheme that stands on the card
PASSING = "days_since_"  # figures that grow by a day every day


def known_of(profile: Profile, knowledge: Knowledge) -> Known:
    """What is known of a customer today; what the content lost is left out."""
    values: dict[str, Value] = {}
    for stated in profile.facts:
        fact = knowledge.schemes.facts.get(stated.fact_id)
        value = fact.value_of(stated.value) if fact is not None else None
        if fact is not None and value is not None:
            values[fact.id] = _today(fact, value, stated.sight.days_ago)
    return Known(values=values, tapped=frozenset(values))


def _today(fact: Fact, value: Value, days_ago: float) -> Value:
    """A number of days is larger by the days that passed since it was told."""
    if fact.id.startswith(PASSING) and isinstance(value, float | int):
        return float(round(value + days_ago))
    return value


def relationship_of(profile: Profile, knowledge: Knowledge) -> tuple[Scheme, Classification] | None:
    """The relationship category; None where the content has no such scheme."""
    scheme = knowledge.schemes.scheme(RELATIONSHIP)
    if scheme is None:
        return None
    return scheme, classify(scheme, known_of(profile, knowledge))
