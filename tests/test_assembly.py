"""Putting the product together: the mistakes of all content are listed at once."""

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from bot import assembly, content
from bot.config import (
    Config,
    InterviewSettings,
    LearningSettings,
    ObservationSettings,
    Secrets,
    Settings,
)
from loading.mistakes import ContentError, text_mistake
from tests.conversations import SPEECHES

LOADERS = ("load_bank", "load_cues", "load_handbook", "load_spelling", "load_note_model")
CONFIG = Config(settings=Settings(), secrets=Secrets(), home=Path())


def broken(monkeypatch: pytest.MonkeyPatch, *loaders: str) -> list[str]:
    """The files complained about when these loaders find a mistake each."""
    for loader in loaders:

        def fail(file: str = loader) -> NoReturn:
            raise ContentError([text_mistake(file, "", vi="sai", en="wrong")])

        monkeypatch.setattr(content, loader, fail)
    with pytest.raises(ContentError) as caught:
        assembly.make_learner(CONFIG, SPEECHES)
    return [mistake.file for mistake in caught.value.mistakes]


@pytest.mark.parametrize("loader", LOADERS)
def test_a_mistake_in_any_content_is_listed(monkeypatch: pytest.MonkeyPatch, loader: str) -> None:
    assert broken(monkeypatch, loader) == [loader]


def test_mistakes_in_all_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert broken(monkeypatch, *LOADERS) == list(LOADERS)


def test_the_settings_reach_the_dialogue() -> None:
    settings = Settings(
        interview=InterviewSettings(first_card_after=3, threshold=0.9),
        observations=ObservationSettings(half_life_months=12, stale_after_months=1),
        learning=LearningSettings(audit_share=0.5),
    )
    knowledge = assembly.make_learner(replace(CONFIG, settings=settings), SPEECHES).shipped
    assert (knowledge.first_card_after, knowledge.policy.threshold) == (3, 0.9)
    assert knowledge.policy.half_life_days == pytest.approx(12 * assembly.DAYS_IN_MONTH)
    assert knowledge.stale_days == pytest.approx(assembly.DAYS_IN_MONTH)
    assert knowledge.audit_share == 0.5


def test_ids_are_short_enough_for_a_button_and_never_the_same() -> None:
    ids = {assembly.random_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {16}


def test_the_clock_is_aware_and_in_utc() -> None:
    offset = assembly.utc_now().utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 0
