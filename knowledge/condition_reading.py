"""Reads the `when` of a class into a condition, noting every mistake in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from knowledge.comparing import COMPARISONS, read_comparison
from knowledge.fact_bank import FactsRead
from knowledge.scheme_model import All, AnyOf, Condition, Fact, NoneOf, OneOf, Subject
from loading.parsing import Location
from loading.yaml_file import Source

JOINS: Mapping[str, type[All | AnyOf | NoneOf]] = {"all": All, "any": AnyOf, "none": NoneOf}
STARTS = (*JOINS, "figure", "fact")
DEEPEST = 24  # keys from the top of the file: ten levels of all, any, none


@dataclass(frozen=True, kw_only=True)
class ConditionReader:
    """Reads the conditions of one file."""

    source: Source
    facts: FactsRead

    def read(self, raw: Any, at: Location) -> Condition | None:
        """The condition at a place of the file, or None after its mistakes."""
        starts = [key for key in STARTS if key in raw] if isinstance(raw, dict) else []
        if len(starts) != 1 or len(at) > DEEPEST:
            self.source.complain(
                at,
                vi="điều kiện phải có đúng một trong all, any, none, figure, fact; viết lại",
                en="a condition has exactly one of all, any, none, figure, fact; rewrite it",
            )
            return None
        (start,) = starts
        if start in JOINS:
            return self._read_join(start, raw, at)
        return self._read_leaf(start, raw, at)

    def _read_join(self, start: str, raw: dict[Any, Any], at: Location) -> Condition | None:
        self._note_strange(raw, (start,), at)
        listed = raw[start]
        if not isinstance(listed, list) or not listed:
            self.source.complain(
                (*at, start),
                vi=f"“{start}” cần một danh sách điều kiện; viết ít nhất một",
                en=f"“{start}” needs a list of conditions; write at least one",
            )
            return None
        parts = [self.read(one, (*at, start, place)) for place, one in enumerate(listed)]
        right = tuple(one for one in parts if one is not None)
        return JOINS[start](parts=right) if len(right) == len(parts) else None

    def _read_leaf(self, start: str, raw: dict[Any, Any], at: Location) -> Condition | None:
        allowed = tuple(COMPARISONS) if start == "figure" else ("is", "one_of")
        self._note_strange(raw, (start, *allowed), at)
        used = [key for key in allowed if key in raw]
        if len(used) != 1:
            self.source.complain(
                at,
                vi=f"cần đúng một phép so; chọn một trong: {', '.join(allowed)}",
                en=f"exactly one comparison is needed; choose one of: {', '.join(allowed)}",
            )
            return None
        fact = self._fact(start, raw[start], (*at, start))
        if fact is None:
            return None
        if start == "figure":
            return read_comparison(self.source, at, used[0], raw[used[0]], fact)
        return self._read_answers(fact, used[0], raw[used[0]], (*at, used[0]))

    def _note_strange(self, raw: dict[Any, Any], allowed: tuple[str, ...], at: Location) -> None:
        for key in raw:
            if key not in allowed:
                self.source.note((*at, str(key)), "extra_forbidden")

    def _fact(self, start: str, name: Any, at: Location) -> Fact | None:
        """The fact of that name if it may stand after `start`; None after the mistake."""
        if not isinstance(name, str):
            self.source.note(at, "not_text", got=repr(name))
            return None
        fact = self.facts.right.get(name)
        if fact is None:
            self.note_unknown(name, at)
            return None
        fitting = {"number"} if start == "figure" else {"choice", "yes_no"}
        if fact.kind not in fitting:
            self._complain_of_kind(start, fact, at)
            return None
        return fact

    def note_unknown(self, name: str, at: Location) -> None:
        """Notes that no fact has this name, unless that cannot be known."""
        if name in self.facts.broken or not self.facts.all_named:
            return
        near = get_close_matches(name, self.facts.right, n=1)
        self.source.complain(
            at,
            vi=f"không có thông tin “{name}”; "
            + (f"có phải “{near[0]}”?" if near else "sửa chính tả hoặc thêm vào facts.yaml"),
            en=f"there is no fact or figure “{name}”; "
            + (f"is it “{near[0]}”?" if near else "mend the spelling or add it to facts.yaml"),
        )

    def _complain_of_kind(self, start: str, fact: Fact, at: Location) -> None:
        if fact.kind == "date":
            cure_vi, cure_en = "dùng một số đếm ngày như days_since_…", "use a figure of days"
        else:
            other = "fact" if start == "figure" else "figure"
            cure_vi, cure_en = f"viết “{other}: {fact.id}”", f"write “{other}: {fact.id}”"
        self.source.complain(
            at,
            vi=f"“{fact.id}” thuộc kiểu {fact.kind}, không đứng sau “{start}”; {cure_vi}",
            en=f"“{fact.id}” is of kind {fact.kind}, which no “{start}” takes; {cure_en}",
        )

    def _read_answers(self, fact: Fact, how: str, raw: Any, at: Location) -> Condition | None:
        listed = raw if how == "one_of" else [raw]
        if not isinstance(listed, list) or not listed:
            self.source.complain(
                at,
                vi="cần một danh sách câu trả lời; viết như [mot, hai]",
                en="a list of answers is needed; write [one, two]",
            )
            return None
        strange = list(self._strange_answers(fact, listed))
        if strange:
            possible = ", ".join(_possible(fact))
            self.source.complain(
                at,
                vi=f"“{fact.id}” không có câu trả lời “{strange[0]}”; dùng: {possible}",
                en=f"“{fact.id}” has no answer “{strange[0]}”; use: {possible}",
            )
            return None
        return OneOf(subject=Subject(fact=fact.id), wanted=frozenset(listed))

    def _strange_answers(self, fact: Fact, listed: list[Any]) -> Iterator[Any]:
        kind = bool if fact.kind == "yes_no" else str
        known = {True, False, *(one.id for one in fact.answers)}
        yield from (one for one in listed if not isinstance(one, kind) or one not in known)


def _possible(fact: Fact) -> list[str]:
    return ["true", "false"] if fact.kind == "yes_no" else [one.id for one in fact.answers]
