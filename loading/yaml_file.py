"""Reads one YAML file into a pydantic shape, with the line of every mistake."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from loading.mistakes import Mistake, short_name

Shape = TypeVar("Shape", bound="Entry")
Location = tuple[int | str, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it was built in


class Entry(BaseModel):
    """The base of every shape in a content file: frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def read_file(path: Path, shape: type[Shape], mistakes: list[Mistake]) -> Shape | None:
    """The file as `shape`, or None after its mistakes were added to `mistakes`."""
    name = short_name(path)
    try:
        node, data = _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        mistakes.append(Mistake(file=name, place="", kind="file_missing"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mistakes.append(_syntax_mistake(name, error))
        return None
    doubled = list(_duplicate_keys(name, node))
    mistakes.extend(doubled)
    try:
        return shape.model_validate(data if data is not None else {})
    except ValidationError as error:
        mistakes.extend(_mistake(name, node, detail) for detail in error.errors())
        return None


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The file as nodes, which know their lines, and as plain values, parsed once."""
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _syntax_mistake(name: str, error: Exception) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 0
    detail = getattr(error, "problem", None) or str(error)
    return Mistake(file=name, place="", kind="yaml_syntax", line=line, facts={"detail": detail})


def _duplicate_keys(name: str, node: yaml.Node | None) -> Iterator[Mistake]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                facts = {"key": key.value}
                yield Mistake(file=name, place="", kind="duplicate_key", line=line, facts=facts)
            seen.add(key.value)
            yield from _duplicate_keys(name, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicate_keys(name, item)


def _mistake(name: str, node: yaml.Node | None, detail: Mapping[str, Any]) -> Mistake:
    location: Location = tuple(part for part in detail["loc"] if part != "[key]")
    place = ".".join(str(part) for part in location)
    kind, facts = _kind_and_facts(detail)
    line = line_of(node, location)
    return Mistake(file=name, place=place, kind=kind, line=line, facts=facts)


def _kind_and_facts(detail: Mapping[str, Any]) -> tuple[str, Mapping[str, object]]:
    kind, got, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    if kind in {"missing", "extra_forbidden", "bad_id", "text"}:
        return kind, context
    if kind == "string_type":
        return "not_text", {"got": repr(got)}
    if kind in {"int_type", "float_type", "int_from_float", "int_parsing"}:
        return "not_number", {"got": repr(got)}
    if kind.startswith(("less_than", "greater_than")):
        bound = ", ".join(f"{key} {value}" for key, value in context.items())
        return "out_of_range", {"got": got, "bound": bound}
    return "wrong_shape", {"detail": detail["msg"]}


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
