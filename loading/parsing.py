"""Parses YAML into plain values and into nodes that know their lines."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Location = tuple[int | str, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it was built in


class Unreadable(Exception):  # noqa: N818 (it says what the file is)
    """A file that is no YAML at all: the kind of mistake, its line (0: unknown) and facts."""

    def __init__(self, kind: str, line: int = 0, **facts: object) -> None:
        self.kind, self.line = kind, line
        self.facts: Mapping[str, object] = facts
        super().__init__(kind)


def parse(path: Path) -> tuple[yaml.Node | None, Any]:
    """The file as nodes and as plain values; raises Unreadable for whatever is wrong with it."""
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unreadable("file_missing") from None
    except OSError as error:
        raise Unreadable("file_closed", detail=error.strerror) from None
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or type(error).__name__
        raise Unreadable("yaml_syntax", mark.line + 1 if mark else 0, detail=detail) from None


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        list(duplicate_keys(node))  # an alias inside itself, or too deep: shown here at once
        return node, loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def duplicate_keys(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Every key that stands twice in one mapping, with its line: YAML itself keeps the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key.value, key.start_mark.line + 1
                seen.add(key.value)
            yield from duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from duplicate_keys(item)


def line_of(node: yaml.Node | None, location: Location) -> int:
    """The line, counted from 1, of the deepest part of `location` that exists in the file."""
    line = node.start_mark.line + 1 if node is not None else 0
    for part in location:
        node = _child(node, part)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    return None
