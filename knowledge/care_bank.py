"""Reads and validates combined tips, care plans and templates; lists every mistake at once."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.care_fields import ActionEntry, CombinedFile, TemplateEntry
from knowledge.care_model import RELATIONSHIPS, Care, CareAction, CombinedTips, Template, Tone
from knowledge.handbook import CONTENT, NoHead
from knowledge.model import Text
from loading.mistakes import ContentError, Mistake, short_name, text_mistake
from loading.yaml_file import Source, open_source

GROUPS = range(1, 10)


def load_care(content: Path = CONTENT) -> Care:
    """The care written under `content`; raises ContentError with every mistake in it."""
    mistakes: list[Mistake] = []
    combined = {
        group: tips
        for group in GROUPS
        if (tips := _read_combined(content, group, mistakes)) is not None
    }
    _note_strays(content / "combined", mistakes)
    templates, known = _read_templates(content / "templates.yaml", mistakes)
    actions = _read_actions(content / "care_plans.yaml", known, mistakes)
    if mistakes:
        raise ContentError(mistakes)
    return Care(combined=combined, actions=actions, templates=templates)


def _file_of(group: int) -> str:
    return f"group-{group}.yaml"


def _read_combined(content: Path, group: int, mistakes: list[Mistake]) -> CombinedTips | None:
    source = open_source(content / "combined" / _file_of(group), mistakes)
    if source is None:
        return None
    file = source.read(CombinedFile)
    written = source.raw("group")
    if type(written) is int and written in GROUPS and written != group:
        source.complain(
            ("group",),
            vi=f"số nhóm phải khớp tên tệp; ghi {group}",
            en=f"the group must match the file's name; write {group}",
        )
    _note_relationships(source)
    if file is None:
        return None
    return CombinedTips(group=group, by_relationship=file.relationships)


def _note_relationships(source: Source) -> None:
    """Every relationship that is missing, and every one that nobody knows."""
    written = source.raw("relationships")
    if not isinstance(written, dict):
        return
    for one in RELATIONSHIPS:
        if one not in written:
            source.note(("relationships", one), "missing")
    for name in [one for one in written if isinstance(one, str) and one not in RELATIONSHIPS]:
        known = ", ".join(RELATIONSHIPS)
        source.complain(
            ("relationships", name),
            vi=f"không có loại quan hệ “{name}”; dùng một trong: {known}",
            en=f"there is no relationship “{name}”; use one of: {known}",
        )


def _note_strays(folder: Path, mistakes: list[Mistake]) -> None:
    """Every further file: its tips would never be read."""
    expected = {_file_of(group) for group in GROUPS}
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in expected:
            vi = "không có nhóm nào cho tệp này; đổi tên thành group-1.yaml … group-9.yaml hoặc xóa"
            en = "no group has this file; rename it to group-1.yaml … group-9.yaml or delete it"
            mistakes.append(text_mistake(short_name(path), "", vi=vi, en=en))


def _read_templates(
    path: Path, mistakes: list[Mistake]
) -> tuple[Mapping[str, Template], Collection[str]]:
    """The templates that are right, and the ids of all: empty where one cannot be known.

    Against templates that could not be read, every action would look wrong.
    """
    source = open_source(path, mistakes)
    if source is None:
        return {}, ()
    source.read(NoHead, without="templates")
    parts = source.parts("templates", TemplateEntry)
    _note_repeated(source, "templates")
    raw = source.raw("templates")
    ids = [item.get("id") for _, item in _items(source, "templates")]
    known = [one for one in ids if isinstance(one, str)]
    complete = isinstance(raw, list) and len(known) == len(raw)
    return {part.entry.id: _template(part.entry) for part in parts}, known if complete else ()


def _template(entry: TemplateEntry) -> Template:
    tones: dict[Tone, Text] = {
        "plain": entry.plain,
        "warm": entry.warm,
        "reassuring": entry.reassuring,
    }
    return Template(id=entry.id, by_tone=tones)


def _read_actions(
    path: Path, templates: Collection[str], mistakes: list[Mistake]
) -> tuple[CareAction, ...]:
    source = open_source(path, mistakes)
    if source is None:
        return ()
    source.read(NoHead, without="actions")
    parts = source.parts("actions", ActionEntry)
    _note_repeated(source, "actions")
    for at, item in _items(source, "actions"):
        _note_no_start(source, at, item)
        _note_no_template(source, at, item, templates)
    return tuple(_action(part.entry) for part in parts)


def _action(entry: ActionEntry) -> CareAction:
    return CareAction(
        id=entry.id,
        relationships=frozenset(entry.relationship),
        event=entry.event,
        after_days=entry.after_days,
        text=entry.text,
        why=entry.why,
        template=entry.message,
    )


def _items(source: Source, key: str) -> Iterator[tuple[int, Mapping[Any, Any]]]:
    """The entries of a list with their places, also those that hold another mistake."""
    raw = source.raw(key)
    for at, item in enumerate(raw if isinstance(raw, list) else []):
        if isinstance(item, dict):
            yield at, item


def _note_repeated(source: Source, key: str) -> None:
    seen: set[str] = set()
    for at, item in _items(source, key):
        one = item.get("id")
        if isinstance(one, str):
            if one in seen:
                source.note((key, at), "duplicate_id", got=one)
            seen.add(one)


def _note_no_start(source: Source, at: int, item: Mapping[Any, Any]) -> None:
    if not item.get("relationship") and not item.get("event"):
        source.complain(
            ("actions", at),
            vi="việc này chưa có lúc bắt đầu; thêm relationship hoặc event",
            en="nothing starts this action; add a relationship or an event",
        )


def _note_no_template(
    source: Source, at: int, item: Mapping[Any, Any], known: Collection[str]
) -> None:
    written = item.get("message")
    if known and isinstance(written, str) and written not in known:
        said = ", ".join(known)
        source.complain(
            ("actions", at, "message"),
            vi=f"không có mẫu tin “{written}”; dùng một trong: {said}",
            en=f"there is no template “{written}”; use one of: {said}",
        )
