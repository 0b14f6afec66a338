"""Reads the hand-written notes whose cues and groups are known."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from personas.model import Bank, Evidence
from personas.note_evidence import evidence_in
from personas.notes import Reading

FOLDER = Path(__file__).parent.parent / "tests" / "gold"
SCORE, TUNE = FOLDER / "notes_score.jsonl", FOLDER / "notes_tune.jsonl"
ALL = "all"


@dataclass(frozen=True, kw_only=True)
class GoldNote:
    """A note, the way it is written, the cues it tells; `group` is None where it shows none."""

    id: str
    style: str
    text: str
    cues: frozenset[str]
    group: int | None

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def line(self) -> str:
        """The note as `hieukhach classify` takes it."""
        return json.dumps({"id": self.id, "text": self.text}, ensure_ascii=False)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Gold notes and, beside each, what the reader understood of it."""

    notes: Sequence[GoldNote]
    readings: Sequence[Reading]

    def wanted(self) -> list[frozenset[str]]:
        """The cues that each note should tell."""
        return [note.cues for note in self.notes]

    def told(self) -> list[frozenset[str]]:
        """The cues that each note tells for sure."""
        return [frozenset(one.cue_id for one in reading.cues) for reading in self.readings]

    def asked(self) -> list[frozenset[str]]:
        """The cues that each note is asked about."""
        return [frozenset(one.cue_id for one in reading.doubtful) for reading in self.readings]

    def evidence(self, bank: Bank) -> Iterator[list[Evidence]]:
        """What each note gives to the belief."""
        for note, reading in zip(self.notes, self.readings, strict=True):
            yield list(evidence_in(bank, note.text, reading))


def read_gold(file: Path) -> list[GoldNote]:
    """The notes of one file in their order."""
    return [*_read(file.read_text(encoding="utf-8").splitlines())]


def _read(lines: Iterable[str]) -> Iterator[GoldNote]:
    for line in lines:
        entry = json.loads(line)
        yield GoldNote(
            id=entry["id"],
            style=entry["style"],
            text=entry["text"],
            cues=frozenset(entry["cues"]),
            group=entry["group"],
        )


def places_by_style(notes: Sequence[GoldNote]) -> Mapping[str, list[int]]:
    """Where the notes of each style stand, in the order of the file; all of them last."""
    found: dict[str, list[int]] = {}
    for at, note in enumerate(notes):
        found.setdefault(note.style, []).append(at)
    return {**found, ALL: [*range(len(notes))]}
