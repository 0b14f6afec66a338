"""Finds one sample for all values of a fact that a scheme does not tell apart."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite

from knowledge.rules import Samples
from knowledge.scheme_model import Fact, InRange, Leaf, Scheme, Subject, Value, leaves


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The answers of a fact: each stands for itself."""

    samples: tuple[Value, ...]

    def sample_for(self, value: Value | None) -> Value | None:
        """The answer itself, or None where it is not known or no longer one."""
        return value if value in self.samples else None


@dataclass(frozen=True, kw_only=True)
class Steps:
    """A figure cut at the numbers a scheme compares it with: on each cut, and between them."""

    cuts: tuple[float, ...]
    least: float
    most: float

    @property
    def samples(self) -> tuple[Value, ...]:
        """One number on each cut and one between each two, as far as a figure can be so."""
        return tuple(one for one in self._all() if one is not None)

    def sample_for(self, value: Value | None) -> Value | None:
        """The sample alike to the number, or None where it is not known or cannot be."""
        if value is None or isinstance(value, bool | str):
            return None
        if not (isfinite(value) and self.least <= value <= self.most):
            return None
        at = bisect_left(self.cuts, value)
        on_cut = at < len(self.cuts) and self.cuts[at] == value
        return self.cuts[at] if on_cut else self._between(at)

    def _all(self) -> Iterator[float | None]:
        for at, cut in enumerate(self.cuts):
            yield self._between(at)
            yield cut
        yield self._between(len(self.cuts))

    def _between(self, at: int) -> float | None:
        """A number under the cut at this place and over the one before; None if there is none."""
        low = self.cuts[at - 1] if at > 0 else self.least
        high = self.cuts[at] if at < len(self.cuts) else self.most
        if low >= high:
            return None
        if isfinite(low) and isfinite(high):
            return (low + high) / 2
        if isfinite(low):
            return low + 1
        return high - 1 if isfinite(high) else 0.0


@lru_cache(maxsize=1024)
def kinds_of_values(scheme: Scheme) -> Mapping[Subject, Choices | Steps]:
    """What the scheme tells apart, by subject in the order of its conditions.

    A figure's value stands here also where only its share is compared.
    """
    found: dict[Subject, list[Leaf]] = {}
    for one in (*scheme.classes, *scheme.flags):
        for leaf in leaves(one.when):
            found.setdefault(Subject(fact=leaf.subject.fact), [])
            found.setdefault(leaf.subject, []).append(leaf)
    return {
        subject: _kinds(scheme.facts[subject.fact], subject, used)
        for subject, used in found.items()
    }


@lru_cache(maxsize=1024)
def samples_of(scheme: Scheme) -> Samples:
    """The samples of every subject of a scheme."""
    return {subject: kinds.samples for subject, kinds in kinds_of_values(scheme).items()}


def _kinds(fact: Fact, subject: Subject, used: list[Leaf]) -> Choices | Steps:
    if fact.kind == "number":
        ends = {end for one in used if isinstance(one, InRange) for end in (one.low, one.high)}
        least = -inf if fact.below_zero and not subject.share else 0.0
        most = 1.0 if subject.share else inf
        cuts = sorted(end for end in ends if isfinite(end) and least <= end <= most)
        return Steps(cuts=tuple(cuts), least=least, most=most)
    if fact.kind == "yes_no":
        return Choices(samples=(True, False))
    return Choices(samples=tuple(answer.id for answer in fact.answers))
