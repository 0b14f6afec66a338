"""Fits what turns held-out outputs into probabilities that are true."""

from functools import cache

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from personas.belief import STATES_PER_GROUP, cue_likelihood, mixing_matrix, tempered
from personas.cue_bank import load_cues
from personas.model import GROUPS, TEMPERATURE, FloatArray
from personas.note_evidence import largest_share
from personas.notes import SURE, impression
from training.fitting import Fitted, told

SHARPNESSES = tuple(round(0.8 + 0.1 * step, 1) for step in range(28))
SHIFTS = tuple(round(0.1 * step, 1) for step in range(-20, 51))
SILENT_SHARE = 0.25  # of the notes that reps type: an estimate, no data
NOTHING = (1 / len(GROUPS),) * len(GROUPS)


def platt(fitted: Fitted) -> tuple[float, float]:
    """Slope and shift that make the cues' held-out log-odds true (Platt 1999), one for all cues."""
    truth = told(fitted.notes, fitted.cue_ids).ravel()
    logits = fitted.held_out_cues.reshape(-1, 1)
    model = LogisticRegression(C=1e6).fit(logits, truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


@cache
def calibrated_cues(fitted: Fitted) -> FloatArray:
    """The held-out probabilities of all cues, shape (notes, cues)."""
    slope, shift = platt(fitted)
    return np.asarray(1 / (1 + np.exp(-(slope * fitted.held_out_cues + shift))))


@cache
def silence_shift(fitted: Fitted) -> float:
    """What is added to the output "says nothing" so that its probability is true.

    Held-out notes that say nothing are weighed as if they were SILENT_SHARE of all notes.
    """
    silent = np.array([note.group == 0 for note in fitted.notes])
    others = np.logaddexp.reduce(fitted.held_out_groups[:, 1:], axis=1)
    odds = fitted.held_out_groups[:, 0] - others
    weights = np.where(silent, SILENT_SHARE / silent.mean(), (1 - SILENT_SHARE) / (~silent).mean())

    def score(shift: float) -> float:
        right = np.where(silent, odds + shift, -(odds + shift))
        return float((weights * -np.logaddexp(0.0, -right)).sum())

    return max(SHIFTS, key=score)


def with_silence(fitted: Fitted) -> FloatArray:
    """The held-out group outputs, "says nothing" made true."""
    return np.asarray(fitted.held_out_groups + np.eye(10)[0] * silence_shift(fitted))


def impressions(fitted: Fitted, sharpness: float) -> FloatArray:
    """P(group | words) of each held-out note, shape (notes, 9); uniform where it says nothing."""
    read = (impression(logits, sharpness) or NOTHING for logits in with_silence(fitted))
    return np.array(list(read))


def posteriors(fitted: Fitted, sharpness: float) -> FloatArray:
    """What the product would report for each held-out note by the weights alone, (notes, 9)."""
    known = {cue.id: cue_likelihood(cue) for cue in load_cues()}
    mixed = np.log(np.array([known[cue_id] for cue_id in fitted.cue_ids]) @ mixing_matrix().T)
    sure = calibrated_cues(fitted) >= SURE
    words = TEMPERATURE * np.repeat(
        np.log(impressions(fitted, sharpness)), STATES_PER_GROUP, axis=1
    )
    told = np.asarray(sure @ mixed, dtype=np.float64)
    spoken = [bool(row.any()) for row in sure]
    shares = [
        largest_share(cues, said, TEMPERATURE) if any_told else 1.0
        for cues, said, any_told in zip(told, words, spoken, strict=True)
    ]
    return _reported(told + np.array(shares)[:, None] * words)


def _reported(logs: FloatArray) -> FloatArray:
    """Tempered P(group) from log-likelihoods of the latent states, shape (notes, 27)."""
    states = np.exp(logs - logs.max(axis=1, keepdims=True))
    summed = states.reshape(len(states), len(GROUPS), STATES_PER_GROUP).sum(axis=2)
    return tempered(summed / summed.sum(axis=1, keepdims=True), TEMPERATURE)


def _log_score(fitted: Fitted, rows: FloatArray) -> float:
    """The mean log-probability of the group, over the notes that say something."""
    groups: npt.NDArray[np.int_] = np.array([note.group or 0 for note in fitted.notes])
    speaking = groups > 0
    return float(np.log(rows[speaking, groups[speaking] - 1]).mean())


@cache
def best_sharpness(fitted: Fitted) -> float:
    """The exponent with which the impression alone has the best log score."""
    return max(SHARPNESSES, key=lambda one: _log_score(fitted, impressions(fitted, one)))
