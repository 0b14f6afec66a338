"""Stores trained weights as plain numbers: int8 weights, no pickles."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from personas.bank import CONTENT
from personas.model import FloatArray
from personas.note_model import WEIGHTS, WORDS
from training.calibrating import best_sharpness, platt, silence_shift
from training.fitting import Fitted, Weights

LEAST = 1.5  # a weight smaller than this in steps of int8 is stored as none: the file stays small


def store(fitted: Fitted, content: Path = CONTENT) -> None:
    """Writes both models beside the content; the cues' calibration goes into their numbers."""
    slope, shift = platt(fitted)
    cues, groups = fitted.models.cues, fitted.models.groups
    silence = silence_shift(fitted) * np.eye(len(groups.bias))[0]
    calibrated = Weights(weights=slope * cues.weights, bias=slope * cues.bias + shift)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "rarity": fitted.models.rarity.astype(np.float16),
        "cue_ids": np.array(fitted.cue_ids),
        "sharpness": np.array(best_sharpness(fitted)),
        **_arrays("cue", calibrated),
        **_arrays("group", replace(groups, bias=groups.bias + silence)),
    }
    np.savez_compressed(content / WEIGHTS, **arrays)  # type: ignore[arg-type]
    words = fitted.models.words
    rare = max(words.plains.values()) - 0.8  # told by one note only
    found = {
        "meanings": {word: told for word, told in words.meanings.items() if told < rare},
        "plains": {word: told for word, told in words.plains.items() if told < rare},
        "unseen": words.unseen,
    }
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, indent=0)
    (content / WORDS).write_text(text + "\n", encoding="utf-8")


def _arrays(name: str, model: Weights) -> dict[str, npt.NDArray[np.generic]]:
    scale = np.abs(model.weights).max(axis=0) / 127
    steps = model.weights / np.where(scale > 0, scale, 1.0)
    kept: FloatArray = np.where(np.abs(steps) < LEAST, 0.0, steps)
    return {
        f"{name}_weights": np.round(kept).astype(np.int8),
        f"{name}_scale": scale,
        f"{name}_bias": model.bias,
    }
