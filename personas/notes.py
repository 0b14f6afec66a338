"""Reads a free note: which cues it tells, which it may tell, and how it reads as a whole."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from personas.cue_finding import CueFinder, Found
from personas.features import Features, features_of
from personas.model import GROUPS, Cue, FloatArray
from personas.note_model import NoteModel
from personas.spelling import Spelling
from personas.wording import Clause, Wording, cut

LONGEST_NOTE = 2000  # characters
MOST_CUES = 8  # a note tells no more than so many
MOST_DOUBTS = 1  # nobody wants to be asked more about one note
SURE = 0.50  # from this probability on a cue is taken as told
POSSIBLE = 0.30  # from this probability on it is asked about
PHRASING = (
    2.3  # log-odds that a found phrasing adds: 10 to 1, fitted on tests/gold/notes_tune.jsonl
)
SILENT = 0.50  # notes that say nothing with this probability leave no impression
MOST = 0.60  # one note's words never push a group above this
FEWEST_WORDS = 2  # known ones: a note of fewer is read by phrasings alone

Problem = Literal["empty", "too_long", "other_script", "nothing"]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A cue that a note tells, and how probably, 0..1; of a doubtful one the words that tell it."""

    cue_id: str
    words: str
    probability: float


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was understood of a note; `problem` says why nothing was.

    `doubtful` cues are to be asked about. `impression` is P(group | words) under a flat prior,
    nine numbers, or None where the words say nothing.
    """

    cues: tuple[Told, ...] = ()
    doubtful: tuple[Told, ...] = ()
    impression: tuple[float, ...] | None = None
    problem: Problem | None = None


class NoteReader:
    """Reads notes by known phrasings and by trained weights; the same text reads the same."""

    def __init__(
        self,
        cues: Sequence[Cue],
        spelling: Spelling,
        model: NoteModel,
        accepted: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`accepted` are pairs of a cue's id and a phrasing that an owner accepted."""
        self._spelling = spelling
        self._model = model
        self._phrasings = CueFinder(cues, spelling, model.words, accepted)
        self._opposites = {cue.id: cue.opposite for cue in cues}
        self._trained = [
            (at, cue_id) for at, cue_id in enumerate(model.cue_ids) if cue_id in self._opposites
        ]
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str) -> Reading:
        problem = _problem(text)
        if problem is not None:
            return Reading(problem=problem)
        wording = cut(text, self._spelling)
        if self._telling_words(wording) < FEWEST_WORDS:
            return self._by_phrasings(wording)
        features = features_of(wording, self._spelling, self._model.rarity)
        told = self._told(wording, features)
        doubtful = [one for one in told if one.probability < SURE][:MOST_DOUBTS]
        reading = Reading(
            cues=tuple(one for one in told if one.probability >= SURE)[:MOST_CUES],
            doubtful=tuple(self._quoted(one, wording) for one in doubtful),
            impression=impression(self._model.groups.logits(features), self._model.sharpness),
        )
        silent = not reading.cues and not reading.doubtful and reading.impression is None
        return Reading(problem="nothing") if silent else reading

    def _telling_words(self, wording: Wording) -> int:
        """How many words are known and more than a way of address."""
        passed_over = self._spelling.meanings_of("rep") | {self._spelling.meaning("khách")}
        return sum(
            word.plain in self._model.words.plains and word.meaning not in passed_over
            for word in wording.words
        )

    def _by_phrasings(self, wording: Wording) -> Reading:
        """What known phrasings tell, where there are too few words for the weights: a name."""
        found, _denied = self._phrasings.find(wording)
        sure = tuple(_as_told(one) for one in found if one.probability >= SURE)
        maybe = tuple(_as_told(one) for one in found if POSSIBLE <= one.probability < SURE)
        doubtful = () if sure else maybe[:MOST_DOUBTS]
        return Reading(
            cues=sure, doubtful=doubtful, problem=None if sure or doubtful else "nothing"
        )

    def _told(self, wording: Wording, features: Features) -> list[Told]:
        """All possible cues, the most probable first; none beside its own contrary.

        A found phrasing adds PHRASING to the log-odds of the weights, which have learned from the
        phrasings too; one that an owner accepted counts by itself.
        """
        found, denied = self._phrasings.find(wording)
        told = {one.cue_id: _as_told(one) for one in found}
        # What an owner accepted counts by itself; what is denied the weights can hardly know.
        certain = {one.cue_id for one in found if one.accepted or one.turned}
        logits = self._model.cues.logits(features)
        for at, cue_id in self._trained:
            hit = PHRASING if cue_id in told else 0.0
            probability = float(1 / (1 + np.exp(-(logits[at] + hit))))
            if cue_id in told:
                least = told[cue_id].probability if cue_id in certain else 0.0
                told[cue_id] = replace(told[cue_id], probability=max(probability, least))
            elif cue_id not in denied and probability >= POSSIBLE:
                told[cue_id] = Told(cue_id=cue_id, words="", probability=probability)
        return self._without_contraries(told.values())

    def _without_contraries(self, told: Iterable[Told]) -> list[Told]:
        ranked = sorted(told, key=lambda one: (-one.probability, one.cue_id))
        kept: list[Told] = []
        for one in ranked:
            if one.probability >= POSSIBLE and not any(self._are_contrary(one, k) for k in kept):
                kept.append(one)
        return kept

    def _are_contrary(self, one: Told, other: Told) -> bool:
        opposites = self._opposites
        return (
            opposites.get(one.cue_id) == other.cue_id or opposites.get(other.cue_id) == one.cue_id
        )

    def _quoted(self, told: Told, wording: Wording) -> Told:
        """The cue with the words that tell it: where no phrasing was found, the best clause."""
        if told.words:
            return told
        at = self._model.cue_ids.index(told.cue_id)
        alone = [self._logit(clause, at) for clause in wording.clauses]
        best = wording.clauses[alone.index(max(alone))]
        return replace(told, words=" ".join(word.typed for word in best.words))

    def _logit(self, clause: Clause, at: int) -> float:
        wording = Wording(clauses=(clause,), carefulness=1.0)
        features = features_of(wording, self._spelling, self._model.rarity)
        return float(self._model.cues.logits(features)[at])


