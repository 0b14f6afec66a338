"""Loads all shipped content."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.care_bank import load_care
from knowledge.care_model import Care
from knowledge.handbook import load_handbook
from knowledge.model import Handbook
from knowledge.scheme_bank import load_schemes
from knowledge.scheme_model import SchemeBank
from loading.mistakes import ContentError, Mistake
from personas.bank import load_bank
from personas.cue_bank import load_cues
from personas.model import Bank
from personas.note_model import NoteModel, load_note_model
from personas.notes import NoteReader
from personas.spelling import Spelling, load_spelling

Loaded = TypeVar("Loaded")


@dataclass(frozen=True, kw_only=True)
class Content:
    """All shipped content."""

    bank: Bank
    handbook: Handbook
    schemes: SchemeBank
    care: Care
    spelling: Spelling
    note_model: NoteModel

    def reader(self, accepted: tuple[tuple[str, str], ...] = ()) -> NoteReader:
        """A reader of notes that knows the bank's cues and further accepted phrasings."""
        return NoteReader(self.bank.cues, self.spelling, self.note_model, accepted)


def load_content() -> Content:
    """All content; raises ContentError with the mistakes of every file at once."""
    mistakes: list[Mistake] = []
    bank = _loaded(load_bank, mistakes)
    cues = _loaded(load_cues, mistakes)
    handbook = _loaded(load_handbook, mistakes)
    schemes = _loaded(load_schemes, mistakes)
    care = _loaded(load_care, mistakes)
    spelling = _loaded(load_spelling, mistakes)
    note_model = _loaded(load_note_model, mistakes)
    if bank is None or cues is None or handbook is None or schemes is None or care is None:
        raise ContentError(mistakes)
    if spelling is None or note_model is None:
        raise ContentError(mistakes)
    return Content(
        bank=replace(bank, cues=cues),
        handbook=handbook,
        schemes=schemes,
        care=care,
        spelling=spelling,
        note_model=note_model,
    )


def _loaded(load: Callable[[], Loaded], mistakes: list[Mistake]) -> Loaded | None:
    try:
        return load()
    except ContentError as error:
        mistakes += error.mistakes
        return None
