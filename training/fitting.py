"""Fits linear models over hashed features: which cues a note tells, which group it points to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from personas.cue_bank import load_cues
from personas.features import BUCKETS, buckets_of, features_of
from personas.matching import Rarity
from personas.model import FloatArray
from personas.spelling import Spelling, load_spelling
from personas.wording import Wording, cut
from training.notes import Note, phrasings_as_notes, read_corpus

CUE_STRENGTH = 20.0  # inverse of regularization
CUE_WEIGHT = 12.0  # a told cue counts so many times a cue that is not told
GROUP_STRENGTH = 8.0
FOLDS = 8
NEVER = -12.0  # log-odds of a cue that no note tells


@dataclass(frozen=True, kw_only=True, eq=False)
class Weights:
    """A linear model: float `weights` (BUCKETS, outputs) and `bias` (outputs,)."""

    weights: FloatArray
    bias: FloatArray

    def logits(self, matrix: csr_matrix) -> FloatArray:
        """The outputs for many notes, shape (notes, outputs)."""
        return np.asarray(matrix @ self.weights + self.bias)


@dataclass(frozen=True, kw_only=True, eq=False)
class Models:
    """Both models, with how telling buckets and words are in the notes they were fitted on."""

    rarity: FloatArray
    words: Rarity
    cues: Weights
    groups: Weights


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """The models of all notes, and the outputs of each author's notes by models without them.

    `held_out_cues` (notes, cues) and `held_out_groups` (notes, 10) stand beside `notes`.
    """

    cue_ids: tuple[str, ...]
    notes: Sequence[Note]
    models: Models
    held_out_cues: FloatArray
    held_out_groups: FloatArray


class Trainer:
    """Knows the notes as wordings, so that they are cut once."""

    def __init__(self) -> None:
        cues = load_cues()
        self.spelling: Spelling = load_spelling()
        self.cue_ids = tuple(cue.id for cue in cues)
        self.notes = read_corpus()
        self._extra = phrasings_as_notes(cues)
        self._wordings = {
            note.text: cut(note.text, self.spelling) for note in (*self.notes, *self._extra)
        }

    def fit(self, notes: Sequence[Note]) -> Models:
        """The models of some notes; the phrasings of the cues teach the cue model too."""
        both = [*notes, *self._extra]
        rarity = rarity_of([self._wordings[note.text] for note in both], self.spelling)
        matrix = self.matrix(both, rarity)
        groups = np.array([-1 if note.group is None else note.group for note in both])
        known = groups >= 0
        return Models(
            rarity=rarity,
            words=words_of([self._wordings[note.text] for note in notes]),
            cues=fit_cues(matrix, told(both, self.cue_ids)),
            groups=fit_groups(matrix[known], groups[known]),
        )

    def matrix(self, notes: Sequence[Note], rarity: FloatArray) -> csr_matrix:
        """The features of notes, shape (notes, BUCKETS)."""
        found = [features_of(self._wordings[note.text], self.spelling, rarity) for note in notes]
        ends = np.cumsum([0, *(len(one.buckets) for one in found)])
        values = np.concatenate([one.values for one in found])
        buckets = np.concatenate([one.buckets for one in found])
        matrix = csr_matrix((values, buckets, ends), shape=(len(notes), BUCKETS))
        matrix.sort_indices()
        return matrix


def rarity_of(wordings: Sequence[Wording], spelling: Spelling) -> FloatArray:
    """1 + -ln of the share of notes with each bucket, smoothed, shape (BUCKETS,)."""
    seen = np.zeros(BUCKETS)
    for wording in wordings:
        seen[list(buckets_of(wording, spelling))] += 1
    return np.asarray(np.log((len(wordings) + 1) / (seen + 1)) + 1)


def words_of(wordings: Sequence[Wording]) -> Rarity:
    """How telling words are: by meaning in notes with accents, by letters in all notes."""
    accented = [one for one in wordings if one.carefulness == 1.0]
    meanings = Counter(meaning for one in accented for meaning in {w.meaning for w in one.words})
    plains = Counter(letters for one in wordings for letters in {w.plain for w in one.words})
    return Rarity(
        meanings={word: _telling(times, len(accented)) for word, times in sorted(meanings.items())},
        plains={word: _telling(times, len(wordings)) for word, times in sorted(plains.items())},
        unseen=_telling(0, len(accented)),
    )


def _telling(times: int, notes: int) -> float:
    return round(log((notes + 1) / (times + 0.5)), 2)


def told(notes: Sequence[Note], cue_ids: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which cues each note tells, shape (notes, cues)."""
    place = {cue_id: at for at, cue_id in enumerate(cue_ids)}
    marks = np.zeros((len(notes), len(cue_ids)), dtype=bool)
    for row, note in zip(marks, notes, strict=True):
        row[[place[cue_id] for cue_id in note.cues]] = True
    return marks


def fit_cues(matrix: csr_matrix, marks: npt.NDArray[np.bool_]) -> Weights:
    """One logistic regression per cue."""
    fitted = Parallel(n_jobs=-1, max_nbytes=None)(
        delayed(_fit_cue)(matrix, column) for column in marks.T
    )
    return Weights(
        weights=np.array([weights for weights, _bias in fitted]).T,
        bias=np.array([bias for _weights, bias in fitted]),
    )


def _fit_cue(matrix: csr_matrix, marks: npt.NDArray[np.bool_]) -> tuple[FloatArray, float]:
    if not marks.any():
        return np.zeros(matrix.shape[1]), NEVER
    model = LogisticRegression(
        C=CUE_STRENGTH, solver="liblinear", class_weight={False: 1.0, True: CUE_WEIGHT}
    ).fit(matrix, marks)
    return np.asarray(model.coef_[0]), float(model.intercept_[0])


def fit_groups(matrix: csr_matrix, groups: npt.NDArray[np.int_]) -> Weights:
    """One multinomial logistic regression over "says nothing" and the nine groups."""
    model = LogisticRegression(C=GROUP_STRENGTH, max_iter=300).fit(matrix, groups)
    return Weights(weights=np.asarray(model.coef_).T, bias=np.asarray(model.intercept_))


def folds(notes: Sequence[Note]) -> list[list[str]]:
    """The authors in FOLDS groups: all notes of an author are held out together."""
    authors = sorted({note.author for note in notes})
    return [authors[at::FOLDS] for at in range(FOLDS)]


def fit_all() -> Fitted:
    """Models of all notes, and outputs for each author's notes by models that never saw them."""
    trainer = Trainer()
    notes = trainer.notes
    cues = np.zeros((len(notes), len(trainer.cue_ids)))
    groups = np.zeros((len(notes), 10))
    for authors in folds(notes):
        rows = np.array([note.author in authors for note in notes])
        models = trainer.fit([note for note in notes if note.author not in authors])
        matrix = trainer.matrix([note for note in notes if note.author in authors], models.rarity)
        cues[rows], groups[rows] = models.cues.logits(matrix), models.groups.logits(matrix)
        print(f"held out {', '.join(authors)}: {int(rows.sum())} notes", flush=True)
    return Fitted(
        cue_ids=trainer.cue_ids,
        notes=notes,
        models=trainer.fit(notes),
        held_out_cues=cues,
        held_out_groups=groups,
    )
