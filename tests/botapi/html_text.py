"""Parses the HTML of parse_mode the way Telegram's own parser does, with the same complaints."""

from __future__ import annotations

import re
from dataclasses import replace

from .entities import Entity, FormattedText, utf16_length
from .html_tags import (
    CHARACTER_REFERENCE,
    TAGS,
    OpenTag,
    broken,
    decoded_reference,
    finished_entity,
    is_code_block,
    tag_argument,
)

# Telegram's parser reads the zero byte that ends its text as a space
END = "\0"
SPACES = " \t\r\n\v" + END
ENDS_TAG_NAME = SPACES + ">"
ENDS_ATTRIBUTE_NAME = SPACES + "=>/\"'"
UNQUOTED_VALUE = re.compile(r"[A-Za-z0-9.-]*")


def parse_html(source: str) -> FormattedText:
    reader = HtmlReader(source)
    reader.read()
    text = "".join(reader.text)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise broken(
            "Text contains invalid Unicode characters after decoding HTML entities, check for "
            "unmatched surrogate code units"
        )
    entities = (replace(e, language=None) if e.type == "code" else e for e in reader.entities)
    return FormattedText(text, tuple(entities))


class HtmlReader:
    def __init__(self, source: str) -> None:
        self.source = source + END
        self.position = 0
        self.text: list[str] = []
        self.offset = 0
        self.open_tags: list[OpenTag] = []
        self.entities: list[Entity] = []

    @property
    def here(self) -> str:
        return self.source[self.position]

    @property
    def at_end(self) -> bool:
        return self.position >= len(self.source) - 1

    def read(self) -> None:
        while not self.at_end:
            if self.here != "<":
                self._write(self._character())
            elif self.source[self.position + 1] == "/":
                self._read_end_tag()
            else:
                self._read_start_tag()
        if self.open_tags:
            name = self.open_tags[-1].name
            raise broken(f'Can\'t find end tag corresponding to start tag "{name}"')

    def _write(self, character: str) -> None:
        self.text.append(character)
        self.offset += utf16_length(character)

    def _character(self) -> str:
        """One character; an unknown reference such as "&nbsp;" stays as it is written."""
        reference = CHARACTER_REFERENCE.match(self.source, self.position)
        character = decoded_reference(reference) if reference else ""
        if reference and character:
            self.position = reference.end()
            return character
        self.position += 1
        return self.source[self.position - 1]

    def _skip(self, characters: str) -> None:
        while not self.at_end and self.here in characters:
            self.position += 1

    def _take_until(self, characters: str) -> str:
        start = self.position
        while self.here not in characters:
            self.position += 1
        return self.source[start : self.position]

    def _byte_offset(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _read_start_tag(self) -> None:
        start = self._byte_offset(self.position)
        self.position += 1
        name = self._take_until(ENDS_TAG_NAME).lower()
        if self.at_end:
            raise broken(f"Unclosed start tag at byte offset {start}")
        if name not in TAGS:
            raise broken(f'Unsupported start tag "{name}" at byte offset {start}')
        argument = self._read_attributes(name, start)
        if name == "span" and argument != "spoiler":
            raise broken(f'Tag "span" must have class "tg-spoiler" at byte offset {start}')
        self.position += 1
        self.open_tags.append(OpenTag(name, argument, self.offset, len(self.text)))

    def _read_attributes(self, tag: str, start: int) -> str:
        argument = ""
        while self.here != ">":
            self._skip(SPACES)
            if self.here == ">":
                break
            argument = self._read_attribute(tag, start) or argument
        return argument

    def _read_attribute(self, tag: str, start: int) -> str:
        name = self._take_until(ENDS_ATTRIBUTE_NAME)
        if not name:
            raise broken(f'Empty attribute name in the tag "{tag}" at byte offset {start}')
        self._skip(SPACES)
        has_value = self.here == "="
        if has_value:
            self.position += 1
            self._skip(SPACES)
        if self.at_end:
            raise broken(f'Unclosed start tag "{tag}" at byte offset {start}')
        value = self._read_value() if has_value else ""
        if self.at_end:
            raise broken(f"Unclosed start tag at byte offset {start}")
        return tag_argument(tag, name, value)

    def _read_value(self) -> str:
        if self.here in "\"'":
            return self._read_quoted()
        found = UNQUOTED_VALUE.match(self.source, self.position)
        start, self.position = self.position, found.end() if found else self.position
        if self.here not in ENDS_TAG_NAME:
            complaint = "Unexpected end of name token at byte offset"
            raise broken(f"{complaint} {self._byte_offset(start)}")
        return self.source[start : self.position].lower()

    def _read_quoted(self) -> str:
        quote = self.here
        self.position += 1
        value = ""
        while not self.at_end and self.here != quote:
            value += self._character()
        if self.here == quote:
            self.position += 1
        return value

    def _read_end_tag(self) -> None:
        start = self._byte_offset(self.position)
        if not self.open_tags:
            raise broken(f"Unexpected end tag at byte offset {start}")
        self.position += 2
        name = self._take_until(ENDS_TAG_NAME).lower()
        self._skip(SPACES)
        if self.here != ">":
            raise broken(f"Unclosed end tag at byte offset {start}")
        self.position += 1
        tag = self.open_tags.pop()
        if name not in {"", tag.name}:
            complaint = f'expected "</{tag.name}>", found "</{name}>"'
            raise broken(f"Unmatched end tag at byte offset {start}, {complaint}")
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        covered = "".join(self.text[tag.text_start :])
        entity = finished_entity(tag, self.offset - tag.offset, covered)
        last = self.entities[-1] if self.entities else None
        if entity and last and is_code_block(last, entity):
            # <pre><code class="language-x"> is one block of code in that language
            language = last.language or entity.language
            self.entities[-1] = replace(entity, type="pre", language=language)
        elif entity:
            self.entities.append(entity)
