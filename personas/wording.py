"""Cuts a note into clauses of words, with the accents as far as they were typed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from personas.spelling import Spelling, plain, sound

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+[^\W_]*|[.,;:!?…\n()\"“”/\-–—+]")
_BOUNDARY = frozenset('.,;:!?…\n()"“”/-–—+')
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DRAWN = re.compile(r"([^\W\d_])([a-z])\2+")
PLAIN_STYLE = 0.12  # below this share of accented words a note is typed without accents
ACCENTED_STYLE = 0.40  # above it (a Vietnamese text has about two thirds) every accent is meant


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word of a note: as typed in lower case, its meaning, and its letters alone."""

    typed: str
    meaning: str
    plain: str

    @property
    def is_accented(self) -> bool:
        """Whether it was typed with any accent."""
        return self.typed != self.plain


@dataclass(frozen=True, kw_only=True)
class Clause:
    """The words between two boundaries; `asks` when a question mark ends it."""

    words: tuple[Word, ...]
    asks: bool = False


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A whole note: its clauses, and how much its missing accents may be trusted, 0..1."""

    clauses: tuple[Clause, ...]
    carefulness: float

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of the note in their order."""
        return tuple(word for clause in self.clauses for word in clause.words)


def squeeze(word: str) -> str:
    """The word without the letters that were drawn out: "lắmmmm" is "lắm"."""
    once = _DRAWN.sub(lambda found: found[1] if _is_drawn(found) else found[0], word)
    return _REPEATED.sub(r"\1", once)


def _is_drawn(found: re.Match[str]) -> bool:
    """Whether an accented letter goes on without its accent: "quáaaa"."""
    return found[1] != found[2] and plain(found[1]) == found[2]


def cut(text: str, spelling: Spelling) -> Wording:
    """The note as clauses of words: composed (NFC), short spellings written out."""
    composed = unicodedata.normalize("NFC", text).lower()
    found = _WORD.findall(composed)
    clauses = tuple(_clauses(found, spelling))
    typed = [one for one in found if one not in _BOUNDARY]  # "ko" has no accent, "không" has
    accented = sum(one != plain(one) for one in typed) / max(len(typed), 1)
    return Wording(clauses=clauses, carefulness=_between(accented, PLAIN_STYLE, ACCENTED_STYLE))


def _between(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _clauses(found: Sequence[str], spelling: Spelling) -> Iterator[Clause]:
    breaks = spelling.meanings_of("breaks")
    words: list[Word] = []
    for one in found:
        if one in _BOUNDARY:
            if words:
                yield Clause(words=tuple(words), asks=one == "?")
            words = []
            continue
        word = word_of(one, spelling)
        if word.meaning in breaks and words:
            yield Clause(words=tuple(words))
            words = []
        words.append(word)
    if words:
        yield Clause(words=tuple(words))


def word_of(typed: str, spelling: Spelling) -> Word:
    """The word that was typed, its short spelling written out."""
    bare = squeeze(typed.replace("'", "").replace("’", ""))
    written = spelling.write_out(bare)
    return Word(typed=written, meaning=spelling.meaning(written), plain=plain(written))


__all__ = ["Clause", "Word", "Wording", "cut", "sound", "squeeze", "word_of"]
