"""Translates pydantic's findings into our kinds of mistakes."""

from collections.abc import Mapping
from typing import Any

from loading.parsing import Location

OWN = frozenset({"missing", "extra_forbidden", "bad_id", "text"})


def place_of(data: Any, location: Location) -> str:
    """The path of keys, joined by dots; an entry of a list by its id where it has one."""
    names = []
    for at, part in enumerate(location):
        data = _child(data, part)
        about_the_id = location[at + 1 : at + 2] == ("id",)
        if part != "[key]":
            names.append(str(part) if about_the_id else _name(data, part))
    return ".".join(names)


def _name(data: Any, part: int | str) -> str:
    named = isinstance(part, int) and isinstance(data, dict) and isinstance(data.get("id"), str)
    return data["id"] or str(part) if named else str(part)


def _child(data: Any, part: int | str) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def translate(detail: Mapping[str, Any]) -> tuple[str, Mapping[str, object]]:
    """The kind of mistake and its facts, from one entry of `ValidationError.errors()`."""
    kind, got, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    if kind in OWN:
        return kind, context
    if kind == "string_type":
        return "not_text", {"got": repr(got)}
    if kind in {"int_type", "int_from_float", "int_parsing"}:
        return "not_whole", {"got": repr(got)}
    if kind in {"float_type", "float_parsing"}:
        return "not_number", {"got": repr(got)}
    if kind.startswith(("less_than", "greater_than")):
        bound = ", ".join(f"{key} {value}" for key, value in context.items())
        return "out_of_range", {"got": got, "bound": bound}
    return "wrong_shape", {"detail": detail["msg"]}
