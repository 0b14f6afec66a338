"""Reads notes from JSON lines and says for each which group it points to."""

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

from personas.belief import believe
from personas.model import Bank
from personas.note_evidence import evidence_in, told_cues
from personas.notes import NoteReader


def classify(lines: Iterable[str], bank: Bank, reader: NoteReader) -> Iterator[dict[str, Any]]:
    """One answer per line, in their order: {"id", "posterior": [9], "cues": [...]}.

    A line without an id is named by its number ("line", from 1); a line that cannot be read gets
    an "error" in place of the rest, and the others go on. Empty lines are passed over.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number, bank, reader)


def _answer(line: str, number: int, bank: Bank, reader: NoteReader) -> dict[str, Any]:
    try:
        note = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return {"line": number, "error": "this line is not JSON"}
    if not isinstance(note, dict):
        return {"line": number, "error": 'an object {"id": …, "text": "…"} is expected'}
    named = {"id": note["id"]} if "id" in note else {"line": number}
    text = note.get("text")
    if not isinstance(text, str):
        return {**named, "error": '"text" must be a string'}
    reading = reader.read(text)
    posterior = believe(bank, evidence_in(bank, text, reading)).posterior
    return {
        **named,
        "posterior": [float(one) for one in posterior],
        "cues": told_cues(reading, {}),
    }


def _refuse(word: str) -> float:
    """NaN and Infinity are no JSON, though Python reads and writes them."""
    raise ValueError(word)


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refuse(number)
