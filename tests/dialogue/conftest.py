"""The talk of these tests: a rep and an owner over a fresh database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.dialogue.talking import Talk, begin

Begin = Callable[..., Talk]


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[Begin]:
    """Begins a talk with a share and a chance of audits."""
    begun: list[Talk] = []

    def start(share: float, chance: float = 0.0) -> Talk:
        begun.append(begin(tmp_path, share=share, chance=chance))
        return begun[-1]

    yield start
    for one in begun:
        one.engine.dispose()


@pytest.fixture
def talk(audited: Begin) -> Talk:
    """A talk in which nobody is audited."""
    return audited(0.0, 1.0)
