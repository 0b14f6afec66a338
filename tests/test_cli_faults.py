"""What a person can set up wrong ends in sentences and exit code 2, never in a traceback."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import cli
from bot.conversation import BusyError, Conversation, Heard, Identity
from bot.dialogue.events import FromPerson, Typed
from bot.transports.terminal import Terminal, chat
from tests.conversations import SPEECHES, Clock, conversation, database
from tests.test_cli import Done, environment, run

START_LINE = '{"start": {"customer": 1}}\n'
NO_CLOSING = pytest.mark.skipif(os.name == "nt", reason="the shell's way to close an input")


def refused(done: Done) -> str:
    """What a refused command said: on standard error alone, without a traceback."""
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def refused_in_one_sentence(done: Done) -> str:
    said = refused(done)
    assert len(said.splitlines()) == 1
    return said


def test_a_database_of_random_bytes_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "hieukhach.db").write_bytes(bytes(range(256)) * 32)
    said = refused_in_one_sentence(run(tmp_path, "chat"))
    assert said == "DATABASE_URL / database_file: file is not a database"


def test_data_of_a_newer_program_is_a_sentence(tmp_path: Path) -> None:
    database(tmp_path, "hieukhach.db").dispose()
    with closing(sqlite3.connect(tmp_path / "hieukhach.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    said = refused_in_one_sentence(run(tmp_path, "invite", "--role", "rep"))
    assert "is this program older than the data?" in said


def test_a_postgresql_that_is_not_there_is_a_sentence_without_its_password(tmp_path: Path) -> None:
    address = "postgresql://u:secret@127.0.0.1:1/d"
    said = refused_in_one_sentence(run(tmp_path, "chat", DATABASE_URL=address))
    assert said.startswith("DATABASE_URL / database_file: ")
    assert "secret" not in said


def test_a_folder_as_settings_is_a_sentence(tmp_path: Path) -> None:
    said = refused_in_one_sentence(run(tmp_path, "chat", "--config", str(tmp_path)))
    assert "không mở được tệp" in said


def test_a_wrong_way_to_telegram_is_named_with_line_and_place(tmp_path: Path) -> None:
    wrong = "telegram:\n  base_url: nonsense\n  proxy: ftp://host\n"
    (tmp_path / "config.yaml").write_text(wrong, encoding="utf-8")
    said = refused(run(tmp_path, "bot", TELEGRAM_BOT_TOKEN="1:a")).splitlines()
    assert [line.split(": ")[:2] for line in said] == [
        ["config.yaml:2", "telegram.base_url"],
        ["config.yaml:3", "telegram.proxy"],
    ]


def test_a_token_of_the_wrong_form_is_a_sentence_that_does_not_repeat_it(tmp_path: Path) -> None:
    said = refused_in_one_sentence(run(tmp_path, "bot", TELEGRAM_BOT_TOKEN="geheim"))
    assert "@BotFather" in said
    assert "geheim" not in said


def with_input_closed(folder: Path, command: str) -> Done:
    """A command started by a program that closed its input."""
    return subprocess.run(
        ["sh", "-c", 'exec "$0" -m bot "$1" <&-', sys.executable, command],
        cwd=folder,
        env=environment(HIEUKHACH_CONFIG=str(settings(folder))),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def settings(folder: Path) -> Path:
    """Settings that keep the data in the folder."""
    path = folder / "config.yaml"
    path.write_text("database_file: test.db\n", encoding="utf-8")
    return path


@NO_CLOSING
def test_chat_ends_politely_when_its_input_is_closed(tmp_path: Path) -> None:
    done = with_input_closed(tmp_path, "chat")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Hẹn gặp lại" in done.stdout


@NO_CLOSING
def test_the_engine_ends_silently_when_its_input_is_closed(tmp_path: Path) -> None:
    done = with_input_closed(tmp_path, "engine")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_engine_reads_a_first_line_with_a_byte_order_mark(tmp_path: Path) -> None:
    done = run(tmp_path, "engine", stdin="\ufeff" + START_LINE)
    assert [list(json.loads(line)) for line in done.stdout.splitlines()] == [["ask"]]


def test_a_bots_name_may_be_written_with_its_at_sign(tmp_path: Path) -> None:
    done = run(tmp_path, "invite", "--role", "rep", "--bot", "@hieukhach_bot")
    assert "https://t.me/hieukhach_bot?start=" in done.stdout


def test_a_bots_name_that_cannot_be_one_is_a_sentence(tmp_path: Path) -> None:
    said = refused_in_one_sentence(run(tmp_path, "invite", "--role", "rep", "--bot", "a b/c"))
    assert said.startswith("--bot: ")


def test_without_a_bots_name_an_invite_has_no_link(tmp_path: Path) -> None:
    assert "t.me" not in run(tmp_path, "invite", "--role", "rep").stdout


def called(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int | str | None:
    """The exit code of `hieukhach` when that goes wrong inside."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


def test_an_interrupted_command_ends_with_the_code_of_an_interrupt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert called(monkeypatch, KeyboardInterrupt()) == 130


def test_a_database_that_fails_midway_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class DriverError(Exception):
        orig = sqlite3.OperationalError("database is locked\nmore")

    assert called(monkeypatch, DriverError()) == 2
    assert capsys.readouterr().err == "DATABASE_URL / database_file: database is locked\n"


def test_a_mistake_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main()


class Keyboard(io.StringIO):
    """Typed lines, as a terminal gives them."""

    def isatty(self) -> bool:
        return True


def test_lines_typed_in_a_terminal_end_with_ctrl_d(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard("Chị Lan\n1\n"))
    assert list(cli._lines()) == ["Chị Lan", "1"]
    assert capsys.readouterr().out == "> > > \n"


def test_lines_from_nowhere_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert list(cli._lines()) == []


class BusyOnce(Conversation):
    """A conversation that is busy whenever a name with “busy” in it is typed."""

    def handle(self, identity: Identity, event: FromPerson, update_id: int | None = None) -> Heard:
        if isinstance(event, Typed) and "busy" in event.text:
            raise BusyError
        return super().handle(identity, event, update_id)


def chatted(folder: Path, *lines: str) -> str:
    """What the terminal shows to some lines."""
    shell = conversation(database(folder))
    output = io.StringIO()
    busy = BusyOnce(
        engine=shell.engine,
        learner=shell.learner,
        clock=Clock(),
        new_id=shell.new_id,
        first_language="vi",
    )
    chat(busy, Terminal(output, SPEECHES), lines)
    shell.engine.dispose()
    return output.getvalue()


def test_a_busy_database_does_not_end_the_chat(tmp_path: Path) -> None:
    said = chatted(tmp_path, "busy\n", "Chị Lan\n")
    assert SPEECHES["vi"].sentences["busy"] in said
    assert said.count(SPEECHES["vi"].sentences["refused"]) == 2


@pytest.mark.parametrize("word", ["exit", " QUIT ", "Thoát"])
def test_a_word_for_leaving_ends_the_chat(tmp_path: Path, word: str) -> None:
    said = chatted(tmp_path, word + "\n", "Chị Lan\n")
    assert said.count(SPEECHES["vi"].sentences["refused"]) == 1
    assert said.endswith(SPEECHES["vi"].sentences["terminal.bye"] + "\n")
