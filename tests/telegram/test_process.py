"""`hieukhach bot` as a whole process against the test server: what make bot runs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.botapi import BotApiServer
from tests.test_cli import environment, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stopping politely needs signals")
TOKEN = "123456:TEST"


@contextmanager
def process(folder: Path, base_url: str, log: Path) -> Iterator[None]:
    """The bot, stopped with SIGTERM as a service manager does; its log goes to a file."""
    settings = f"database_file: bot.db\ntelegram:\n  base_url: {base_url}\n"
    (folder / "config.yaml").write_text(settings, encoding="utf-8")
    with log.open("w") as stderr:
        started = subprocess.Popen(
            [sys.executable, "-m", "bot", "bot"],
            cwd=folder,
            env=environment(TELEGRAM_BOT_TOKEN=TOKEN),
            stderr=stderr,
        )
        try:
            yield
        finally:
            started.send_signal(signal.SIGTERM)
            assert started.wait(20) == 0


def test_the_whole_process_admits_answers_and_never_logs_its_token(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with BotApiServer(token=TOKEN) as server:
        user = server.user(first_name="Hoa", language_code="vi")
        with process(tmp_path, server.base_url, log):
            server.wait_for_calls("getUpdates", timeout=30)
            invited = run(tmp_path, "invite", "--role", "rep").stdout
            user.start(invited.split()[1])
            assert "nhân viên" in user.wait_for_message(10).text
            user.wait_for_message()
            user.send("Chị Lan Q7")
            assert "Chị Lan Q7" in user.wait_for_message().text
        assert server.unplanned_refusals == []
    written = log.read_text()
    assert TOKEN not in written
    assert "Lan" not in written


def test_a_refused_token_is_a_sentence(tmp_path: Path) -> None:
    with BotApiServer(token="654321:OTHER") as server:
        settings = f"telegram:\n  base_url: {server.base_url}\n"
        (tmp_path / "config.yaml").write_text(settings, encoding="utf-8")
        done = run(tmp_path, "bot", TELEGRAM_BOT_TOKEN=TOKEN)
    assert done.returncode == 2
    assert "@BotFather" in done.stderr
    assert TOKEN not in done.stderr
    assert "Traceback" not in done.stderr
