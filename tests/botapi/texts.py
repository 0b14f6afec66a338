"""Reads the text or caption of a call, formatted by parse_mode or by a list of entities."""

from __future__ import annotations

from typing import Any

from .entities import Entity, FormattedText, cleaned
from .html_text import parse_html
from .parameters import Parameters
from .refusal import RefusalError, bad_request

MAXIMUM_TEXT = 4096
MAXIMUM_CAPTION = 1024
MAXIMUM_RAW_BYTES = 1 << 15
ENTITY_TYPES = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"}
    | {"expandable_blockquote", "code", "pre", "text_link", "custom_emoji"}
)
# Telegram finds these itself and ignores them in a list of entities
FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)


def written_text(parameters: Parameters) -> FormattedText:
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    return formatted(parameters, "text", "entities")


def written_caption(parameters: Parameters) -> FormattedText:
    return formatted(parameters, "caption", "caption_entities")


def formatted(parameters: Parameters, name: str, entities_name: str) -> FormattedText:
    text = parameters.text(name)
    if len(text.encode()) > MAXIMUM_RAW_BYTES:
        raise bad_request("text is too long")
    text = cleaned(text)
    match parameters.text("parse_mode").lower():
        case "html":
            return parse_html(text)
        case "" | "none":
            listed = parameters.json(entities_name, "entities") or []
            return FormattedText(text, tuple(e for item in listed if (e := read_entity(item))))
        case "markdown" | "markdownv2":
            raise RefusalError(501, "Not Implemented: the test server reads HTML, not Markdown")
    raise bad_request("unsupported parse_mode")


def read_entity(content: Any) -> Entity | None:
    if not isinstance(content, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind = content.get("type")
    if kind in FOUND_BY_TELEGRAM:
        return None
    if kind not in ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return Entity(
        kind,
        int(content.get("offset", 0)),
        int(content.get("length", 0)),
        url=content.get("url"),
        language=content.get("language"),
        custom_emoji_id=content.get("custom_emoji_id"),
    )
