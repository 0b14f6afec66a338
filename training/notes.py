"""Reads the notes to learn from."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from personas.bank import CONTENT
from personas.model import Cue

CORPUS = CONTENT.parent / "corpus"
SILENT = "n"  # authors of notes that say nothing begin so; the others begin with "a"


@dataclass(frozen=True, kw_only=True)
class Note:
    """One note: `group` 0 says nothing, None is not known; the ids of the cues that it tells."""

    author: str
    text: str
    group: int | None
    cues: tuple[str, ...]


def read_corpus(folder: Path = CORPUS) -> list[Note]:
    """All notes of all authors, in the order of the files."""
    return [note for path in sorted(folder.glob("*.jsonl")) for note in _read(path)]


def _read(path: Path) -> Iterator[Note]:
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Note(
            author=entry["author"],
            text=entry["text"],
            group=entry["group"],
            cues=tuple(entry.get("cues", ())),
        )


def phrasings_as_notes(cues: Sequence[Cue]) -> list[Note]:
    """Every phrasing of every cue as a note that tells this cue; its group is not known."""
    return [
        Note(author="phrasing", text=text, group=None, cues=(cue.id,))
        for cue in cues
        for texts in cue.phrasings.values()
        for text in texts
    ]
