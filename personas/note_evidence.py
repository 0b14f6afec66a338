"""Turns a read note into evidence: its cues, and as much of its impression as one note may add."""

from collections.abc import Iterable, Mapping

import numpy as np

from personas.belief import STATES_PER_GROUP, Belief, is_known, likelihood_of
from personas.model import GROUPS, Bank, CueSeen, Evidence, FloatArray, Impression
from personas.notes import MOST, Reading
from personas.spelling import plain

HALVINGS = 6  # the share of the impression is found to within 2 %


def evidence_in(
    bank: Bank,
    text: str,
    reading: Reading,
    *,
    meant: Mapping[str, bool] | None = None,
    days_ago: float = 0.0,
) -> tuple[Evidence, ...]:
    """The cues told for sure or `meant`, and the impression of the whole as far as it may count.

    `meant` says of cues that were asked about whether the writer meant them. Cues and impression
    come from the same words, so together they push no group above MOST; cues alone may.
    """
    cues = [CueSeen(cue_id=one, days_ago=days_ago) for one in told_cues(reading, meant or {})]
    if reading.impression is None:
        return tuple(cues)
    share = _share(bank, cues, reading.impression) if cues else 1.0
    if share == 0.0:
        return tuple(cues)
    words = " ".join(plain(text).split())
    groups = weaker(reading.impression, share)
    return (*cues, Impression(note=words, groups=groups, days_ago=days_ago))


def _share(bank: Bank, cues: Iterable[CueSeen], impression: tuple[float, ...]) -> float:
    """The largest share of the impression with which the whole note stays below MOST."""
    told = [likelihood_of(bank, cue) for cue in cues if is_known(bank, cue)]
    logs = np.log(told).sum(axis=0) if told else np.zeros(len(GROUPS) * STATES_PER_GROUP)
    words = likelihood_of(bank, Impression(note="", groups=impression))
    return largest_share(logs, np.log(words), bank.temperature)


def largest_share(cues: FloatArray, words: FloatArray, temperature: float) -> float:
    """The largest share of `words` beside `cues` with no group above MOST, 0..1.

    Both are log-likelihoods of the latent states, shape (27,).
    """
    low, high = 0.0, 1.0
    if _highest(cues + words, temperature) <= MOST:
        return 1.0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        fits = _highest(cues + middle * words, temperature) <= MOST
        low, high = (middle, high) if fits else (low, middle)
    return low


def _highest(logs: FloatArray, temperature: float) -> float:
    states = np.exp(logs - logs.max())
    return float(Belief(states / states.sum(), temperature).posterior.max())


def told_cues(reading: Reading, meant: Mapping[str, bool]) -> list[str]:
    """The ids of the cues that count: told for sure and not denied by the writer, or meant."""
    told = [one.cue_id for one in reading.cues if meant.get(one.cue_id, True)]
    return [*told, *(one for one, is_meant in meant.items() if is_meant and one not in told)]


def weaker(groups: tuple[float, ...], share: float) -> tuple[float, ...]:
    """P(group) raised to a share of itself: 1 leaves it, 0 leaves nothing of it."""
    if share == 1:
        return groups
    odds = [one**share for one in groups]
    return tuple(one / sum(odds) for one in odds)
