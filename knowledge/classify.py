"""Puts a customer into a class of a scheme, or says what must be known first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from knowledge.filling import filled
from knowledge.rules import conclude
from knowledge.scheme_model import Classification, Known, Scheme, Subject, Value
from knowledge.telling_apart import kinds_of_values, samples_of

Standing: TypeAlias = tuple[Value | None, ...]  # a sample, or None, for every subject of a scheme


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What follows from a standing: no words yet."""

    class_id: str | None
    flags: tuple[str, ...]
    missing: tuple[str, ...]
    missing_for_flags: tuple[str, ...]
    question: str | None


def classify(scheme: Scheme, known: Known) -> Classification:
    """The customer's class and flags with their reasons, or what is missing.

    Classes are tried in order; one that may still hold stops the search, unless it holds
    whatever the missing facts are.
    """
    decision = decide(scheme, known)
    chosen = scheme.class_of(decision.class_id)
    raised = [one for one in scheme.flags if one.id in decision.flags]
    return Classification(
        scheme_id=scheme.id,
        class_id=decision.class_id,
        reason=filled(chosen.reason, known, scheme.facts) if chosen else None,
        flags=decision.flags,
        flag_reasons={one.id: filled(one.reason, known, scheme.facts) for one in raised},
        missing=decision.missing,
        missing_for_flags=decision.missing_for_flags,
        question=decision.question,
    )


def decide(scheme: Scheme, known: Known) -> Decision:
    """The same without words: what a run over many customers needs."""
    standing = tuple(
        kinds.sample_for(known.of(subject)) for subject, kinds in kinds_of_values(scheme).items()
    )
    return _decided(scheme, standing)


# A hundred thousand customers share a few hundred standings in a scheme: each is decided once.
@lru_cache(maxsize=2**16)
def _decided(scheme: Scheme, standing: Standing) -> Decision:
    known = _known(scheme, standing)
    class_id, missing = _first_class(scheme, known)
    flags, missing_for_flags = _flags(scheme, known)
    return Decision(
        class_id=class_id,
        flags=flags,
        missing=missing,
        missing_for_flags=missing_for_flags,
        question=_question(scheme, standing, missing),
    )


def _first_class(scheme: Scheme, known: Known) -> tuple[str | None, tuple[str, ...]]:
    for one in scheme.classes:
        judged = conclude(one.when, known, samples_of(scheme))
        if judged.truth is not False:
            return one.id if judged.truth else None, _facts(judged.missing)
    return None, ()


def _flags(scheme: Scheme, known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    judged = [(one.id, conclude(one.when, known, samples_of(scheme))) for one in scheme.flags]
    raised = tuple(flag_id for flag_id, one in judged if one.truth)
    return raised, _facts(subject for _, one in judged for subject in one.missing)


def _question(scheme: Scheme, standing: Standing, missing: tuple[str, ...]) -> str | None:
    """The first missing fact that can be asked, if its answers can lead to a class.

    No other one can where the first cannot: knowing more never opens what was decided.
    """
    at = {subject: place for place, subject in enumerate(kinds_of_values(scheme))}
    for fact in missing:
        told = standing[at[Subject(fact=fact)]] is not None  # then only its share is missing
        if scheme.facts[fact].question is not None and not told:
            after = (_decided(scheme, one) for one in _answered(scheme, standing, fact))
            return fact if any(one.class_id or one.question for one in after) else None
    return None


def _answered(scheme: Scheme, standing: Standing, fact: str) -> Iterator[Standing]:
    """The standings that answers to a fact's question, and the shares they give, lead to."""
    return product(
        *(
            samples if subject.fact == fact and here is None else (here,)
            for (subject, samples), here in zip(samples_of(scheme).items(), standing, strict=True)
        )
    )


def _known(scheme: Scheme, standing: Standing) -> Known:
    values: dict[str, Value] = {}
    shares: dict[str, float] = {}
    for subject, sample in zip(kinds_of_values(scheme), standing, strict=True):
        if sample is not None and subject.share:
            shares[subject.fact] = float(sample)
        elif sample is not None:
            values[subject.fact] = sample
    return Known(values=values, shares=shares)


def _facts(subjects: Iterable[Subject]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.fact for subject in subjects))
