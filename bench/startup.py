"""Measures how long whole processes take from the start to the end."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import ONE_THREAD
from bench.table import Table
from bench.timing import COLUMNS, Timing, rows, time_calls

RUNS = 5


class NotInstalledError(Exception):
    """The command is missing."""

    def __init__(self) -> None:
        super().__init__("hieukhach is not beside this Python; pip install -e .")


def tables() -> Iterator[Table]:
    """Whole processes with nothing on standard input."""
    program = _program()
    commands: Mapping[str, Sequence[str]] = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "python -c 'import numpy'": (sys.executable, "-c", "import numpy"),
        "hieukhach engine": (program, "engine"),
        "hieukhach bank --json": (program, "bank", "--json"),
        "hieukhach chat": (program, "chat"),
    }
    timings = [*(_time(label, command) for label, command in commands.items())]
    timings.append(_first_starts((program, "chat")))
    yield Table(
        title="startup: whole processes, empty standard input",
        columns=COLUMNS[:3] + COLUMNS[-1:],
        rows=[row[:3] + row[-1:] for row in rows(timings)],
    )


def _program() -> str:
    found = shutil.which("hieukhach", path=str(Path(sys.executable).parent))
    if found is None:
        raise NotInstalledError
    return found


def _time(label: str, command: Sequence[str]) -> Timing:
    """The first run only warms the disk up and makes the database."""
    with tempfile.TemporaryDirectory() as folder:
        run = partial(_run, command, Path(folder))
        return time_calls(label, [run] * (RUNS + 1), warm_up=1)


def _first_starts(command: Sequence[str]) -> Timing:
    def start() -> None:
        with tempfile.TemporaryDirectory() as folder:
            _run(command, Path(folder))

    return time_calls("hieukhach chat, a new database", [start] * RUNS, warm_up=0)


def _run(command: Sequence[str], home: Path) -> None:
    config = home / "config.yaml"
    config.write_text("database_file: bench.db\n", encoding="utf-8")
    ours = {*ONE_THREAD, "DATABASE_URL", "TELEGRAM_BOT_TOKEN"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    subprocess.run(  # noqa: S603 (commands of ours alone)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**kept, "HIEUKHACH_CONFIG": str(config)},
        check=True,
    )
