"""Compares names the way Vietnamese reps type them."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w\s]+")
_D = str.maketrans("đĐ", "dD")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng


def tidy(name: str) -> str:
    """The name composed (NFC), lower case, punctuation as spaces: accents stay."""
    composed = unicodedata.normalize("NFC", name).lower()
    return _SPACES.sub(" ", _NOT_WORD.sub(" ", composed)).strip()


def plain(name: str) -> str:
    """The tidy name without accents; đ is folded by hand, decomposition does not touch it."""
    decomposed = unicodedata.normalize("NFD", tidy(name))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.translate(_D)


def agrees(typed: str, stored: str) -> bool:
    """Whether accents, where the typed name has any, are those of the stored one, word by word.

    The two spellings of one tone ("Hòa", "Hoà") agree.
    """
    typed_words, stored_words = tidy(typed).split(), tidy(stored).split()
    return len(typed_words) == len(stored_words) and all(
        plain(one) == plain(other) and (one == plain(one) or _sound(one) == _sound(other))
        for one, other in zip(typed_words, stored_words, strict=True)
    )


def _sound(word: str) -> tuple[str, list[str]]:
    """The word without its tone, and the tone: where it is written makes no difference."""
    decomposed = unicodedata.normalize("NFD", word)
    letters = "".join(letter for letter in decomposed if letter not in _TONES)
    return letters, [letter for letter in decomposed if letter in _TONES]
