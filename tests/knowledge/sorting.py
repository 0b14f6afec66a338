"""Facts, small schemes and a small folder of schemes, for tests of how customers are sorted."""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

from knowledge.scheme_model import (
    All,
    AnyOf,
    Condition,
    Fact,
    FactAnswer,
    Flag,
    InRange,
    Known,
    NoneOf,
    OneOf,
    Scheme,
    SchemeClass,
    Subject,
    Value,
    leaves,
)
from tests.loading.folders import Folder

EMPTY = {"vi": "", "en": ""}
CURES = {"vi": "Hỏi?", "en": "Ask?"}

FACTS = "facts.yaml"
FACTS_TEXT = """\
facts:
  - id: orders
    kind: number
    label: {vi: Số lần mua, en: Orders}
    question: {vi: "Khách đã mua mấy lần?", en: "How many times have they bought?"}
    answers:
      - {id: none, text: {vi: Chưa mua, en: Not yet}, value: 0}
      - {id: many, text: {vi: Nhiều lần, en: Often}, value: 5}
  - id: profit
    kind: number
    label: {vi: Tổng lãi, en: Profit}
    below_zero: true
  - id: interest
    kind: choice
    label: {vi: Quan tâm, en: Interest}
    question: {vi: "Khách có quan tâm không?", en: "Are they interested?"}
    answers:
      - {id: asked, text: {vi: Đã hỏi, en: Asked}}
      - {id: not_yet, text: {vi: Chưa thấy, en: Not so far}}
  - id: big_order
    kind: yes_no
    label: {vi: Đơn lớn, en: Big order}
    question: {vi: "Khách bàn đơn lớn chứ?", en: "Is there a big order?"}
  - id: birthday
    kind: date
    label: {vi: Sinh nhật, en: Birthday}
"""
TIERS = "schemes/tiers.yaml"
TIERS_TEXT = """\
id: tiers
name: {vi: Hạng, en: Tiers}
purpose: {vi: Để biết ai là ai, en: To know who is who}
classes:
  - id: gold
    name: {vi: Vàng, en: Gold}
    icon: "🥇"
    color: "#ffd700"
    when:
      all:
        - {figure: profit, top_share: 0.05}
        - {figure: orders, between: [2, 9]}
        - none:
            - {fact: big_order, is: true}
    reason: {vi: "mua {orders} lần", en: "bought {orders} times"}
    traits:
      - {vi: Mua rất đều, en: Buys steadily}
    care:
      - {vi: Hỏi thăm đều, en: Call now and then}
  - id: warm
    name: {vi: Ấm, en: Warm}
    icon: "🔥"
    color: "#ff0000"
    when: {fact: interest, one_of: [asked]}
    reason: {vi: đã hỏi mua, en: has asked}
  - id: cold
    name: {vi: Lạnh, en: Cold}
    icon: "🧊"
    color: "#0000ff"
    when: {figure: orders, at_least: 0}
    reason: {vi: chưa rõ nhu cầu, en: no need in sight}
flags:
  - id: ahead
    name: {vi: Sắp tới, en: Ahead}
    icon: "🔭"
    color: "#00ff00"
    when: {fact: big_order, is: true}
    reason: {vi: bàn một đơn lớn, en: speaks of a big order}
"""


def schemes_folder(root: Path) -> Folder:
    """A folder of five facts and one scheme without a mistake."""
    folder = Folder(root=root)
    folder.write(FACTS, FACTS_TEXT)
    folder.write(TIERS, TIERS_TEXT)
    return folder


def number(fact_id: str, *, asked: bool = True, below_zero: bool = False) -> Fact:
    """A figure."""
    question = CURES if asked else None
    return Fact(id=fact_id, kind="number", label=EMPTY, question=question, below_zero=below_zero)


def choice(fact_id: str, *answers: str, asked: bool = True) -> Fact:
    """A fact with these answers, whose texts are their ids."""
    return Fact(
        id=fact_id,
        kind="choice",
        label=EMPTY,
        question=CURES if asked else None,
        answers=tuple(FactAnswer(id=one, text={"vi": one, "en": one}) for one in answers),
    )


def yes_no(fact_id: str) -> Fact:
    """A fact that is so or not."""
    return Fact(id=fact_id, kind="yes_no", label=EMPTY, question=CURES)