def impression(logits: FloatArray, sharpness: float) -> tuple[float, ...] | None:
    """P(group | words) from ten outputs, "says nothing" first; None where that is likely.

    The groups' part is raised to `sharpness`. What may say nothing is mixed with uniform in its
    share, and no group goes above MOST.
    """
    odds = np.exp(logits - logits.max())
    silence = float(odds[0] / odds.sum())
    if silence >= SILENT:
        return None
    groups = odds[1:] ** sharpness
    mixed = (1 - silence) * groups / groups.sum() + silence / len(GROUPS)
    return tuple(float(one) for one in capped(mixed))


def capped(probabilities: FloatArray) -> FloatArray:
    """The probabilities moved towards uniform until none is above MOST."""
    flat = 1 / len(probabilities)
    top = float(probabilities.max())
    share = 1.0 if top <= MOST else (MOST - flat) / (top - flat)
    return np.asarray(flat + share * (probabilities - flat))


def _as_told(found: Found) -> Told:
    return Told(cue_id=found.cue_id, words=found.words, probability=found.probability)


def _problem(text: str) -> Problem | None:
    """Why a text cannot be read at all."""
    letters = [one for one in text if one.isalpha()]
    if not letters:
        return "nothing" if any(one.isdigit() for one in text) else "empty"
    if len(text) > LONGEST_NOTE:
        return "too_long"
    latin = sum("LATIN" in unicodedata.name(one, "") for one in letters)
    return "other_script" if latin < len(letters) / 2 else None
