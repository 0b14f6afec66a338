"""Turns the facts about a customer into evidence, as a whole and sighting by sighting."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.dialogue.profile import Answered, Noted, Profile
from bot.dialogue.world import Knowledge
from personas.belief import Belief, believe, is_known
from personas.model import Evidence, Observation
from personas.note_evidence import evidence_in


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """What one person saw on one day: the evidence as of that day, and all there was by then."""

    day: str
    days_ago: float
    evidence: tuple[Evidence, ...]
    until_then: tuple[Evidence, ...]


def evidence_of(profile: Profile, knowledge: Knowledge) -> tuple[Evidence, ...]:
    """All answers and notes as evidence, oldest first, without skips."""
    return tuple(one for fact in _facts(profile) for one in _read(fact, knowledge))


def belief_about(profile: Profile, knowledge: Knowledge) -> Belief:
    """What all evidence about a customer gives today."""
    return believe(knowledge.bank, evidence_of(profile, knowledge), knowledge.policy.half_life_days)


def sightings(profile: Profile, knowledge: Knowledge) -> tuple[Sighting, ...]:
    """The days on which somebody saw something that counts, oldest first."""
    found: list[Sighting] = []
    before: list[Evidence] = []
    for facts in _by_sighting(profile):
        sight = facts[0].sight
        seen = [
            one for fact in facts for one in _read(fact, knowledge) if is_known(knowledge.bank, one)
        ]
        before += seen
        if seen:
            found.append(
                Sighting(
                    day=sight.day,
                    days_ago=sight.days_ago,
                    evidence=_as_of(seen, sight.days_ago),
                    until_then=_as_of(before, sight.days_ago),
                )
            )
    return tuple(found)


def _as_of(evidence: list[Evidence], days_ago: float) -> tuple[Evidence, ...]:
    """The evidence as old as it was so many days ago."""
    return tuple(replace(one, days_ago=max(0.0, one.days_ago - days_ago)) for one in evidence)


def _facts(profile: Profile) -> list[Answered | Noted]:
    facts: list[Answered | Noted] = [*profile.answers, *profile.notes]
    return sorted(facts, key=lambda fact: -fact.sight.days_ago)  # of one moment in their order


def _by_sighting(profile: Profile) -> list[list[Answered | Noted]]:
    """The facts of one person on one day together, in the order of time."""
    groups: dict[tuple[str, str], list[Answered | Noted]] = {}
    for fact in _facts(profile):
        groups.setdefault((fact.sight.day, fact.sight.person_id), []).append(fact)
    return list(groups.values())


def _read(fact: Answered | Noted, knowledge: Knowledge) -> Iterator[Evidence]:
    days_ago = fact.sight.days_ago
    match fact:
        case Answered(answer_id=str(answer_id)):
            yield Observation(question_id=fact.question_id, answer_id=answer_id, days_ago=days_ago)
        case Noted():
            reading = knowledge.reader.read(fact.text)
            yield from evidence_in(
                knowledge.bank, fact.text, reading, meant=fact.meant, days_ago=days_ago
            )
        case _:
            return
