"""Writes a reason in words, with what is known in the place of its braces."""

import re
from collections.abc import Mapping

from knowledge.model import Text
from knowledge.scheme_model import Fact, Known, Value

BRACES = re.compile(r"\{([^{}]*)\}?|\}")
ABOUT = {"vi": "khoảng", "en": "about"}  # a tapped answer stands for a range
NOT_KNOWN = "?"  # a class can be certain before every figure of its reason is known


def filled(reason: Text, known: Known, facts: Mapping[str, Fact]) -> Text:
    """The reason in every language, with figures and answers filled in."""
    return {language: _filled(text, language, known, facts) for language, text in reason.items()}


def written(number: float) -> str:
    """A number as Vietnamese write it: 1.234.567 or 0,25; from 100 on without a fraction."""
    rounded = round(number, 0 if abs(number) >= 100 else 2) + 0.0  # no -0
    if rounded == int(rounded):
        return f"{int(rounded):,}".replace(",", ".")
    return f"{rounded:.2f}".rstrip("0").replace(".", ",")


def _filled(text: str, language: str, known: Known, facts: Mapping[str, Fact]) -> str:
    return BRACES.sub(lambda found: _said(facts[found[1]], known, language), text)


def _said(fact: Fact, known: Known, language: str) -> str:
    value: Value | None = known.values.get(fact.id)
    if fact.kind == "number" and value is not None and not isinstance(value, bool | str):
        number = written(value)
        return f"{ABOUT.get(language, ABOUT['vi'])} {number}" if fact.id in known.tapped else number
    answer = next((one for one in fact.answers if one.id == value), None)
    return answer.text.get(language) or answer.text["vi"] if answer else NOT_KNOWN
