"""Tells whether a condition holds for a customer of whom not everything is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from knowledge.scheme_model import (
    All,
    AnyOf,
    Condition,
    InRange,
    Known,
    Leaf,
    NoneOf,
    OneOf,
    Subject,
    Value,
)

Samples = Mapping[Subject, tuple[Value, ...]]  # one value of each kind the conditions tell apart


@dataclass(frozen=True, kw_only=True)
class Judged:
    """True, false, or None for unknown with what is missing, in the order written."""

    truth: bool | None
    missing: tuple[Subject, ...] = ()


def evaluate(condition: Condition, known: Known) -> Judged:
    """The condition in three-valued logic, each part by itself (strong Kleene logic).

    May say unknown where the parts together are certain ("over 3, or not over 3"): `conclude`.
    """
    match condition:
        case InRange() | OneOf():
            return _compare(condition, known)
        case All(parts=parts):
            return _join(parts, known, decisive=False)
        case AnyOf(parts=parts):
            return _join(parts, known, decisive=True)
        case NoneOf(parts=parts):
            found = _join(parts, known, decisive=True)
            return found if found.truth is None else Judged(truth=not found.truth)


def conclude(condition: Condition, known: Known, samples: Samples) -> Judged:
    """The truth that holds whatever the missing facts are; else unknown with those that matter."""
    judged = evaluate(condition, known)
    if judged.truth is not None:
        return judged
    truths: set[bool] = set()
    for truth in possible_truths(condition, known, samples):
        truths.add(truth)
        if len(truths) == 2:
            matter = [one for one in judged.missing if _matters(one, condition, known, samples)]
            return Judged(truth=None, missing=tuple(matter))
    return Judged(truth=truths.pop())


def possible_truths(condition: Condition, known: Known, samples: Samples) -> Iterator[bool]:
    """What the condition may turn out to be: one truth for every way that decides it."""
    judged = evaluate(condition, known)
    if judged.truth is not None:
        yield judged.truth
        return
    first = judged.missing[0]
    for sample in samples[first]:
        yield from possible_truths(condition, learned(known, first, sample), samples)


def learned(known: Known, subject: Subject, value: Value) -> Known:
    """What is known once the subject is known as well."""
    if subject.share:
        return replace(known, shares={**known.shares, subject.fact: float(value)})
    return replace(known, values={**known.values, subject.fact: value})


def _compare(leaf: Leaf, known: Known) -> Judged:
    value = known.of(leaf.subject)
    match leaf:
        case OneOf(wanted=wanted) if value is not None:
            return Judged(truth=value in wanted)
        case InRange() if value is not None and not isinstance(value, bool | str):
            return Judged(truth=leaf.holds(value))
    return Judged(truth=None, missing=(leaf.subject,))


def _join(parts: tuple[Condition, ...], known: Known, *, decisive: bool) -> Judged:
    """The parts together, where one that is `decisive` settles them all."""
    missing: dict[Subject, None] = {}
    for part in parts:
        judged = evaluate(part, known)
        if judged.truth is decisive:
            return Judged(truth=decisive)
        missing.update(dict.fromkeys(judged.missing))
    return Judged(truth=None if missing else not decisive, missing=tuple(missing))


def _matters(subject: Subject, condition: Condition, known: Known, samples: Samples) -> bool:
    """Whether the others can turn out so that this subject alone decides."""
    missing = evaluate(condition, known).missing
    if subject not in missing:
        return False
    other = next((one for one in missing if one != subject), None)
    if other is None:
        return len(set(possible_truths(condition, known, samples))) == 2
    return any(
        _matters(subject, condition, learned(known, other, sample), samples)
        for sample in samples[other]
    )
