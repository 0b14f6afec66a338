"""Reads and validates the facts that category schemes are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from knowledge.scheme_entries import FactEntry
from knowledge.scheme_model import Fact, FactAnswer
from loading.mistakes import Mistake
from loading.parsing import Location
from loading.yaml_file import Entry, Part, Source, open_source


class NoHead(Entry):
    """A file that holds nothing beside its list."""


@dataclass(frozen=True, kw_only=True)
class FactsRead:
    """The facts that are right, and the ids of those that stand in the file with a mistake."""

    right: Mapping[str, Fact]
    broken: frozenset[str] = frozenset()
    all_named: bool = True  # False: some ids cannot be known, so no other id is surely wrong


def read_facts(path: Path, mistakes: list[Mistake]) -> FactsRead:
    """The facts of a file; what is wrong in it is added to `mistakes`."""
    source = open_source(path, mistakes)
    if source is None:
        return FactsRead(right={}, all_named=False)
    source.read(NoHead, without="facts")
    parts = source.parts("facts", FactEntry)
    note_repeated(source, [(part.location, part.entry.id) for part in parts])
    right = {part.entry.id: _fact(part.entry) for part in parts if _answers_are_right(source, part)}
    raw = source.raw("facts")
    listed = raw if isinstance(raw, list) else []
    ids = [one.get("id") if isinstance(one, dict) else None for one in listed]
    named = [one for one in ids if isinstance(one, str)]
    return FactsRead(
        right=right,
        broken=frozenset(named) - right.keys(),
        all_named=bool(ids) and len(named) == len(ids),
    )


def note_repeated(source: Source, ids: list[tuple[Location, str]]) -> None:
    """Notes every id that already stood before it."""
    seen: set[str] = set()
    for location, one in ids:
        if one in seen:
            source.note(location, "duplicate_id", got=one)
        seen.add(one)


def _answers_are_right(source: Source, part: Part[FactEntry]) -> bool:
    """Whether the answers fit the fact's kind; what does not is noted."""
    entry, before = part.entry, len(source.mistakes)
    answers = [((*part.location, "answers", at), one) for at, one in enumerate(entry.answers)]
    note_repeated(source, [(location, one.id) for location, one in answers])
    for vi, en in _complaints(entry):
        source.complain((*part.location, "answers"), vi=vi, en=en)
    for location, one in answers:
        if (one.value is None) is (entry.kind == "number"):
            source.complain(
                (*location, "value"),
                vi="“value” chỉ dành cho, và phải có ở, câu trả lời của số; thêm vào hoặc xóa đi",
                en="“value” is for every answer of a number and no other; add it or delete it",
            )
        elif one.value is not None and not _possible(one.value, entry):
            bound = "a number" if entry.below_zero else "ge 0"
            source.note((*location, "value"), "out_of_range", got=one.value, bound=bound)
    return len(source.mistakes) == before


def _complaints(entry: FactEntry) -> Iterator[tuple[str, str]]:
    count, asked = len(entry.answers), entry.question is not None
    if entry.kind in {"yes_no", "date"} and count:
        yield (
            f"kiểu “{entry.kind}” không cần câu trả lời; xóa mục này",
            f"a “{entry.kind}” needs no answers; delete them",
        )
    if count < 2 and (entry.kind == "choice" or (entry.kind == "number" and asked)):
        yield (
            f"mới có {count} câu trả lời; viết ít nhất hai",
            f"there are {count} answers; write at least two",
        )
    if entry.kind == "number" and count and not asked:
        yield (
            "có câu trả lời mà không có câu hỏi; viết “question” hoặc xóa mục này",
            "there are answers without a question; write “question” or delete them",
        )


def _possible(value: float, entry: FactEntry) -> bool:
    return isfinite(value) and (entry.below_zero or value >= 0)


def _fact(entry: FactEntry) -> Fact:
    return Fact(
        id=entry.id,
        kind=entry.kind,
        label=entry.label,
        question=entry.question,
        answers=tuple(
            FactAnswer(id=one.id, text=one.text, value=one.value) for one in entry.answers
        ),
        below_zero=entry.below_zero,
    )
