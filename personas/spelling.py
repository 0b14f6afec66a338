"""Knows how reps write words: short spellings, sameness, negations; read from content."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import Field

from loading.mistakes import ContentError, Mistake
from loading.yaml_file import Entry, read_file
from personas.bank import CONTENT

_D = str.maketrans("đĐ", "dD")
_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "3", "\u0323": "5"}
_CONSONANTS = frozenset("bcdghklmnpqrstvxđ")


def plain(word: str) -> str:
    """The word in lower case without any accent."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(one for one in decomposed if not unicodedata.combining(one)).translate(_D)


def sound(word: str) -> str:
    """The word as it sounds: one spelling for oà and òa, kỹ and kĩ, and for the tones ~ and ?.

    Reps of the south write hỏi for ngã and the other way round; the tone stands last as a digit.
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tone = "".join(_TONES[one] for one in decomposed if one in _TONES)
    letters = "".join(one for one in decomposed if one not in _TONES)
    composed = unicodedata.normalize("NFC", letters)
    if composed.endswith("y") and (composed[-2:-1] in _CONSONANTS or composed == "quy"):
        composed = composed[:-1] + "i"
    return composed + tone


class WordingEntry(Entry):
    """The content of wording.yaml."""

    short: dict[str, list[str]]
    same: list[list[str]]
    negations: list[str] = Field(min_length=1)
    plain_negations: list[str]
    not_negations: list[str]
    denials: list[str]
    light: list[str]
    question_ends: list[str]
    reported: list[str]
    breaks: list[str]
    rep: list[str]
    before_rep: list[str]


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """Which words stand for which, and which words turn, end or ask something.

    A word's *meaning* is the sound of the word that stands for it and all that mean the same.
    """

    entry: WordingEntry = field(repr=False)

    @cached_property
    def _written_out(self) -> Mapping[str, str]:
        """What a short spelling stands for."""
        return {short: word for word, shorts in self.entry.short.items() for short in shorts}

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        meanings = {
            sound(word): sound(alike[0]) for alike in reversed(self.entry.same) for word in alike
        }
        first = sound(self.entry.negations[0])
        return meanings | {sound(word): first for word in self.entry.negations}

    @cached_property
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """All words that are written in the content for a meaning."""
        found: dict[str, list[str]] = {}
        for words in (*self.entry.same, self.entry.negations):
            for word in words:
                found.setdefault(self.meaning(word), []).append(word)
        return {meaning: tuple(words) for meaning, words in found.items()}

    def write_out(self, word: str) -> str:
        """The word that a short spelling stands for, else the word itself."""
        return self._written_out.get(word, word)

    def meaning(self, word: str) -> str:
        """The sound of the word that stands for this one."""
        heard = sound(word)
        return self._meanings.get(heard, heard)

    @cached_property
    def _lists(self) -> Mapping[str, frozenset[str]]:
        named = {
            name: words
            for name, words in self.entry.model_dump().items()
            if name not in ("short", "same")
        }
        return {
            name: frozenset(self.meaning(self.write_out(one)) for one in words)
            for name, words in named.items()
        }

    def meanings_of(self, name: str) -> frozenset[str]:
        """The meanings of one of the lists of the content, such as `light`."""
        return self._lists[name]

    @cached_property
    def negation(self) -> str:
        """The one meaning of all negations."""
        return self.meaning(self.entry.negations[0])


def load_spelling(content: Path = CONTENT) -> Spelling:
    """What is written in wording.yaml; raises ContentError with every mistake in it."""
    mistakes: list[Mistake] = []
    entry = read_file(content / "wording.yaml", WordingEntry, mistakes)
    if entry is None or mistakes:
        raise ContentError(mistakes)
    return Spelling(entry=entry)
