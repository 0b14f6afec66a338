"""Reads and validates the category schemes and their facts; lists every mistake at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from knowledge.condition_reading import ConditionReader
from knowledge.fact_bank import note_repeated, read_facts
from knowledge.filling import BRACES
from knowledge.handbook import CONTENT
from knowledge.model import Text
from knowledge.rules import possible_truths
from knowledge.scheme_entries import ClassEntry, SchemeHead
from knowledge.scheme_model import (
    All,
    Condition,
    Fact,
    Flag,
    Known,
    NoneOf,
    Scheme,
    SchemeBank,
    SchemeClass,
    leaves,
)
from knowledge.telling_apart import samples_of
from loading.mistakes import ContentError, Mistake, short_name, text_mistake
from loading.parsing import Location
from loading.yaml_file import Part, open_source

Sort = TypeVar("Sort", bound=SchemeClass)


@dataclass(frozen=True, kw_only=True)
class Reader(ConditionReader):
    """Reads one scheme's file."""

    stem: str

    def scheme(self) -> Scheme | None:
        """The scheme, or None after what made it unreadable."""
        head = self.source.read(SchemeHead, without="classes")
        classes = self.source.parts("classes", ClassEntry)
        flags = self.source.parts("flags", ClassEntry) if self.source.raw("flags") else []
        self._check_ids(head, [*classes, *flags])
        for one in [*classes, *flags]:
            self._check_braces(one)
        sorted_classes = self._sorts(classes, SchemeClass)
        sorted_flags = self._sorts(flags, Flag)
        if head is None or sorted_classes is None or sorted_flags is None:
            return None
        scheme = Scheme(
            id=head.id,
            name=head.name,
            purpose=head.purpose,
            source_note=head.source_note,
            classes=sorted_classes,
            flags=sorted_flags,
            facts=self._used([*sorted_classes, *sorted_flags]),
        )
        self._check_reachable(scheme, [part.location for part in (*classes, *flags)])
        return scheme

    def _check_ids(self, head: SchemeHead | None, parts: list[Part[ClassEntry]]) -> None:
        note_repeated(self.source, [(part.location, part.entry.id) for part in parts])
        if head is not None and head.id != self.stem:
            self.source.complain(
                ("id",),
                vi=f"mã phải khớp tên tệp; ghi {self.stem}",
                en=f"the id must match the file's name; write {self.stem}",
            )

    def _check_braces(self, part: Part[ClassEntry]) -> None:
        at = (*part.location, "reason")
        for name in _braces(part.entry.reason):
            fact = self.facts.right.get(name)
            if fact is None:
                self.note_unknown(name, at)
            elif fact.kind not in {"number", "choice"}:
                self.source.complain(
                    at,
                    vi=f"{{{name}}} không phải số hay lựa chọn; viết hẳn bằng lời",
                    en=f"{{{name}}} is neither a number nor a choice; write it out in words",
                )

    def _sorts(self, parts: list[Part[ClassEntry]], sort: type[Sort]) -> tuple[Sort, ...] | None:
        """The classes or flags with their conditions; None if any condition has a mistake."""
        right: list[Sort] = []
        for part in parts:
            when = self.read(part.entry.when, (*part.location, "when"))
            if when is not None:
                right.append(_sort(part.entry, when, sort))
        return tuple(right) if len(right) == len(parts) else None

    def _used(self, sorts: list[SchemeClass | Flag]) -> dict[str, Fact]:
        names = [leaf.subject.fact for one in sorts for leaf in leaves(one.when)]
        names += [name for one in sorts for name in _braces(one.reason)]
        known = self.facts.right
        return {name: known[name] for name in dict.fromkeys(names) if name in known}

    def _check_reachable(self, scheme: Scheme, places: list[Location]) -> None:
        before: tuple[Condition, ...] = ()
        for one, place in zip((*scheme.classes, *scheme.flags), places, strict=True):
            if isinstance(one, Flag):
                before = ()  # a flag overlays any class
            if not _can_hold(scheme, one.when, before):
                ever = _can_hold(scheme, one.when, ())
                self._complain_of_unreachable((*place, "when"), ever=ever)
            before = (*before, one.when)

    def _complain_of_unreachable(self, at: Location, *, ever: bool) -> None:
        vi, en = "điều kiện này không bao giờ đúng", "this condition can never hold"
        if ever:
            vi = "không khách nào tới được đây, vì những lớp đứng trước đã nhận hết"
            en = "no customer can come here, the classes before take them all"
        self.source.complain(
            at, vi=f"{vi}; sửa điều kiện hoặc đổi thứ tự", en=f"{en}; mend it or change the order"
        )


def load_schemes(content: Path = CONTENT) -> SchemeBank:
    """The schemes and facts under `content`; raises ContentError with every mistake in them."""
    mistakes: list[Mistake] = []
    facts = read_facts(content / "facts.yaml", mistakes)
    paths = sorted((content / "schemes").glob("*.yaml"))
    if not paths:
        mistakes.append(_no_schemes(content / "schemes"))
    sources = [(path, open_source(path, mistakes)) for path in paths]
    schemes = [
        Reader(source=source, facts=facts, stem=path.stem).scheme()
        for path, source in sources
        if source is not None
    ]
    if mistakes:
        raise ContentError(mistakes)
    return SchemeBank(facts=facts.right, schemes=tuple(one for one in schemes if one is not None))


def _no_schemes(folder: Path) -> Mistake:
    return text_mistake(
        short_name(folder),
        "",
        vi="không có tệp .yaml nào ở đây; đặt ít nhất một bảng phân loại vào",
        en="there is no .yaml file here; put at least one scheme into it",
    )


def _can_hold(scheme: Scheme, when: Condition, before: tuple[Condition, ...]) -> bool:
    condition = All(parts=(NoneOf(parts=before), when))
    return any(possible_truths(condition, Known(), samples_of(scheme)))


def _braces(reason: Text) -> list[str]:
    names = (name for text in reason.values() for name in BRACES.findall(text))
    return list(dict.fromkeys(names))


def _sort(entry: ClassEntry, when: Condition, sort: type[Sort]) -> Sort:
    return sort(
        id=entry.id,
        name=entry.name,
        icon=entry.icon,
        color=entry.color,
        when=when,
        reason=entry.reason,
        traits=tuple(entry.traits),
        care=tuple(entry.care),
    )
