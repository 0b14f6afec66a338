"""Reads and validates the behaviour cues of free notes; lists every mistake at once."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from loading.fields import Texts, identifier, sentence
from loading.mistakes import ContentError, Mistake
from loading.yaml_file import Entry, Part, Source, open_source
from personas.bank import CONTENT, Group, NoHead, Weight
from personas.model import Cue, Text

Phrasing = Annotated[str, Field(min_length=2, max_length=60)]


class PhrasingsEntry(Entry):
    vi: Annotated[list[Phrasing], Field(min_length=8)]
    en: Annotated[list[Phrasing], Field(min_length=3)]


class CueEntry(Entry):
    id: Annotated[str, identifier(24)]
    text: Annotated[Texts, sentence(least_words=2, most_words=12, most_characters=60)]
    seen: Annotated[Texts, sentence(least_words=2, most_words=12, most_characters=70)]
    weights: Annotated[dict[Group, Weight], Field(min_length=1)]
    opposite: str | None = None
    phrasings: PhrasingsEntry


def load_cues(content: Path = CONTENT) -> tuple[Cue, ...]:
    """The cues written under `content`/cues; raises ContentError with every mistake in them."""
    mistakes: list[Mistake] = []
    paths = sorted((content / "cues").glob("*.yaml"))
    sources = [source for path in paths if (source := open_source(path, mistakes)) is not None]
    parts = [(source, part) for source in sources for part in _read(source)]
    _check_ids(parts)
    _check_phrasings(parts)
    if mistakes:
        raise ContentError(mistakes)
    return tuple(_cue(part.entry) for _source, part in parts)


def _read(source: Source) -> list[Part[CueEntry]]:
    source.read(NoHead, without="cues")
    return source.parts("cues", CueEntry)


def _check_ids(parts: list[tuple[Source, Part[CueEntry]]]) -> None:
    ids = [part.entry.id for _source, part in parts]
    for at, (source, part) in enumerate(parts):
        if part.entry.id in ids[:at]:
            source.note(part.location, "duplicate_id", got=part.entry.id)
        if part.entry.opposite is not None and part.entry.opposite not in ids:
            source.complain(
                (*part.location, "opposite"),
                vi=f"không có dấu hiệu “{part.entry.opposite}”; sửa lại mã hoặc bỏ dòng này",
                en=f"there is no cue “{part.entry.opposite}”; mend the id or drop the line",
            )


def _check_phrasings(parts: list[tuple[Source, Part[CueEntry]]]) -> None:
    told: dict[str, str] = {}
    for source, part in parts:
        for phrasing in (*part.entry.phrasings.vi, *part.entry.phrasings.en):
            other = told.setdefault(phrasing.casefold(), part.entry.id)
            if other != part.entry.id:
                source.complain(
                    (*part.location, "phrasings"),
                    vi=f"“{phrasing}” đã là cách nói của “{other}”; giữ ở một chỗ",
                    en=f"“{phrasing}” already tells of “{other}”; keep it in one place",
                )


def _cue(entry: CueEntry) -> Cue:
    return Cue(
        id=entry.id,
        text=Text(by_language=entry.text),
        seen=Text(by_language=entry.seen),
        weights=dict(entry.weights),
        phrasings={"vi": tuple(entry.phrasings.vi), "en": tuple(entry.phrasings.en)},
        opposite=entry.opposite,
    )
