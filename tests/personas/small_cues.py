"""Builds small cues, a rarity under which all words tell alike, and weights that say nothing."""

from collections.abc import Mapping, Sequence

import numpy as np

from personas.cue_finding import CueFinder
from personas.features import BUCKETS
from personas.matching import Match, Matcher, Rarity
from personas.model import Cue, Text
from personas.note_model import Linear, NoteModel
from personas.notes import NoteReader
from personas.spelling import load_spelling
from personas.wording import Clause, cut

SPELLING = load_spelling()
EMPTY = Text(by_language={"vi": "", "en": ""})
TELLING = Rarity(meanings={}, plains={}, unseen=9.0)  # nats: any one word is told for sure
WORDS = ("ghe", "choi", "voi", "lam", "lat", "sau", "thong", "tha", "qua", "khong", "mac", "ca")
KNOWN = Rarity(  # the same, with words that the weights have seen
    meanings={},
    plains=dict.fromkeys(
        [
            "ghe",
            "choi",
            "voi",
            "lam",
            "lat",
            "sau",
            "thong",
            "tha",
            "qua",
            "khong",
            "mac",
            "ca",
            "co",
            "nhi",
        ],
        9.0,
    ),
    unseen=9.0,
)
NEVER = -20.0  # log-odds
SILENT = (20.0,) + (0.0,) * 9  # "says nothing", then the nine groups


def cue(cue_id: str, *phrasings: str, opposite: str | None = None) -> Cue:
    """A cue of group 3 with Vietnamese phrasings only."""
    return Cue(
        id=cue_id,
        text=EMPTY,
        seen=EMPTY,
        weights={3: 2},
        phrasings={"vi": phrasings},
        opposite=opposite,
    )


def finder(
    *cues: Cue, rarity: Rarity = TELLING, accepted: Sequence[tuple[str, str]] = ()
) -> CueFinder:
    """Finds these cues by the words of the shipped wording.yaml."""
    return CueFinder(cues, SPELLING, rarity, accepted)


def matches(note: str, *phrasings: str, rarity: Rarity = TELLING) -> list[tuple[Clause, Match]]:
    """Every place where one of the phrasings is found, the best first."""
    matcher = Matcher([("cue", text) for text in phrasings], SPELLING, rarity)
    wording = cut(note, SPELLING)
    found = [
        (clause, match)
        for clause in wording.clauses
        for match in matcher.find(clause, wording.carefulness)
    ]
    return sorted(found, key=lambda one: one[1].score, reverse=True)


def model(
    *,
    cues: Mapping[str, float] | None = None,
    groups: Sequence[float] = SILENT,
    words: Rarity = KNOWN,
) -> NoteModel:
    """Weights that say the same of every note: log-odds of `cues`, outputs of `groups`."""
    told = cues or {"nothing": NEVER}
    return NoteModel(
        rarity=np.ones(BUCKETS),
        cue_ids=tuple(told),
        cues=_always(tuple(told.values())),
        groups=_always(groups),
        words=words,
    )


def _always(outputs: Sequence[float]) -> Linear:
    return Linear(
        weights=np.zeros((BUCKETS, len(outputs)), dtype=np.int8),
        scale=np.ones(len(outputs)),
        bias=np.array(outputs),
    )


def reader(
    *cues: Cue, trained: NoteModel | None = None, accepted: Sequence[tuple[str, str]] = ()
) -> NoteReader:
    """Reads by the phrasings of these cues, and by `trained`, which else says nothing."""
    return NoteReader(cues, SPELLING, trained or model(), accepted)
