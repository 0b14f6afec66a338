"""The READMEs are tested like code: their transcript, commands, settings and table of touches."""

import os
import re
from pathlib import Path

import pytest

from bot.cli import app
from bot.config import Settings
from bot.dialogue.commands import COMMANDS
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.vi.md")
TRANSCRIPT = re.compile(
    r"(\$ printf '(?P<lines>[^']*)' \| make chat\n)(?P<said>.*?)(?=```)", re.DOTALL
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_transcript_is_what_the_chat_says(name: str, tmp_path: Path) -> None:
    found = TRANSCRIPT.search(text(name))
    assert found is not None
    typed = found["lines"].replace("\\n", "\n")
    said = run(tmp_path, "chat", stdin=typed).stdout
    said = "\n".join(line.rstrip() for line in said.splitlines()) + "\n"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        new = text(name)[: found.start("said")] + said + text(name)[found.end("said") :]
        (ROOT / name).write_text(new, encoding="utf-8")
        return
    assert found["said"] == said


@pytest.mark.parametrize("name", READMES)
def test_every_command_line_command_is_described(name: str) -> None:
    commands = [
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback
    ]
    assert len(commands) >= 7
    assert [one for one in commands if f"`hieukhach {one}" not in text(name)] == []


@pytest.mark.parametrize("name", READMES)
def test_every_chat_command_is_described(name: str) -> None:
    assert [one for one in COMMANDS if f"`/{one}`" not in text(name)] == []


def settings() -> list[str]:
    """Every setting by its dotted name."""
    names = []
    for name, field in Settings.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None)
        names += [f"{name}.{one}" for one in inner] if inner else [name]
    return names


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_described(name: str) -> None:
    assert [one for one in settings() if f"`{one}`" not in text(name)] == []


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_file_named_in_a_link_exists(name: str) -> None:
    links = re.findall(r"(?:\]\(|src=\")([^)\"#:]+)[)\"]", text(name))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("target", ["chat", "bot", "test", "check", "bench"])
def test_make_knows_every_target_the_readme_uses(target: str) -> None:
    assert re.search(rf"^{target}:", text("Makefile"), re.MULTILINE)
