"""What managers are told about how well the product did."""

from dataclasses import dataclass

from personas.hits import Hit


@dataclass(frozen=True, kw_only=True)
class TipHit:
    """How many people found the tips for a group in a situation useful, and how many wrong."""

    situation_id: str
    group: int
    useful: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class Hits:
    """Counts over all customers: confirmed ones, of which `repeated` only repeat the card.

    Of `audits` judgements made before the card `agreed` named its most probable group. `version`
    and `temperature` say what the product has learned so far (0: nothing).
    """

    confirmed: int
    repeated: int
    audits: int
    agreed: int
    version: int
    learned: bool = True
    temperature: float
    questions: tuple[Hit, ...] = ()
    rules: tuple[Hit, ...] = ()
    cues: tuple[Hit, ...] = ()
    tips: tuple[TipHit, ...] = ()
