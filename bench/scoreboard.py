"""Puts the interviews' scoreboard together: tables to print, pictures and a JSON to keep."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bench import learning_curve, scoreboard_accuracy, scoreboard_needed, scoreboard_ways
from bench.learning_curve import SWAPPED, Learned
from bench.scoreboard_accuracy import WORST_ECE, Accuracy
from bench.scoreboard_needed import Needed
from bench.scoreboard_outcomes import Mean, reliability
from bench.scoreboard_school import FIGURES
from bench.scoreboard_worlds import WELL_SPECIFIED
from bench.table import Table
from personas.bank import load_bank

FOLDER = Path("build") / "bench"
LEARNED_ECE = 0.05
REPORTED_AFTER = 1000


@dataclass(frozen=True, kw_only=True)
class Target:
    """A figure that should be at most `wanted`, or at least where `least`."""

    label: str
    wanted: float
    found: Mean
    least: bool = False

    def row(self) -> tuple[str, ...]:
        """Wanted, found, and by how much it was missed."""
        missed = (self.wanted - self.found.mean) * (1 if self.least else -1)
        verdict = "reached" if missed <= 0 else f"missed by {missed:.3f}"
        sign = ">=" if self.least else "<="
        unknown = np.isnan(self.found.mean)
        judged = "never got there" if unknown else verdict
        return (self.label, f"{sign} {self.wanted:.2f}", self.found.text(3), judged)


def tables(folder: Path = FOLDER) -> Iterator[Table]:
    """Every kind of customer, questions needed, learning, then what was wanted of them."""
    ways = scoreboard_ways.fitted(load_bank())
    accuracy = scoreboard_accuracy.measure(ways)
    yield from accuracy.tables()
    needed = scoreboard_needed.measure(ways)
    for one in needed:
        yield one.table()
    yield _fitting(ways)
    learned = learning_curve.measure(ways.bank)
    for world in learned:
        yield world.table()
    targets = _targets(accuracy, needed, learned)
    yield _judgement(targets)
    write(folder, accuracy, needed, learned, targets)
    written = sorted(file.name for file in folder.iterdir())
    yield Table(
        title=f"scoreboard: written to {folder}", columns=("",), rows=[(one,) for one in written]
    )


def _fitting(ways: scoreboard_ways.Ways) -> Table:
    first = ", ".join(ways.bank.questions[at].id for at in ways.order[:6])
    return Table(
        title="scoreboard: how the peers were fitted, to customers as the bank describes them",
        columns=("",),
        rows=[
            (f"fixed order: greedy by {ways.order_seeks}",),
            (f"it begins with {first}",),
            (f"quiz: P(group) = softmax of {ways.quiz.slope:.2f} * sum of the expert weights",),
        ],
    )


def _targets(
    accuracy: Accuracy, needed: Sequence[Needed], learned: Sequence[Learned]
) -> list[Target]:
    found = [
        Target(
            label=f"questions for 90 %, {one.world.label}: ours/{way}", wanted=wanted, found=ratio
        )
        for one in needed
        for way, wanted in scoreboard_needed.TARGETS.items()
        for ratio in (one.ratio(way),)
    ]
    found += [
        Target(label=f"ECE before any data: {label}", wanted=WORST_ECE, found=error)
        for label, error in accuracy.errors().items()
    ]
    for one in learned:
        found += _learning_targets(one, "swapped" if one.world == SWAPPED else "noise")
    return found


def _learning_targets(learned: Learned, label: str) -> list[Target]:
    found = [
        Target(
            label=f"learning ({label}): gap closed after {customers:,}",
            wanted=share,
            found=learned.closed(customers, FIGURES[0]),
            least=True,
        )
        for customers, share in learning_curve.TARGETS.items()
    ]
    error = learned.mean(REPORTED_AFTER, "ECE")
    label = f"learning ({label}): ECE after {REPORTED_AFTER:,}"
    return [*found, Target(label=label, wanted=LEARNED_ECE, found=error)]


def _judgement(targets: Sequence[Target]) -> Table:
    return Table(
        title="scoreboard: targets",
        columns=("", "wanted", "found", ""),
        rows=[target.row() for target in targets],
        notes=("± half of the 95 % interval of the mean of three seeds (Student's t)",),
    )


def write(
    folder: Path,
    accuracy: Accuracy,
    needed: Sequence[Needed],
    learned: Sequence[Learned],
    targets: Sequence[Target],
) -> None:
    """Writes scoreboard.json, and the pictures where matplotlib is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = {
        "accuracy": accuracy.as_json(),
        "needed": {one.world.label: one.as_json() for one in needed},
        "learning": {one.world.label: one.as_json() for one in learned},
        "targets": [{**asdict(one), "verdict": one.row()[-1]} for one in targets],
    }
    text = json.dumps(_plain(everything), indent=1, ensure_ascii=False)
    (folder / "scoreboard.json").write_text(text + "\n", encoding="utf-8")
    if find_spec("matplotlib"):
        _draw(folder, accuracy, needed, learned)


def _plain(value: object) -> object:
    """The value with null for not-a-number: JSON has none."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and np.isnan(value) else value


def _draw(
    folder: Path, accuracy: Accuracy, needed: Sequence[Needed], learned: Sequence[Learned]
) -> None:
    from bench import plots  # noqa: PLC0415 (matplotlib is only in the extra "bench")

    for label, ways in accuracy.outcomes.items():
        bins = {way: reliability(found) for way, found in ways.items()}
        name = (
            "well" if label == WELL_SPECIFIED.label else label.replace(" %", "").replace(" ", "-")
        )
        title = f"Is the probability true?\n(customers: {label})"
        plots.draw_reliability(bins, title, folder / f"reliability-{name}.png")
    for one in needed:
        plots.draw_accuracy(one, folder / f"questions-{one.world.label.replace(' ', '-')}.png")
    plots.draw_learning(learned, folder / "learning.png")
