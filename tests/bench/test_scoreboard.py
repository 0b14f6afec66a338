"""The scoreboard judges its targets rightly and writes what it found."""

import json
from pathlib import Path

import pytest

from bench import learning_curve, scoreboard, scoreboard_accuracy, scoreboard_needed
from bench.scoreboard import Target
from bench.scoreboard_outcomes import Mean
from bench.scoreboard_ways import WAYS, fitted
from bench.synthetic import synthetic_bank

SEEDS = (1, 2)


@pytest.mark.parametrize(
    ("least", "found", "verdict"),
    [
        (False, 0.70, "reached"),
        (False, 0.80, "reached"),
        (False, 0.86, "missed by 0.060"),
        (True, 0.86, "reached"),
        (True, 0.70, "missed by 0.100"),
        (False, float("nan"), "never got there"),
    ],
)
def test_a_target_is_reached_or_missed(least: bool, found: float, verdict: str) -> None:
    target = Target(label="", wanted=0.8, found=Mean(mean=found, half_width=0.1), least=least)
    assert target.row()[-1] == verdict


def test_everything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("bench.scoreboard_ways.TRAINING_CUSTOMERS", 54)
    monkeypatch.setattr("bench.learning_curve.FRESH_CUSTOMERS", 54)
    monkeypatch.setattr("bench.plots.DOTS", 20)
    ways = fitted(synthetic_bank(20, 5))
    accuracy = scoreboard_accuracy.measure(ways, 270, SEEDS)
    needed = scoreboard_needed.measure(ways, 108, SEEDS)
    learned = learning_curve.measure(ways.bank, (0, 200, 300), SEEDS, 1)
    target = Target(label="x", wanted=1.0, found=Mean(mean=float("nan"), half_width=0.0))
    scoreboard.write(tmp_path, accuracy, needed, learned, [target])
    found = json.loads((tmp_path / "scoreboard.json").read_text(encoding="utf-8"))
    assert set(found["accuracy"]["wings"]) == set(WAYS)
    assert found["targets"][0]["found"]["mean"] is None
    pictures = {file.name for file in tmp_path.glob("*.png")}
    assert {"learning.png", "reliability-well.png", "questions-well-specified.png"} <= pictures
    assert all(one.text() for one in accuracy.tables())
