"""Searches notes for phrasings as they are written: word for word, or by similarity."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process

from personas.model import Bank
from personas.spelling import plain

LEAST = 60  # similarities below it, of 100, are not even looked at

Cues = frozenset[str]
Scorer = Callable[..., float]


def pairs(bank: Bank) -> list[tuple[str, str]]:
    """All phrasings of a bank, each with its cue's id before it."""
    return [
        (cue.id, text) for cue in bank.cues for texts in cue.phrasings.values() for text in texts
    ]


class Phrasings:
    """All phrasings in the order of the content, with or without accents."""

    def __init__(self, pairs: Iterable[tuple[str, str]], *, folded: bool) -> None:
        """`pairs` are a cue's id and a text that tells it."""
        self._folded = folded
        known = [*pairs]
        self.cue_ids = [cue_id for cue_id, _text in known]
        self.texts = [self.normal(text) for _cue_id, text in known]
        self._bounded = [f" {text} " for text in self.texts]

    def normal(self, text: str) -> str:
        """Lower case, words with one space between; without accents where they are folded."""
        composed = unicodedata.normalize("NFC", text).lower()
        words = " ".join(re.findall(r"\w+", composed))
        return plain(words) if self._folded else words

    def exact(self, text: str) -> Cues:
        """The cues of which a phrasing stands word for word in the text."""
        note = f" {self.normal(text)} "
        found = zip(self.cue_ids, self._bounded, strict=True)
        return frozenset(cue_id for cue_id, phrasing in found if phrasing in note)

    def alike(self, scorer: Scorer, text: str, least: float = LEAST) -> dict[str, float]:
        """The score of every cue's most similar phrasing, the best first."""
        found = process.extract(
            self.normal(text), self.texts, scorer=scorer, limit=None, score_cutoff=least
        )
        scores: dict[str, float] = {}
        for _phrasing, score, at in found:
            scores.setdefault(self.cue_ids[at], score)
        return scores


def best_of(scores: Mapping[str, float], least: float, most: int) -> Cues:
    """The first cues, at most so many, that reach the threshold; `scores` has the best first."""
    return frozenset([cue_id for cue_id, score in scores.items() if score >= least][:most])
