"""Makes the card of a customer from its facts."""

from dataclasses import dataclass

from bot.dialogue.evidence import Sighting, evidence_of, sightings
from bot.dialogue.profile import Customer, Profile
from bot.dialogue.relationship import relationship_of
from bot.dialogue.world import Knowledge
from knowledge.scheme_model import Classification, Scheme
from personas.belief import believe, subject_of, weigh
from personas.interview import ranking, verdict
from personas.model import Bank, Evidence, FloatArray, Impression, Persona, Verdict
from personas.reasons import Reason, reasons


@dataclass(frozen=True, kw_only=True)
class Guess:
    """One group with its probability, 0..1."""

    persona: Persona
    probability: float


CONTRADICTS = 0.30  # a sighting by itself must be so sure of another group to be shown as one


@dataclass(frozen=True, kw_only=True)
class Shift:
    """The last sighting by itself leans to another group than all before it did."""

    before: int
    now: int


@dataclass(frozen=True, kw_only=True, eq=False)  # it holds an array
class Card:
    """Everything a card says; `answers` counts the observed responses behind it.

    `stale_days` is how long nothing was seen, where that is too long; `sightings` counts the days
    on which somebody saw something.
    """

    customer: Customer
    posterior: FloatArray
    verdict: Verdict
    first: Guess
    second: Guess
    reasons: tuple[Reason, ...]
    confirmed: Persona | None
    answers: int
    sightings: int = 0
    shift: Shift | None = None
    stale_days: float | None = None
    relationship: tuple[Scheme, Classification] | None = None

    @property
    def persona(self) -> Persona:
        """The group advice follows: the confirmed one, else the most probable."""
        return self.confirmed or self.first.persona


def make_card(profile: Profile, knowledge: Knowledge) -> Card:
    """The card as the facts and today's content give it."""
    bank, half_life = knowledge.bank_about(profile.confirmed), knowledge.policy.half_life_days
    evidence = evidence_of(profile, knowledge)
    posterior = believe(bank, evidence, half_life).posterior
    seen = sightings(profile, knowledge)
    first, second = ranking(posterior)[:2]
    guesses = [
        Guess(persona=bank.personas[group], probability=float(posterior[group - 1]))
        for group in (first, second)
    ]
    return Card(
        customer=profile.customer,
        posterior=posterior,
        verdict=verdict(posterior, knowledge.policy),
        first=guesses[0],
        second=guesses[1],
        reasons=tuple(reasons(bank, evidence, first, posterior, half_life_days=half_life)),
        confirmed=bank.personas[profile.confirmed] if profile.confirmed else None,
        answers=count_observed(bank, evidence),
        sightings=len(seen),
        shift=_shift(seen, knowledge),
        stale_days=_stale(seen, knowledge),
        relationship=relationship_of(profile, knowledge),
    )


def count_observed(bank: Bank, evidence: tuple[Evidence, ...]) -> int:
    """How many things were observed; the wording of notes counts only where nothing else does."""
    known = [one.evidence for one in weigh(bank, evidence)]
    single = [one for one in known if not isinstance(one, Impression)]
    return len({subject_of(one) for one in single}) or min(1, len(known))


def _stale(seen: tuple[Sighting, ...], knowledge: Knowledge) -> float | None:
    too_long = bool(seen) and seen[-1].days_ago >= knowledge.stale_days
    return seen[-1].days_ago if too_long else None


def _shift(seen: tuple[Sighting, ...], knowledge: Knowledge) -> Shift | None:
    """What the last sighting contradicts, if it does."""
    if len(seen) < 2:
        return None
    half_life = knowledge.policy.half_life_days
    before = believe(knowledge.bank, seen[-2].until_then, half_life).posterior
    now = believe(knowledge.bank, seen[-1].evidence, half_life).posterior
    if min(before.max(), now.max()) < CONTRADICTS or before.argmax() == now.argmax():
        return None
    return Shift(before=ranking(before)[0], now=ranking(now)[0])
