"""The comparisons a condition may make with a figure, and the mistakes in their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from knowledge.scheme_model import Fact, InRange, Subject
from loading.parsing import Location
from loading.yaml_file import Source


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Which ends of a range a comparison gives, and whether it is about the rank share."""

    low: bool = False
    high: bool = False
    closed: bool = True
    share: bool = False


COMPARISONS: Mapping[str, Comparison] = {
    "at_least": Comparison(low=True),
    "at_most": Comparison(high=True),
    "above": Comparison(low=True, closed=False),
    "below": Comparison(high=True, closed=False),
    "between": Comparison(low=True, high=True),
    "top_share": Comparison(high=True, share=True),
    "share_between": Comparison(low=True, high=True, share=True),
}


def read_comparison(
    source: Source, location: Location, name: str, raw: Any, fact: Fact
) -> InRange | None:
    """The range a comparison means, or None after its mistakes."""
    comparison = COMPARISONS[name]
    pair = comparison.low and comparison.high
    at = (*location, name)
    if pair and not (isinstance(raw, list) and len(raw) == 2):
        source.complain(
            at, vi="cần hai số; viết như [1, 5]", en="two numbers are needed; write [1, 5]"
        )
        return None
    places = [((*at, place), one) for place, one in enumerate(raw)] if pair else [(at, raw)]
    numbers = [_number(source, place, one, comparison, fact) for place, one in places]
    right = [one for one in numbers if one is not None]
    if len(right) < len(numbers) or not _in_order(source, at, right):
        return None
    return InRange(
        subject=Subject(fact=fact.id, share=comparison.share),
        low=right[0] if comparison.low else -inf,
        high=right[-1] if comparison.high else inf,
        low_in=comparison.closed,
        high_in=comparison.closed,
    )


def _number(
    source: Source, location: Location, raw: Any, comparison: Comparison, fact: Fact
) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw):
        source.note(location, "not_number", got=repr(raw))
        return None
    least = -inf if fact.below_zero and not comparison.share else 0
    most = 1 if comparison.share else inf
    first_of_pair = comparison.low and location[-1] == 0
    if not least <= raw <= most or (comparison.share and raw == 0 and not first_of_pair):
        bound = "gt 0, le 1" if comparison.share else "ge 0"
        source.note(location, "out_of_range", got=raw, bound=bound)
        return None
    return raw


def _in_order(source: Source, location: Location, numbers: list[float]) -> bool:
    if numbers[0] <= numbers[-1]:
        return True
    source.complain(
        location,
        vi=f"số đầu ({numbers[0]}) lớn hơn số sau ({numbers[-1]}); đổi chỗ hai số",
        en=f"the first number ({numbers[0]}) is over the second ({numbers[-1]}); swap them",
    )
    return False
