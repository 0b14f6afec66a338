"""What each HTML tag and character reference of a Telegram message means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .entities import Entity
from .links import checked_link, linked_user
from .refusal import RefusalError, bad_request

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = frozenset(STYLES) | {"a", "code", "pre", "blockquote", "tg-emoji"}
NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]*));?")


@dataclass(frozen=True)
class OpenTag:
    name: str
    argument: str
    offset: int
    text_start: int


def broken(complaint: str) -> RefusalError:
    return bad_request(f"can't parse entities: {complaint}")


def decoded_reference(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return NAMED_CHARACTERS.get(name, "")
    digits = hexadecimal if hexadecimal is not None else decimal
    code = int(digits or "0", 10 if hexadecimal is None else 16)
    too_long = len(reference.group().rstrip(";")) >= 10
    return "" if code == 0 or code >= 0x10FFFF or too_long else chr(code)


def tag_argument(tag: str, attribute: str, value: str) -> str:
    """The one thing Telegram remembers of a tag's attributes; other attributes are ignored."""
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "1"
    return ""


def finished_entity(tag: OpenTag, length: int, covered: str) -> Entity | None:
    match tag.name:
        case "a":
            return link_entity(tag.argument or covered, tag.offset, length)
        case "tg-emoji":
            return emoji_entity(tag.argument, tag.offset, length)
        case "code" | "pre":
            return Entity(tag.name, tag.offset, length, language=tag.argument or None)
        case "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            return Entity(kind, tag.offset, length)
    return Entity(STYLES[tag.name], tag.offset, length)


def link_entity(link: str, offset: int, length: int) -> Entity | None:
    """A link Telegram finds wrong leaves plain text behind, without any complaint."""
    if (user_id := linked_user(link)) is not None:
        return Entity("text_mention", offset, length, user_id=user_id)
    url = checked_link(link)
    return Entity("text_link", offset, length, url=url) if url else None


def emoji_entity(identifier: str, offset: int, length: int) -> Entity:
    if not identifier.isdecimal() or int(identifier) == 0:
        raise broken("Invalid custom emoji identifier specified")
    return Entity("custom_emoji", offset, length, custom_emoji_id=identifier)


def is_code_block(last: Entity, entity: Entity) -> bool:
    same_range = (last.offset, last.length) == (entity.offset, entity.length)
    inner_language = last.language if entity.type == "pre" else entity.language
    return same_range and {last.type, entity.type} == {"code", "pre"} and bool(inner_language)
