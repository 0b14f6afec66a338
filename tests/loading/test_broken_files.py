"""Broken files: whatever happens to a shipped file, it is read or its mistakes are named."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.config import load_config
from knowledge.handbook import CONTENT as HANDBOOK
from knowledge.handbook import load_handbook
from loading.mistakes import ContentError, Mistake
from personas.bank import CONTENT as BANK
from personas.bank import load_bank
from tests.loading.folders import PACE, PRICE, Folder, bank_folder, handbook_folder

ROUNDS = 60  # for each kind of damage
SETTINGS = Path(__file__).parent.parent.parent / "config.yaml"
BANK_FILES = [*sorted((BANK / "questions").glob("*.yaml")), BANK / "personas.yaml"]
SHIPPED = [
    *BANK_FILES,
    *sorted((HANDBOOK / "playbook").glob("*.yaml")),
    HANDBOOK / "principles.yaml",
    HANDBOOK / "situations.yaml",
    SETTINGS,
]
VALUE = re.compile(r"(?<=: )[^{\[\s][^,}\n]*|\[[^\[\]\n]*\]|\{[^{}\n]*\}")
OTHER_TYPES = (
    *("no", "1.0", "-7", "", "~", "[]", "{}", "[a, b]", "{a: b}", '"x"', "on", ".inf"),
    *("2026-13-45", '!!int "x"', "&a [*a]", r'"a\nb"', "|"),
)

Damage = Callable[[str, np.random.Generator], str]


def delete_a_line(text: str, generator: np.random.Generator) -> str:
    """The text without one of its lines."""
    lines = text.splitlines(keepends=True)
    del lines[int(generator.integers(len(lines)))]
    return "".join(lines)


def repeat_a_line(text: str, generator: np.random.Generator) -> str:
    """The text with one of its lines twice."""
    lines = text.splitlines(keepends=True)
    at = int(generator.integers(len(lines)))
    return "".join([*lines[: at + 1], *lines[at:]])


def change_a_type(text: str, generator: np.random.Generator) -> str:
    """The text with one of its values replaced by something of another kind."""
    found = list(VALUE.finditer(text))
    value = found[int(generator.integers(len(found)))]
    other = OTHER_TYPES[int(generator.integers(len(OTHER_TYPES)))]
    return text[: value.start()] + other + text[value.end() :]


def cut_short(text: str, generator: np.random.Generator) -> str:
    """The beginning of the text."""
    return text[: int(generator.integers(len(text)))]


def lose_a_letter(text: str, generator: np.random.Generator) -> str:
    """The text without one of its letters, which may be a quote, a colon or a space."""
    at = int(generator.integers(len(text)))
    return text[:at] + text[at + 1 :]


DAMAGES: tuple[Damage, ...] = (
    delete_a_line,
    repeat_a_line,
    change_a_type,
    cut_short,
    lose_a_letter,
)


def load(path: Path, text: str, folder: Path) -> None:
    """Loads a text in the place of a shipped file, among files without a mistake."""
    if path == SETTINGS:
        (folder / path.name).write_text(text, encoding="utf-8")
        load_config(folder / path.name)
    elif path.is_relative_to(BANK):
        _bank_beside(path, folder).write(path.relative_to(BANK).as_posix(), text)
        load_bank(folder)
    else:
        handbook_folder(folder).write(path.relative_to(HANDBOOK).as_posix(), text)
        load_handbook(folder)


def _bank_beside(path: Path, root: Path) -> Folder:
    folder = bank_folder(root)
    if path.parent.name == "questions":
        for topic in (PACE, PRICE):
            folder.remove(topic)  # only the damaged topic: its questions may be named like those
    return folder


def mistakes(path: Path, text: str, folder: Path) -> tuple[Mistake, ...]:
    """The mistakes named in a text that stands in the place of a shipped file, if any."""
    folder.mkdir()
    try:
        load(path, text, folder)
    except ContentError as error:
        return error.mistakes
    return ()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_read_or_its_mistakes_are_named(damage: Damage, tmp_path: Path) -> None:
    generator = np.random.default_rng(2026)
    for at in range(ROUNDS):
        path = SHIPPED[int(generator.integers(len(SHIPPED)))]
        text = damage(path.read_text(encoding="utf-8"), generator)
        for mistake in mistakes(path, text, tmp_path / str(at)):
            assert mistake.sentence("vi").startswith(mistake.file)
            assert mistake.sentence("en").startswith(mistake.file)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_changes_every_file(damage: Damage) -> None:
    generator = np.random.default_rng(2026)
    texts = [path.read_text(encoding="utf-8") for path in SHIPPED]
    assert [text for text in texts if damage(text, generator) == text] == []


@pytest.mark.parametrize("path", BANK_FILES, ids=lambda path: path.stem)
def test_an_undamaged_file_of_the_bank_is_read(path: Path, tmp_path: Path) -> None:
    load(path, path.read_text(encoding="utf-8"), tmp_path)
    assert load_bank(tmp_path).personas
