"""Message text with its entities, counted in UTF-16 code units, and Telegram's tidying of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from .refusal import bad_request

MERGEABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})

CONTROL_CHARACTERS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
REMOVED_CHARACTERS = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
INVISIBLE_TEXT = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc]*"
)
BOT_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")


@dataclass(frozen=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user_id: int | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def covers(self, other: Entity) -> bool:
        return self.offset <= other.offset and other.end <= self.end

    def overlaps(self, other: Entity) -> bool:
        return self.offset < other.end and other.offset < self.end

    def to_json(self) -> dict[str, Any]:
        optional = {
            "url": self.url,
            "language": self.language,
            "custom_emoji_id": self.custom_emoji_id,
        }
        content: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        content |= {name: value for name, value in optional.items() if value is not None}
        if self.user_id is not None:
            content["user"] = {"id": self.user_id, "is_bot": False, "first_name": ""}
        return content


@dataclass(frozen=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()

    def covered_by(self, entity: Entity) -> str:
        units = self.text.encode("utf-16-le")
        return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """Without the characters Telegram takes out of every text."""
    return CONTROL_CHARACTERS.sub(" ", REMOVED_CHARACTERS.sub("", text))


def finished(written: FormattedText, limit: int, too_long: str) -> FormattedText:
    """The text as Telegram stores it: trimmed, entities settled, commands found; or refused."""
    shown = trimmed(FormattedText(written.text, settled(written.entities)))
    if INVISIBLE_TEXT.fullmatch(shown.text):
        raise bad_request("text must be non-empty")
    if utf16_length(shown.text) > limit:
        raise bad_request(too_long)
    return with_bot_commands(shown)


def trimmed(written: FormattedText) -> FormattedText:
    text = written.text.rstrip(" \n")
    end = utf16_length(text)
    kept = [
        replace(entity, length=min(entity.length, end - entity.offset))
        for entity in written.entities
        if entity.offset < end
    ]
    # leading blanks inside an entity stay, as on Telegram; a blank is one code unit long
    blanks = len(text) - len(text.lstrip(" \n"))
    cut = min([blanks, *(entity.offset for entity in kept)])
    moved = tuple(replace(entity, offset=entity.offset - cut) for entity in kept)
    return FormattedText(text[cut:], moved)


def with_bot_commands(written: FormattedText) -> FormattedText:
    taken = [entity for entity in written.entities if entity.type not in MERGEABLE | QUOTES]
    found = []
    for match in BOT_COMMAND.finditer(written.text):
        start = utf16_length(written.text[: match.start()])
        command = Entity("bot_command", start, len(match.group()))
        if not any(command.overlaps(entity) for entity in taken):
            found.append(command)
    return FormattedText(written.text, in_order([*written.entities, *found]))


def settled(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Telegram's nesting rules: no styles inside code, no link in a link, no quote in a quote."""
    given = in_order(entity for entity in entities if entity.length > 0)
    quotes = outermost(entity for entity in given if entity.type in QUOTES)
    whole = [
        entity
        for entity in outermost(e for e in given if e.type not in MERGEABLE | QUOTES)
        if not any(entity.overlaps(quote) and not quote.covers(entity) for quote in quotes)
    ]
    code = [entity for entity in whole if entity.type in CODE]
    styles = [
        style
        for kind in MERGEABLE
        for style in outside(code, merged(entity for entity in given if entity.type == kind))
    ]
    return in_order([*quotes, *whole, *styles])


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.type)))


def outermost(entities: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def merged(entities: Iterable[Entity]) -> list[Entity]:
    joined: list[Entity] = []
    for entity in entities:
        if joined and entity.offset <= joined[-1].end:
            end = max(joined[-1].end, entity.end)
            joined[-1] = replace(joined[-1], length=end - joined[-1].offset)
        else:
            joined.append(entity)
    return joined


def outside(code: list[Entity], styles: list[Entity]) -> list[Entity]:
    for block in code:
        styles = [piece for style in styles for piece in around(block, style)]
    return styles


def around(block: Entity, style: Entity) -> list[Entity]:
    if not style.overlaps(block):
        return [style]
    before = replace(style, length=block.offset - style.offset)
    after = replace(style, offset=block.end, length=style.end - block.end)
    return [piece for piece in (before, after) if piece.length > 0]
