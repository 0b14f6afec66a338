"""Putting the product together: the mistakes of all content are listed at once."""

from pathlib import Path
from typing import NoReturn

import pytest

from bot import assembly
from bot.config import Config, Secrets, Settings
from loading.mistakes import ContentError, text_mistake
from tests.conversations import SPEECHES

CONFIG = Config(settings=Settings(), secrets=Secrets(), home=Path())


def broken(monkeypatch: pytest.MonkeyPatch, *loaders: str) -> list[str]:
    """The files complained about when these loaders find a mistake each."""
    for loader in loaders:

        def fail(file: str = loader) -> NoReturn:
            raise ContentError([text_mistake(file, "", vi="sai", en="wrong")])

        monkeypatch.setattr(assembly, loader, fail)
    with pytest.raises(ContentError) as caught:
        assembly.load_knowledge(CONFIG, SPEECHES)
    return [mistake.file for mistake in caught.value.mistakes]


def test_a_mistake_in_the_bank_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert broken(monkeypatch, "load_bank") == ["load_bank"]


def test_a_mistake_in_the_handbook_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert broken(monkeypatch, "load_handbook") == ["load_handbook"]


def test_mistakes_in_both_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both = ("load_bank", "load_handbook")
    assert broken(monkeypatch, *both) == list(both)


def test_ids_are_short_enough_for_a_button_and_never_the_same() -> None:
    ids = {assembly.random_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {16}


def test_the_clock_is_aware_and_in_utc() -> None:
    offset = assembly.utc_now().utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 0
