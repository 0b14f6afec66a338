"""Whole conversations, readable by anyone: each file is played line by line.

After a meant change, `UPDATE_TRANSCRIPTS=1 make test` writes them anew; read the difference.
"""

import os
from pathlib import Path

import pytest

from tests.conversations import Play

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


def replay(text: str, folder: Path) -> str:
    """The transcript with today's answers."""
    play = Play(folder)
    lines = []
    for line in text.splitlines():
        if line.startswith("#"):
            lines.append(line + "\n")
        elif line.startswith((">", "@")):
            lines.append("\n" + line + "\n" + play.enter(line))
    play.close()
    return "".join(lines)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_conversation_goes_as_written(path: Path, tmp_path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    played = replay(written, tmp_path)
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        path.write_text(played, encoding="utf-8")
        written = played
    assert played == written


def test_there_are_at_least_eight_conversations() -> None:
    assert len(TRANSCRIPTS) >= 8
