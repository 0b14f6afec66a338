"""Scores the held-out outputs: cues, groups and calibration, by author."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from personas.model import FloatArray
from personas.notes import POSSIBLE, SURE, impression
from training.calibrating import (
    best_sharpness,
    calibrated_cues,
    posteriors,
    silence_shift,
    with_silence,
)
from training.fitting import Fitted, told
from training.notes import Note

Rows = npt.NDArray[np.bool_]


HEADER = "Held-out authors: which group (0 left out) by words alone, and with the cues; which cues"


def score_lines(fitted: Fitted) -> Iterator[str]:
    """One line per author and one for all, for groups and for cues."""
    whole = posteriors(fitted, best_sharpness(fitted))
    yield HEADER
    named = ("author", "notes", "top-1", "top-2", "with 1", "with 2", "ECE", "P", "R", "F1")
    yield f"{named[0]:<8}" + "".join(f"{name:>8}" for name in named[1:])
    for label, rows in _by_author(fitted.notes):
        yield _line(label, fitted, whole, rows)
    yield f"cues asked about ({POSSIBLE} to {SURE}): {_asked(fitted)}"
    yield f"notes that say nothing: {_silence(fitted, whole)}"
    yield f"added to the output of silence: {silence_shift(fitted):.1f}"
    yield f"sharpness of the impression: {best_sharpness(fitted):.2f}"


def _by_author(notes: Sequence[Note]) -> Iterator[tuple[str, Rows]]:
    authors = np.array([note.author for note in notes])
    for author in sorted(set(authors)):
        yield str(author), np.asarray(authors == author)
    yield "all", np.ones(len(notes), dtype=bool)


def _line(label: str, fitted: Fitted, whole: FloatArray, rows: Rows) -> str:
    groups = np.array([note.group for note in fitted.notes])
    speaking = rows & (groups > 0)
    cells = [f"{label:<8}{int(rows.sum()):>8}"]
    for outputs in (fitted.held_out_groups[:, 1:], whole):
        cells += [_share(top(outputs[speaking], groups[speaking], places)) for places in (1, 2)]
    cells.append(_calibration(whole[speaking], groups[speaking]))
    cells += [f"{one:>8.2f}" for one in cue_scores(fitted, rows)]
    return "".join(cells)


def _share(hits: npt.NDArray[np.bool_]) -> str:
    return f"{hits.mean():>8.3f}" if len(hits) else f"{'-':>8}"


def _calibration(posteriors: FloatArray, groups: npt.NDArray[np.int_]) -> str:
    """The expected calibration error of the top group over ten bins."""
    if not len(groups):
        return f"{'-':>8}"
    sure, right = posteriors.max(axis=1), top(posteriors, groups, 1)
    gaps = np.bincount(np.minimum((sure * 10).astype(int), 9), weights=sure - right)
    return f"{np.abs(gaps).sum() / len(groups):>8.3f}"


def _silence(fitted: Fitted, whole: FloatArray) -> str:
    silent = np.array([note.group == 0 for note in fitted.notes])
    highest = float(whole[silent].max(axis=1).mean())
    quiet = [impression(row, 1.0) is None for row in with_silence(fitted)]
    missed = np.mean([one for one, is_silent in zip(quiet, silent, strict=True) if not is_silent])
    found = np.mean([one for one, is_silent in zip(quiet, silent, strict=True) if is_silent])
    return (
        f"{found:.2f} leave no impression (of the others {missed:.2f}); "
        f"top group {highest:.2f} on average (nothing known: {1 / 9:.2f})"
    )


def top(outputs: FloatArray, groups: npt.NDArray[np.int_], places: int) -> npt.NDArray[np.bool_]:
    """Which notes have their group among the first places of nine outputs."""
    order = np.argsort(-outputs, axis=1)[:, :places] + 1
    return np.asarray((order == groups[:, None]).any(axis=1))


def cue_scores(fitted: Fitted, rows: Rows) -> tuple[float, float, float]:
    """Precision, recall and F1 of the cues that the weights alone take as told."""
    said = calibrated_cues(fitted)[rows] >= SURE
    truth = told(fitted.notes, fitted.cue_ids)[rows]
    right = int((said & truth).sum())
    precision = right / max(int(said.sum()), 1)
    recall = right / max(int(truth.sum()), 1)
    return precision, recall, 2 * right / max(int(said.sum()) + int(truth.sum()), 1)


def _asked(fitted: Fitted) -> str:
    probabilities, truth = calibrated_cues(fitted), told(fitted.notes, fitted.cue_ids)
    asked = (probabilities >= POSSIBLE) & (probabilities < SURE)
    right = float(truth[asked].mean()) if asked.any() else 0.0
    return f"{asked.sum() / len(probabilities):.2f} a note, {right:.2f} right"
