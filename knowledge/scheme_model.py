"""The frozen values of category schemes: facts, conditions, classes, what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal, TypeAlias

from knowledge.model import Text

Kind = Literal["choice", "number", "date", "yes_no"]
Value: TypeAlias = str | bool | float  # a choice's answer id, yes or no, a figure
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}  # answer ids of every yes_no fact


@dataclass(frozen=True, kw_only=True)
class FactAnswer:
    """One tap answer to a fact's question; for a figure with the number it stands for."""

    id: str
    text: Text
    value: float | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that can be known about a customer; without a question only orders tell it."""

    id: str
    kind: Kind
    label: Text
    question: Text | None = None
    answers: tuple[FactAnswer, ...] = ()
    below_zero: bool = False

    def value_of(self, answer_id: str) -> Value | None:
        """What a tap says, or None where the content no longer has that answer."""
        if self.kind == "yes_no":
            return YES_NO.get(answer_id)
        found = next((one for one in self.answers if one.id == answer_id), None)
        if found is None:
            return None
        return found.value if self.kind == "number" else found.id


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a condition looks at: a fact, or (`share`) where a figure ranks among all customers.

    A share is 0..1: 0.01 is the last of the top 1 %.
    """

    fact: str
    share: bool = False


@dataclass(frozen=True, kw_only=True)
class InRange:
    """A figure, or its share, lies between two ends; each end may belong to the range or not."""

    subject: Subject
    low: float = -inf
    high: float = inf
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: float) -> bool:
        """Whether the value lies in the range."""
        over = value >= self.low if self.low_in else value > self.low
        return over and (value <= self.high if self.high_in else value < self.high)


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """A fact has one of the wanted answers."""

    subject: Subject
    wanted: frozenset[str | bool]


@dataclass(frozen=True, kw_only=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, kw_only=True)
class NoneOf:
    """No part holds."""

    parts: tuple["Condition", ...]


Leaf: TypeAlias = InRange | OneOf
Condition: TypeAlias = Leaf | All | AnyOf | NoneOf


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The comparisons a condition is made of, in the order written."""
    match condition:
        case InRange() | OneOf():
            yield condition
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
            for part in parts:
                yield from leaves(part)


@dataclass(frozen=True, kw_only=True)
class SchemeClass:
    """One class of a scheme: when it holds, the reason to give, what it means, what to do."""

    id: str
    name: Text
    icon: str
    color: str
    when: Condition
    reason: Text
    traits: tuple[Text, ...] = ()
    care: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Flag(SchemeClass):
    """Something that overlays whatever class a customer has."""


@dataclass(frozen=True, kw_only=True, eq=False)  # compared by identity: decisions are remembered
class Scheme:
    """One way to sort customers: classes in the order they are tried, flags, the facts it uses."""

    id: str
    name: Text
    purpose: Text
    source_note: Text | None = None
    classes: tuple[SchemeClass, ...]
    flags: tuple[Flag, ...] = ()
    facts: Mapping[str, Fact]

    def class_of(self, class_id: str | None) -> SchemeClass | None:
        """The class with that id, or None where the content no longer has it."""
        return next((one for one in self.classes if one.id == class_id), None)

    def flag_of(self, flag_id: str) -> Flag | None:
        """The flag with that id, or None where the content no longer has it."""
        return next((one for one in self.flags if one.id == flag_id), None)


@dataclass(frozen=True, kw_only=True)
class SchemeBank:
    """All facts by id and all schemes."""

    facts: Mapping[str, Fact]
    schemes: tuple[Scheme, ...]

    def scheme(self, scheme_id: str) -> Scheme | None:
        """The scheme with that id, or None where the content no longer has it."""
        return next((one for one in self.schemes if one.id == scheme_id), None)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known about one customer: facts and figures by id, and figures' rank shares.

    `tapped` figures were told by an answer that stands for a range, not counted.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    tapped: frozenset[str] = frozenset()

    def of(self, subject: Subject) -> Value | None:
        """What is known of a subject, or None."""
        return (self.shares if subject.share else self.values).get(subject.fact)


@dataclass(frozen=True, kw_only=True)
class Classification:
    """One customer in one scheme, with the reasons in words.

    `class_id` is None where `missing` facts leave it open (in the order to ask; `question` is the
    one to ask now, None where no answer could help), or where no class fits (nothing missing).
    `missing` names a figure also where only its share is not known.
    """

    scheme_id: str
    class_id: str | None
    reason: Text | None
    flags: tuple[str, ...]
    flag_reasons: Mapping[str, Text]
    missing: tuple[str, ...]
    missing_for_flags: tuple[str, ...]
    question: str | None
