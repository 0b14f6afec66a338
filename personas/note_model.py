"""Holds the trained weights of the note reader: plain data, made by `make train`."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from loading.mistakes import ContentError, Mistake
from personas.bank import CONTENT
from personas.features import BUCKETS, Features
from personas.matching import Rarity
from personas.model import GROUPS, FloatArray

WEIGHTS = "note_weights.npz"
WORDS = "note_words.json"
UNREADABLE = (
    *(OSError, EOFError, BadZipFile, zlib.error),
    *(ValueError, KeyError, TypeError, AttributeError),
)
Arrays: TypeAlias = Mapping[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Linear:
    """A linear model over hashed features: int8 `weights` (BUCKETS, outputs) times `scale`."""

    weights: npt.NDArray[np.int8]
    scale: FloatArray
    bias: FloatArray

    def logits(self, features: Features) -> FloatArray:
        """The outputs for one note, shape (outputs,)."""
        rows = self.weights[features.buckets].astype(np.float32)
        return np.asarray((features.values.astype(np.float32) @ rows) * self.scale + self.bias)


@dataclass(frozen=True, kw_only=True, eq=False)
class NoteModel:
    """Everything trained: `cues` has one output per id of `cue_ids`, log-odds of being told.

    `groups` has ten outputs: "says nothing", then the groups 1 to 9. `rarity` tells how telling a
    bucket is, shape (BUCKETS,); `words` how telling a word is. P(group | words) is raised to
    `sharpness`, so that it is true for authors whom the models have not seen.
    """

    rarity: FloatArray
    cue_ids: tuple[str, ...]
    cues: Linear
    groups: Linear
    words: Rarity
    sharpness: float = 1.0


def load_note_model(content: Path = CONTENT) -> NoteModel:
    """The stored weights; raises ContentError where they are missing or of another shape."""
    try:
        words = _words(json.loads((content / WORDS).read_text(encoding="utf-8")))
    except UNREADABLE as error:
        raise ContentError([_broken(WORDS, error)]) from None
    try:
        with (content / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return _model(arrays, words)
    except UNREADABLE as error:
        raise ContentError([_broken(WEIGHTS, error)]) from None


def _words(stored: dict[str, object]) -> Rarity:
    if set(stored) != {"meanings", "plains", "unseen"}:
        raise ValueError(f"meanings, plains and unseen are expected, found {sorted(stored)}")
    return TypeAdapter(Rarity).validate_python(stored)


def _check_shapes(arrays: Arrays) -> None:
    expected: dict[str, tuple[int, ...]] = {"rarity": (BUCKETS,)}
    for name, outputs in (("cue", arrays["cue_ids"].size), ("group", 1 + len(GROUPS))):
        expected |= {f"{name}_weights": (BUCKETS, outputs)}
        expected |= {f"{name}_{part}": (outputs,) for part in ("scale", "bias")}
    for name, shape in expected.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name}: {shape} is expected, found {arrays[name].shape}")


def _model(arrays: Arrays, words: Rarity) -> NoteModel:
    _check_shapes(arrays)
    return NoteModel(
        rarity=arrays["rarity"].astype(np.float64),
        cue_ids=tuple(map(str, arrays["cue_ids"])),
        cues=_linear(arrays, "cue"),
        groups=_linear(arrays, "group"),
        words=words,
        sharpness=_number(arrays, "sharpness"),
    )


def _number(arrays: Arrays, name: str) -> float:
    return float(arrays[name].astype(np.float64))


def _linear(arrays: Arrays, name: str) -> Linear:
    return Linear(
        weights=arrays[f"{name}_weights"].astype(np.int8),
        scale=arrays[f"{name}_scale"].astype(np.float64),
        bias=arrays[f"{name}_bias"].astype(np.float64),
    )


def _broken(file: str, reason: Exception) -> Mistake:
    return Mistake(
        file=file,
        place="",
        kind="text",
        facts={
            "detail_vi": f"không đọc được ({reason}); chạy lại `make train`",
            "detail_en": f"cannot be read ({reason}); run `make train` again",
        },
    )
