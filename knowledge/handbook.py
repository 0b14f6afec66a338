"""Reads and validates situations, playbook and principles; lists every mistake at once."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from knowledge.model import Handbook, Principle, Situation, Text, Tips
from loading.fields import Texts, identifier, sentence
from loading.mistakes import ContentError, Mistake, short_name, text_mistake
from loading.yaml_file import Entry, read_file

CONTENT = Path(__file__).parent / "content"
ALOUD = ("{you}", "{me}")  # a sentence said to the customer's face

Group = Annotated[int, Field(ge=1, le=9)]
Category = Literal["all", "new", "potential", "loyal", "casual", "lost", "complaint", "advocate"]
Action = Annotated[Texts, sentence(least_words=2, most_words=16)]


class SituationEntry(Entry):
    id: Annotated[str, identifier(16)]
    name: Annotated[Texts, sentence(most_words=5)]
    button: Annotated[Texts, sentence(most_words=3, most_characters=14)]


class SituationFile(Entry):
    situations: Annotated[list[SituationEntry], Field(min_length=1)]


class TipsEntry(Entry):
    do: Annotated[list[Action], Field(min_length=2, max_length=3)]
    avoid: Annotated[Texts, sentence(least_words=2, most_words=14)]
    say: Annotated[Texts, sentence(least_words=4, most_words=32, placeholders=ALOUD)]


class PlaybookFile(Entry):
    group: Group
    situations: dict[str, TipsEntry]


class PrincipleEntry(Entry):
    id: Annotated[str, identifier(32)]
    text: Annotated[Texts, sentence(least_words=2, most_words=12)]
    categories: Annotated[list[Category], Field(min_length=1)]
    situations: Annotated[list[str], Field(min_length=1)]
    groups: list[Group] = Field(default_factory=list)


class PrincipleFile(Entry):
    principles: list[PrincipleEntry]


def load_handbook(content: Path = CONTENT) -> Handbook:
    """The advice written under `content`; raises ContentError with every mistake in it."""
    mistakes: list[Mistake] = []
    situations = _read_situations(content / "situations.yaml", mistakes)
    known = [one.id for one in situations]
    tips = {
        (group, situation): cell
        for group in range(1, 10)
        for situation, cell in _read_playbook(content, group, known, mistakes).items()
    }
    principles = _read_principles(content / "principles.yaml", known, mistakes)
    if mistakes:
        raise ContentError(mistakes)
    return Handbook(situations=situations, tips=tips, principles=principles)


def _read_situations(path: Path, mistakes: list[Mistake]) -> tuple[Situation, ...]:
    file = read_file(path, SituationFile, mistakes)
    entries = file.situations if file else []
    _note_repeated(path, "situations", [entry.id for entry in entries], mistakes)
    return tuple(Situation(id=one.id, name=one.name, button=one.button) for one in entries)


def _read_playbook(
    content: Path, group: int, known: Collection[str], mistakes: list[Mistake]
) -> dict[str, Tips]:
    path = content / "playbook" / f"group-{group}.yaml"
    file = read_file(path, PlaybookFile, mistakes)
    if file is None:
        return {}
    if file.group != group:
        mistakes.append(
            text_mistake(
                short_name(path),
                "group",
                vi=f"số nhóm phải khớp tên tệp; ghi {group}",
                en=f"the group must match the file's name; write {group}",
            )
        )
    for missing in [one for one in known if one not in file.situations]:
        place = f"situations.{missing}"
        mistakes.append(Mistake(file=short_name(path), place=place, kind="missing"))
    _note_unknown(path, list(file.situations), known, mistakes)
    return {
        situation: Tips(do=tuple(entry.do), avoid=entry.avoid, say=entry.say)
        for situation, entry in file.situations.items()
    }


def _read_principles(
    path: Path, known: Collection[str], mistakes: list[Mistake]
) -> tuple[Principle, ...]:
    file = read_file(path, PrincipleFile, mistakes)
    entries = file.principles if file else []
    _note_repeated(path, "principles", [entry.id for entry in entries], mistakes)
    for entry in entries:
        _note_unknown(path, entry.situations, known, mistakes)
    return tuple(_principle(entry) for entry in entries)


def _principle(entry: PrincipleEntry) -> Principle:
    text: Text = entry.text
    return Principle(
        id=entry.id,
        text=text,
        categories=frozenset(entry.categories),
        situations=frozenset(entry.situations),
        groups=frozenset(entry.groups),
    )


def _note_repeated(path: Path, place: str, ids: list[str], mistakes: list[Mistake]) -> None:
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        facts = {"got": repeated}
        mistakes.append(
            Mistake(file=short_name(path), place=place, kind="duplicate_id", facts=facts)
        )


def _note_unknown(
    path: Path, used: list[str], known: Collection[str], mistakes: list[Mistake]
) -> None:
    mistakes.extend(
        text_mistake(
            short_name(path),
            f"situations.{one}",
            vi=f"không có tình huống “{one}”; dùng một trong: {', '.join(known)}",
            en=f"there is no situation “{one}”; use one of: {', '.join(known)}",
        )
        for one in used
        if one not in known
    )