BASE = (number("n"), number("m"), number("p", asked=False), choice("c", "x", "y", "z"), yes_no("b"))


def above(figure: str, low: float) -> Condition:
    """The figure is over a number."""
    return InRange(subject=Subject(fact=figure), low=low, low_in=False)


def at_most(figure: str, high: float) -> Condition:
    """The figure is a number or less."""
    return InRange(subject=Subject(fact=figure), high=high)


def top(figure: str, share: float) -> Condition:
    """The figure is among the top share."""
    return InRange(subject=Subject(fact=figure, share=True), high=share)


def one_of(fact: str, *wanted: str | bool) -> Condition:
    """The fact has one of the answers."""
    return OneOf(subject=Subject(fact=fact), wanted=frozenset(wanted))


def all_of(*parts: Condition) -> Condition:
    """All parts hold."""
    return All(parts=parts)


def any_of(*parts: Condition) -> Condition:
    """A part holds."""
    return AnyOf(parts=parts)


def none_of(*parts: Condition) -> Condition:
    """No part holds."""
    return NoneOf(parts=parts)


def known(shares: Mapping[str, float] | None = None, **values: Value) -> Known:
    """What is known: values by name, rank shares apart."""
    return Known(values=values, shares=shares or {})


def scheme(
    classes: Mapping[str, Condition] | Sequence[tuple[str, Condition]],
    flags: Mapping[str, Condition] | None = None,
    reason: str = "",
    facts: Collection[Fact] = BASE,
) -> Scheme:
    """A scheme of classes with these conditions, all with the same reason."""
    listed = dict(classes)
    by_id = {one.id: one for one in facts}
    look = {"name": EMPTY, "icon": "", "color": "", "reason": {"vi": reason, "en": reason}}
    extra: dict[str, Any] = look
    return Scheme(
        id="s",
        name=EMPTY,
        purpose=EMPTY,
        classes=tuple(SchemeClass(id=one, when=when, **extra) for one, when in listed.items()),
        flags=tuple(Flag(id=one, when=when, **extra) for one, when in (flags or {}).items()),
        facts=by_id,
    )


COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, wanted: bool(value == wanted),
    "one_of": lambda value, wanted: value in wanted,
    "at_least": lambda value, end: bool(value >= end),
    "at_most": lambda value, end: bool(value <= end),
    "above": lambda value, end: bool(value > end),
    "below": lambda value, end: bool(value < end),
    "between": lambda value, ends: bool(ends[0] <= value <= ends[1]),
    "top_share": lambda value, end: bool(value <= end),
    "share_between": lambda value, ends: bool(ends[0] <= value <= ends[1]),
}


def holds(raw: Mapping[str, Any], values: Mapping[str, Any], shares: Mapping[str, float]) -> bool:
    """A condition as YAML holds it, when everything is known: written once more, naively."""
    (first, named), *rest = raw.items()
    if rest:
        ((how, wanted),) = rest
        return COMPARED[how]((shares if "share" in how else values)[named], wanted)
    count = sum(holds(one, values, shares) for one in named)
    return {"all": count == len(named), "any": count > 0, "none": count == 0}[first]


def built(raw: Mapping[str, Any]) -> Condition:
    """The condition that a YAML one stands for."""
    match dict(raw):
        case {"all": parts}:
            return All(parts=tuple(map(built, parts)))
        case {"any": parts}:
            return AnyOf(parts=tuple(map(built, parts)))
        case {"none": parts}:
            return NoneOf(parts=tuple(map(built, parts)))
        case {"fact": name, **rest}:
            wanted = rest["one_of"] if "one_of" in rest else [rest["is"]]
            return one_of(name, *wanted)
        case {"figure": name, **rest}:
            (how, end), *_ = rest.items()
            low, high = end if isinstance(end, list) else (end, end)
            return InRange(
                subject=Subject(fact=name, share="share" in how),
                low=low if how in {"at_least", "above"} or "between" in how else -inf,
                high=high if how in {"at_most", "below", "top_share"} or "between" in how else inf,
                low_in=how != "above",
                high_in=how != "below",
            )
    raise AssertionError(raw)


def subjects(conditions: Collection[Condition]) -> list[Subject]:
    """What conditions look at, each once, in their order."""
    return list(dict.fromkeys(leaf.subject for one in conditions for leaf in leaves(one)))
