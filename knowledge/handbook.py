"""Reads and validates situations, playbook and principles; lists every mistake at once."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from knowledge.model import Handbook, Principle, Situation, Text, Tips
from loading.fields import Texts, identifier, sentence
from loading.mistakes import ContentError, Mistake
from loading.parsing import Location
from loading.yaml_file import Entry, Source, open_source

CONTENT = Path(__file__).parent / "content"
ALOUD = ("{you}", "{me}")  # a sentence said to the customer's face

Group = Annotated[int, Field(ge=1, le=9)]
Category = Literal["all", "new", "potential", "loyal", "casual", "lost", "complaint", "advocate"]
Action = Annotated[Texts, sentence(least_words=2, most_words=16)]


class SituationEntry(Entry):
    id: Annotated[str, identifier(16)]
    name: Annotated[Texts, sentence(most_words=5)]
    button: Annotated[Texts, sentence(most_words=3, most_characters=14)]


class TipsEntry(Entry):
    do: Annotated[list[Action], Field(min_length=2, max_length=3)]
    avoid: Annotated[Texts, sentence(least_words=2, most_words=14)]
    say: Annotated[Texts, sentence(least_words=4, most_words=32, placeholders=ALOUD)]


class PlaybookHead(Entry):
    group: Group


class PrincipleEntry(Entry):
    id: Annotated[str, identifier(32)]
    text: Annotated[Texts, sentence(least_words=2, most_words=12)]
    categories: Annotated[list[Category], Field(min_length=1)]
    situations: Annotated[list[str], Field(min_length=1)]
    groups: list[Group] = Field(default_factory=list)


class NoHead(Entry):
    """A file that holds nothing beside its list."""


def load_handbook(content: Path = CONTENT) -> Handbook:
    """The advice written under `content`; raises ContentError with every mistake in it."""
    mistakes: list[Mistake] = []
    situations, known = _read_situations(content / "situations.yaml", mistakes)
    tips = {
        (group, situation): cell
        for group in range(1, 10)
        for situation, cell in _read_playbook(content, group, known, mistakes).items()
    }
    principles = _read_principles(content / "principles.yaml", known, mistakes)
    if mistakes:
        raise ContentError(mistakes)
    return Handbook(situations=situations, tips=tips, principles=principles)


def _read_situations(
    path: Path, mistakes: list[Mistake]
) -> tuple[tuple[Situation, ...], list[str]]:
    """The situations that are right, and the ids of all: empty where one cannot be known.

    Against situations that could not be read, every cell would look wrong.
    """
    source = open_source(path, mistakes)
    if source is None:
        return (), []
    source.read(NoHead, without="situations")
    parts = source.parts("situations", SituationEntry)
    _note_repeated(source, [(part.location, part.entry.id) for part in parts])
    entries = [part.entry for part in parts]
    raw = source.raw("situations")
    listed = raw if isinstance(raw, list) else []
    ids = [one.get("id") if isinstance(one, dict) else None for one in listed]
    known = [one for one in ids if isinstance(one, str)]
    situations = tuple(Situation(id=one.id, name=one.name, button=one.button) for one in entries)
    return situations, known if len(known) == len(ids) else []


def _read_playbook(
    content: Path, group: int, known: Collection[str], mistakes: list[Mistake]
) -> dict[str, Tips]:
    source = open_source(content / "playbook" / f"group-{group}.yaml", mistakes)
    if source is None:
        return {}
    head = source.read(PlaybookHead, without="situations")
    if head is not None and head.group != group:
        source.complain(
            ("group",),
            vi=f"số nhóm phải khớp tên tệp; ghi {group}",
            en=f"the group must match the file's name; write {group}",
        )
    parts = source.parts("situations", TipsEntry, by_name=True)
    written = source.raw("situations")
    names = [str(name) for name in written] if isinstance(written, dict) else []
    for missing in [one for one in known if one not in names]:
        source.note(("situations", missing), "missing")
    _note_unknown(source, [(("situations", name), name) for name in names], known)
    return {
        str(part.key): Tips(do=tuple(part.entry.do), avoid=part.entry.avoid, say=part.entry.say)
        for part in parts
    }


def _read_principles(
    path: Path, known: Collection[str], mistakes: list[Mistake]
) -> tuple[Principle, ...]:
    source = open_source(path, mistakes)
    if source is None:
        return ()
    source.read(NoHead, without="principles")
    parts = source.parts("principles", PrincipleEntry)
    _note_repeated(source, [(part.location, part.entry.id) for part in parts])
    for part in parts:
        places = [((*part.location, "situations"), one) for one in part.entry.situations]
        _note_unknown(source, places, known)
    return tuple(_principle(part.entry) for part in parts)


def _principle(entry: PrincipleEntry) -> Principle:
    text: Text = entry.text
    return Principle(
        id=entry.id,
        text=text,
        categories=frozenset(entry.categories),
        situations=frozenset(entry.situations),
        groups=frozenset(entry.groups),
    )


def _note_repeated(source: Source, ids: list[tuple[Location, str]]) -> None:
    seen: set[str] = set()
    for location, one in ids:
        if one in seen:
            source.note(location, "duplicate_id", got=one)
        seen.add(one)


def _note_unknown(source: Source, used: list[tuple[Location, str]], known: Collection[str]) -> None:
    for location, one in used:
        if known and one not in known:
            source.complain(
                location,
                vi=f"không có tình huống “{one}”; dùng một trong: {', '.join(known)}",
                en=f"there is no situation “{one}”; use one of: {', '.join(known)}",
            )
