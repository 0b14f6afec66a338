"""Turns a note into hashed features: words, pairs of words and parts of words."""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from personas.model import FloatArray
from personas.spelling import Spelling
from personas.wording import Clause, Word, Wording

BUCKETS = 2**16
SHORTEST_PART, LONGEST_PART = 2, 5  # letters
WORDS_WEIGHT, MEANINGS_WEIGHT, PARTS_WEIGHT = 1.0, 0.7, 0.6  # by held-out authors
DENIED = "!"  # stands before a word that is denied: another word

Indexes = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Features:
    """Bucket numbers and values, both shape (features,); every kind of feature has length one."""

    buckets: Indexes
    values: FloatArray


def features_of(wording: Wording, spelling: Spelling, rarity: FloatArray) -> Features:
    """The features of a note; `rarity` is how telling each bucket is, shape (BUCKETS,).

    Three kinds: words and neighbours by their letters alone, the same by their meaning with
    accents, and parts of 2 to 5 letters. Values are (1 + ln times) * rarity, each kind scaled to
    length one and weighed (tf-idf, Salton and Buckley 1988; hashing, Weinberger et al. 2009).
    """
    kinds = (
        (WORDS_WEIGHT, (one for clause in wording.clauses for one in _letters(clause, spelling))),
        (MEANINGS_WEIGHT, (one for clause in wording.clauses for one in _meant(clause, spelling))),
        (PARTS_WEIGHT, (one for clause in wording.clauses for one in _parts(clause, spelling))),
    )
    total: dict[int, float] = {}
    for weight, names in kinds:
        counted = Counter(bucket_of(name) for name in names)
        scaled = [(at, (1 + log(times)) * float(rarity[at])) for at, times in counted.items()]
        length = sqrt(sum(value * value for _at, value in scaled)) or 1.0
        for at, value in scaled:
            total[at] = total.get(at, 0.0) + weight * value / length
    return Features(
        buckets=np.fromiter(total.keys(), dtype=np.int64, count=len(total)),
        values=np.fromiter(total.values(), dtype=np.float64, count=len(total)),
    )


def bucket_of(name: str) -> int:
    """The bucket of a feature: the same on every machine."""
    return zlib.crc32(name.encode()) % BUCKETS


def buckets_of(wording: Wording, spelling: Spelling) -> set[int]:
    """All buckets that a note has a feature in."""
    return {
        bucket_of(name)
        for clause in wording.clauses
        for kind in (_letters, _meant, _parts)
        for name in kind(clause, spelling)
    }


def _letters(clause: Clause, spelling: Spelling) -> Iterator[str]:
    return _with_neighbours("w", [mark + word.plain for mark, word in _marked(clause, spelling)])


def _meant(clause: Clause, spelling: Spelling) -> Iterator[str]:
    return _with_neighbours("m", [mark + word.meaning for mark, word in _marked(clause, spelling)])


def _with_neighbours(kind: str, words: list[str]) -> Iterator[str]:
    yield from (f"{kind}{word}" for word in words)
    yield from (f"{kind}{one} {other}" for one, other in pairwise(words))


def _parts(clause: Clause, spelling: Spelling) -> Iterator[str]:
    for mark, word in _marked(clause, spelling):
        whole = f" {mark}{word.plain} "
        for length in range(SHORTEST_PART, LONGEST_PART + 1):
            if len(whole) <= length:
                yield f"p{whole}"
                break
            for at in range(len(whole) - length + 1):
                yield f"p{whole[at : at + length]}"


def _marked(clause: Clause, spelling: Spelling) -> Iterator[tuple[str, Word]]:
    """The words, the first telling one behind each negation marked as denied."""
    light, not_negations = spelling.meanings_of("light"), spelling.meanings_of("not_negations")
    denying = False
    for word in clause.words:
        if word.meaning == spelling.negation or word.plain in spelling.entry.plain_negations:
            denying = True
            yield "", word
        elif denying and word.meaning in not_negations:
            denying = False
            yield "", word
        elif denying and word.meaning not in light:
            denying = False
            yield DENIED, word
        else:
            yield "", word
