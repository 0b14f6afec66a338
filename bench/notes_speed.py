"""Measures how long reading a note takes, and how soon `hieukhach classify` is there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bench import ONE_THREAD
from bench.notes_gold import GoldNote
from bench.table import Table, percent
from bench.timing import Timing, stopwatch, time_calls
from bot.classifying import classify
from bot.content import Content
from personas.notes import LONGEST_NOTE, NoteReader, Reading

TARGET = 2.0  # milliseconds a note
MANY, MANY_TARGET = 10_000, 60.0  # so many notes in at most so many seconds
SHORT, LONG = 12, 300  # words
PASSES = 3  # a note's time is the shortest of so many
RUNS = 3  # of whole processes
COLUMNS = ("", "notes", "words", "median ms", "p95 ms", "max ms", f"within {TARGET:.0f} ms")

Read = Callable[[str], Reading]


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How long each note of a kind takes, and how many words it has in the middle."""

    timing: Timing
    words: float

    @property
    def within(self) -> float:
        """The share of notes within the target."""
        return float((np.array(self.timing.milliseconds) <= TARGET).mean())

    def row(self) -> tuple[str, ...]:
        """The figures under COLUMNS."""
        times = (f"{self.timing.percentile(share):.3f}" for share in (50, 95, 100))
        count = f"{len(self.timing.milliseconds)}"
        return (self.timing.label, count, f"{self.words:.0f}", *times, percent(self.within))

    def as_json(self) -> Mapping[str, float]:
        """The figures by name."""
        shares = {"median ms": 50, "p95 ms": 95, "max ms": 100}
        times = {name: self.timing.percentile(share) for name, share in shares.items()}
        return {"notes": len(self.timing.milliseconds), "words": self.words, **times}


def uncached(reader: NoteReader) -> Read:
    """The reading itself, without the memory of whole notes."""
    return reader.read.__wrapped__


def measure(notes: Sequence[GoldNote], content: Content) -> list[Speed]:
    """By length; the first row is a new reader, who has not looked any word up yet."""
    texts = [note.text for note in notes]
    read = uncached(content.reader())
    read(texts[-1])  # numpy's own first call
    first = Timing(label="all, a new reader", milliseconds=_pass(texts, read))
    kinds = {
        f"short, to {SHORT} words": [one for one in texts if _words(one) <= SHORT],
        f"middle, {SHORT + 1} words and more": [one for one in texts if _words(one) > SHORT],
        "all": texts,
        f"long, {LONG} words": long_notes(texts),
    }
    found = [(first, texts), *((_time(label, each, read), each) for label, each in kinds.items())]
    return [Speed(timing=timing, words=_middle_words(each)) for timing, each in found]


def long_notes(texts: Sequence[str]) -> list[str]:
    """Notes of LONG words made of one after the other, as far as a note may be long."""
    words = ". ".join(texts).split()
    starts = range(0, len(words) - LONG + 1, LONG)
    return [" ".join(words[start : start + LONG])[:LONGEST_NOTE] for start in starts]


def _words(text: str) -> int:
    return len(text.split())


def _middle_words(texts: Sequence[str]) -> float:
    return float(np.median([*map(_words, texts)]))


def _pass(texts: Sequence[str], read: Read) -> list[float]:
    return [stopwatch(partial(read, text)) for text in texts]


def _time(label: str, texts: Sequence[str], read: Read) -> Timing:
    """Every note's shortest time: what else the machine does only adds to it."""
    passes = np.array([_pass(texts, read) for _once in range(PASSES)])
    return Timing(label=label, milliseconds=passes.min(axis=0).tolist())


def table(speeds: Sequence[Speed]) -> Table:
    """By length, with what was wanted."""
    found = {one.timing.label: one for one in speeds}["all"].timing
    judged = [
        f"{name} {_verdict(found.percentile(share), TARGET, 'ms')}"
        for name, share in (("median", 50), ("p95", 95), ("slowest", 100))
    ]
    return Table(
        title=f"notes: milliseconds to read a note (the quickest of {PASSES}, never the cache)",
        columns=COLUMNS,
        rows=[one.row() for one in speeds],
        notes=(f"wanted of all: at most {TARGET:.0f} ms; {', '.join(judged)}",),
    )


def _verdict(found: float, wanted: float, unit: str) -> str:
    return "reached" if found <= wanted else f"missed by {found - wanted:.2f} {unit}"


def classify_speed(notes: Sequence[GoldNote], content: Content) -> float:
    """Notes per second of the command's own loop, with a new reader; no two notes are the same."""
    lines = [note.line for note in notes]
    reader = content.reader()
    spent = stopwatch(lambda: [*classify(lines, content.bank, reader)])
    return len(lines) / spent * 1000


def starts() -> list[Timing]:
    """Whole processes: Python alone, and `hieukhach classify` with an empty file."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.jsonl"
        empty.touch()
        commands: Mapping[str, Sequence[str]] = {
            "python -c pass": ("-c", "pass"),
            "python -c 'import numpy'": ("-c", "import numpy"),
            "hieukhach classify, no notes": ("-m", "bot", "classify", "--notes", str(empty)),
        }
        return [
            time_calls(label, [partial(_run, command)] * (RUNS + 1), warm_up=1)
            for label, command in commands.items()
        ]


def _run(arguments: Sequence[str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
    subprocess.run(  # noqa: S603 (commands of ours alone)
        (sys.executable, *arguments), stdout=subprocess.DEVNULL, env=kept, check=True
    )


def classify_table(per_second: float, started: Sequence[Timing]) -> Table:
    """Notes per second, and the start."""
    return Table(
        title="notes: hieukhach classify",
        columns=("", "found"),
        rows=[*_classify_rows(per_second, started)],
    )


def _classify_rows(per_second: float, started: Sequence[Timing]) -> Iterator[tuple[str, str]]:
    seconds = MANY / per_second
    yield ("notes per second, a new reader", f"{per_second:.0f}")
    wanted = f"{MANY:,} notes, wanted in {MANY_TARGET:.0f} s"
    yield (wanted, f"{seconds:.1f} s: {_verdict(seconds, MANY_TARGET, 's')}")
    for one in started:
        yield (f"{one.label}: median of {RUNS} starts", f"{one.median:.0f} ms")
