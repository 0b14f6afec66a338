"""Makes the card of a customer from its facts."""

from dataclasses import dataclass

from bot.dialogue.profile import Customer, Profile
from bot.dialogue.world import Knowledge
from personas.belief import believe, understood
from personas.interview import ranking, verdict
from personas.model import FloatArray, Persona, Verdict
from personas.reasons import Reason, reasons


@dataclass(frozen=True, kw_only=True)
class Guess:
    """One group with its probability, 0..1."""

    persona: Persona
    probability: float


@dataclass(frozen=True, kw_only=True, eq=False)  # it holds an array
class Card:
    """Everything a card says; `answers` counts the observed responses behind it."""

    customer: Customer
    posterior: FloatArray
    verdict: Verdict
    first: Guess
    second: Guess
    reasons: tuple[Reason, ...]
    confirmed: Persona | None
    answers: int

    @property
    def persona(self) -> Persona:
        """The group advice follows: the confirmed one, else the most probable."""
        return self.confirmed or self.first.persona


def make_card(profile: Profile, knowledge: Knowledge) -> Card:
    """The card as the facts and today's content give it."""
    bank = knowledge.bank
    posterior = believe(bank, profile.evidence).posterior
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
        reasons=tuple(reasons(bank, profile.evidence, first, posterior)),
        confirmed=bank.personas[profile.confirmed] if profile.confirmed else None,
        answers=len(understood(bank, profile.evidence)),
    )
