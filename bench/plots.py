"""Draws the scoreboard's pictures, readable on a phone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from bench.learning_curve import TARGETS, Learned
from bench.scoreboard_effort import Curve, mean_curve
from bench.scoreboard_needed import Needed
from bench.scoreboard_outcomes import Reliability
from bench.scoreboard_school import FIGURES
from bench.scoreboard_ways import WANTED

Corner = Literal["lower right", "upper left"]
SIZE, WIDTH = 15, 2.5  # of letters and of lines
INCHES, DOTS = (7.2, 7.2), 120
COLOURS = {
    "ours": "#d1495b",
    "best fixed order": "#00798c",
    "random order": "#edae49",
    "naive Bayes": "#8f8f8f",
    "sum-score quiz": "#5b3fa8",
    "quiz, best fixed order": "#5b3fa8",
}
MARKERS = {"ours": "o", "best fixed order": "s", "random order": "^", "naive Bayes": "D"}
TICKS = (0, 50, 200, 1000, 5000)
CURVES = ("ours", "best fixed order", "random order", "quiz, best fixed order")


def draw_reliability(found: Mapping[str, Reliability], title: str, file: Path) -> None:
    """How often the top group was right, against what was said."""
    figure, axes = _square(title)
    axes.plot((0, 1), (0, 1), color="0.5", linestyle="--", label="honest")
    for way, one in found.items():
        axes.plot(
            one.forecast,
            one.hit_rate,
            label=way,
            color=COLOURS[way],
            marker=MARKERS.get(way, "v"),
            markersize=8,
            linewidth=WIDTH,
        )
    _percentages(axes, "said: probability of the top group", "seen: how often it is right")
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlim(0, 1)
    _save(figure, axes, file)


def draw_accuracy(needed: Needed, file: Path) -> None:
    """The top-1 rate against the mean number of questions."""
    figure, axes = _square(f"Right group by questions asked\n({needed.world.label})")
    axes.axhline(WANTED, color="0.5", linestyle="--")
    for way in CURVES:
        curve = _shown(mean_curve(needed.curves[way]))
        axes.plot(curve.questions, curve.rates, label=way, color=COLOURS[way], linewidth=WIDTH)
    _percentages(axes, "questions (mean)", "main group found (top-1)")
    axes.set_xlim(0, needed.whole_bank)
    _save(figure, axes, file)


def _shown(curve: Curve) -> Curve:
    """The curve as far as it still climbs."""
    last = curve.rates.index(max(curve.rates)) + 1
    return Curve(questions=curve.questions[:last], rates=curve.rates[:last])


def draw_learning(learned: Sequence[Learned], file: Path) -> None:
    """The closed share of the gap against the confirmed customers, with half-widths."""
    figure, axes = _square("Learning: gap to the true likelihoods closed\n(log-loss, T fitted)")
    for one, colour in zip(learned, ("#d1495b", "#00798c"), strict=True):
        closed = {at: one.closed(at, FIGURES[0]) for at in one.by_customers}
        heights = [gap.mean for gap in closed.values()]
        axes.plot([*closed], heights, label=one.world.label, color=colour, linewidth=WIDTH)
        shown = [at for at in TARGETS if at in closed]
        means, errors = [closed[at].mean for at in shown], [closed[at].half_width for at in shown]
        axes.errorbar(shown, means, errors, color=colour, capsize=6, linestyle="none", linewidth=2)
    axes.plot([*TARGETS], [*TARGETS.values()], "k*", markersize=16, label="target")
    axes.set_xscale("symlog", linthresh=50)
    axes.set_xticks(TICKS, [f"{one:,}" for one in TICKS])
    axes.set_xlim(0, 6000)
    _percentages(axes, "confirmed customers", "gap closed")
    _save(figure, axes, file, "upper left")


def _square(title: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=INCHES, dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=SIZE + 1)
    axes.grid(alpha=0.3)
    axes.tick_params(labelsize=SIZE)
    return figure, axes


def _percentages(axes: Axes, across: str, up: str) -> None:
    axes.set_xlabel(across, fontsize=SIZE)
    axes.set_ylabel(up, fontsize=SIZE)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1))


def _save(figure: Figure, axes: Axes, file: Path, corner: Corner = "lower right") -> None:
    axes.legend(loc=corner, framealpha=0.9, fontsize=SIZE - 2)
    figure.savefig(file)
