"""Finds the name itself in what a rep wrote down for a customer."""

import re
import unicodedata
from collections.abc import Collection

_ASIDE = re.compile(r"[(\[{,;/|@_–—]|\s-")  # what follows says where or who else
_PLACE_HEADS = frozenset(("q", "quận", "p", "phường", "h", "huyện", "tp", "tx", "xã", "ấp", "kcn"))
_LONGEST_ABBREVIATION = 4  # HN, HCM, VIP


def bare_name(name: str, honorifics: Collection[str]) -> str:
    """The name without honorific and place: "Chị Lan Q7" -> "Lan"; "" where nothing is left.

    `honorifics` are words in lower case. One of two words ("anh thư") is a given name that only
    begins like an honorific: it is kept. A single word is a name, whatever it is.
    """
    composed = unicodedata.normalize("NFC", name)
    words = _ASIDE.split(composed.strip())[0].replace(".", " ").split()
    rest = words[1:] if _opens_with_honorific(words, honorifics) else words
    ends = (at for at, word in enumerate(rest) if _ends_the_name(rest, at, word))
    return " ".join(rest[: next(ends, len(rest))])


def _opens_with_honorific(words: list[str], honorifics: Collection[str]) -> bool:
    if len(words) < 2 or " ".join(words[:2]).lower() in honorifics:
        return False
    return words[0].lower() in honorifics


def _ends_the_name(words: list[str], at: int, word: str) -> bool:
    """Whether a place or a remark begins here; "7" at the start is a name of the south."""
    if at == 0 and word.isdigit() and len(word) <= 2:
        return False
    if any(letter.isdigit() for letter in word) or not any(map(str.isalpha, word)):
        return True
    if at == 0:
        return False
    head = word.lower() in _PLACE_HEADS and at + 1 < len(words)
    short = word.isupper() and 2 <= len(word) <= _LONGEST_ABBREVIATION
    return head or (short and not words[0].isupper())
