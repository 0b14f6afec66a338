"""Checks all content and settings at once."""

from collections.abc import Callable
from pathlib import Path

from bot.config import load_config
from bot.speeches import load_speeches
from knowledge.care_bank import load_care
from knowledge.handbook import load_handbook
from knowledge.scheme_bank import load_schemes
from loading.mistakes import ContentError, Mistake
from personas.bank import load_bank
from personas.cue_bank import load_cues
from personas.note_model import load_note_model
from personas.spelling import load_spelling


def check_everything(config: Path | None) -> list[Mistake]:
    """Every mistake in the settings, the bank, the handbook, the schemes and the texts."""
    checks: tuple[Callable[[], object], ...] = (
        lambda: load_config(config),
        load_bank,
        load_cues,
        load_spelling,
        load_note_model,
        load_handbook,
        load_schemes,
        load_care,
        load_speeches,
    )
    mistakes: list[Mistake] = []
    for check in checks:
        try:
            check()
        except ContentError as error:
            mistakes += error.mistakes
    return mistakes
