"""Reads one YAML file into pydantic shapes, with the line of every mistake."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from loading.mistakes import Mistake, short_name, text_mistake
from loading.parsing import Location, Unreadable, duplicate_keys, line_of, parse
from loading.translating import place_of, translate


class Entry(BaseModel):
    """The base of every shape in a content file: frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Shape = TypeVar("Shape", bound=Entry)


@dataclass(frozen=True, kw_only=True)
class Part(Generic[Shape]):
    """One entry of a list or mapping in a file, and where it stands."""

    key: int | str
    entry: Shape
    location: Location


@dataclass(frozen=True, kw_only=True)
class Source:
    """An opened file: every mistake found in it goes to `mistakes`, with its line."""

    name: str
    node: yaml.Node | None
    data: Any
    mistakes: list[Mistake]

    def read(self, shape: type[Shape], *, without: str = "") -> Shape | None:
        """The whole file as a shape, the key `without` left aside; None after its mistakes."""
        data = self.data if self.data is not None else {}
        if isinstance(data, dict):
            data = {key: value for key, value in data.items() if key != without}
        return self._validated(shape, data, ())

    def raw(self, key: str) -> Any:
        """What stands under `key`, unchecked; None where there is nothing."""
        return self.data.get(key) if isinstance(self.data, dict) else None

    def parts(self, key: str, shape: type[Shape], *, by_name: bool = False) -> list[Part[Shape]]:
        """The entries under `key` that are right; the mistakes of each other one are noted.

        They stand in a list, or `by_name` in a mapping.
        """
        found = self.raw(key)
        if not found or not isinstance(found, dict if by_name else list):
            kind = "wrong_shape" if found else "missing"
            self.note((key,), kind, detail=type(found).__name__)
            return []
        items = found.items() if isinstance(found, dict) else enumerate(found)
        return [
            Part(key=at, entry=entry, location=(key, at))
            for at, value in items
            if (entry := self._validated(shape, value, (key, at))) is not None
        ]

    def note(self, location: Location, kind: str, **facts: object) -> None:
        """Notes a mistake of a known kind at a place of the file."""
        line = line_of(self.node, location)
        place = place_of(self.data, location)
        self.mistakes.append(
            Mistake(file=self.name, place=place, kind=kind, line=line, facts=facts)
        )

    def complain(self, location: Location, *, vi: str, en: str) -> None:
        """Notes a mistake that only one check can make."""
        line = line_of(self.node, location)
        self.mistakes.append(
            text_mistake(self.name, place_of(self.data, location), vi=vi, en=en, line=line)
        )

    def _validated(self, shape: type[Shape], value: Any, at: Location) -> Shape | None:
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            for detail in error.errors():
                kind, facts = translate(detail)
                self.note((*at, *detail["loc"]), kind, **facts)
            return None


def open_source(path: Path, mistakes: list[Mistake]) -> Source | None:
    """The file, opened; None after the mistake that makes it unreadable was noted."""
    name = short_name(path)
    try:
        node, data = parse(path)
    except Unreadable as error:
        mistakes.append(
            Mistake(file=name, place="", kind=error.kind, line=error.line, facts=error.facts)
        )
        return None
    mistakes.extend(_doubled(name, node))
    return Source(name=name, node=node, data=data, mistakes=mistakes)


def read_file(path: Path, shape: type[Shape], mistakes: list[Mistake]) -> Shape | None:
    """The file as `shape`, or None after its mistakes were added to `mistakes`."""
    source = open_source(path, mistakes)
    return source.read(shape) if source is not None else None


def _doubled(name: str, node: yaml.Node | None) -> Iterator[Mistake]:
    for key, line in duplicate_keys(node):
        facts: Mapping[str, object] = {"key": key}
        yield Mistake(file=name, place="", kind="duplicate_key", line=line, facts=facts)


__all__ = ["Entry", "Part", "Source", "line_of", "open_source", "read_file"]
