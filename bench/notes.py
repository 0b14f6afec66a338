"""Measures the reader of free notes on hand-written notes: cues, groups, speed, and rivals."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from math import isnan
from pathlib import Path

from bench import notes_cues, notes_group_tables, notes_groups, notes_rivals, notes_speed
from bench.notes_gold import SCORE, TUNE, GoldNote, Heard, read_gold
from bench.notes_groups import Placed
from bench.notes_rivals import Result
from bench.table import Table
from bot.content import Content, load_content

OUTPUT = Path("build") / "bench"
TITLES = {SCORE: "notes", TUNE: "notes_tune (thresholds were chosen on it)"}
PICTURE = "reliability-notes.png"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was understood of one file of gold notes."""

    title: str
    heard: Heard
    placed: Placed

    def as_json(self) -> Mapping[str, object]:
        """All figures by name."""
        return {
            "cues": notes_cues.as_json(self.heard),
            "groups": notes_groups.as_json(self.placed),
        }


def tables(folder: Path = OUTPUT) -> Iterator[Table]:
    """Cues, groups, speed and rivals; then where the picture and the figures are."""
    missing = [file.name for file in TITLES if not file.exists()]
    if missing:
        yield Table(title=f"notes: {missing[0]} is not in tests/gold", columns=("",), rows=())
        return
    content = load_content()
    gold = {file: read_gold(file) for file in TITLES}
    score, tune = (measure(TITLES[file], notes, content) for file, notes in gold.items())
    yield from understanding(score, tune, content)
    speeds = notes_speed.measure(gold[SCORE], content)
    yield notes_speed.table(speeds)
    per_second = notes_speed.classify_speed([*gold[SCORE], *gold[TUNE]], content)
    yield notes_speed.classify_table(per_second, notes_speed.starts())
    rivals = notes_rivals.measure(content, gold[TUNE], gold[SCORE])
    yield notes_rivals.table(rivals)
    times = {one.timing.label: one.as_json() for one in speeds}
    speed = {"reader": times, "classify, notes per second": per_second}
    yield write(folder, (score, tune), speed, rivals)


def measure(title: str, notes: list[GoldNote], content: Content) -> Measured:
    """Reads and places some notes."""
    reader = content.reader()
    heard = Heard(notes=notes, readings=[reader.read(note.text) for note in notes])
    placed = notes_groups.classified(notes, content.bank, reader)
    return Measured(title=title, heard=heard, placed=placed)


def understanding(score: Measured, tune: Measured, content: Content) -> Iterator[Table]:
    """The cues and the groups; each table of the score is followed by its like of the tuning."""
    for one in (score, tune):
        yield notes_cues.table(one.title, one.heard)
    for one in (score, tune):
        yield notes_group_tables.by_style(one.title, one.placed)
    for one in (score, tune):
        yield notes_group_tables.by_source(one.title, one.placed, one.heard, content.bank)
        yield notes_group_tables.reliability_table(one.title, one.placed)
        yield notes_group_tables.without_group(one.title, one.placed)


def write(
    folder: Path,
    measured: tuple[Measured, Measured],
    speed: Mapping[str, object],
    rivals: list[Result],
) -> Table:
    """Writes notes.json, and the picture where matplotlib is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = {
        **{one.title.split()[0]: one.as_json() for one in measured},
        "speed": speed,
        "rivals": {one.way.label: one.as_json() for one in rivals},
    }
    text = json.dumps(_plain(everything), indent=1, ensure_ascii=False)
    (folder / "notes.json").write_text(text + "\n", encoding="utf-8")
    written = ["notes.json"]
    if find_spec("matplotlib"):
        _draw(measured[0], folder / PICTURE)
        written.append(PICTURE)
    rows = [(one,) for one in written]
    return Table(title=f"notes: written to {folder}", columns=("",), rows=rows)


def _plain(value: object) -> object:
    """The value with null for not-a-number: JSON has none."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and isnan(value) else value


def _draw(measured: Measured, file: Path) -> None:
    from bench import plots  # noqa: PLC0415 (matplotlib is only in the extra "bench")

    bins = {"ours": measured.placed.with_group.bins()}
    plots.draw_reliability(bins, "Is the probability true?\n(one note alone)", file)
