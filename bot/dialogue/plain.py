"""Cleans what a person typed."""

import unicodedata

LONGEST_NAME = 60
_D = str.maketrans("đĐ", "dD")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0")  # letters that show nothing
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}  # control, format (right-to-left marks…), private


def clean(text: str) -> str:
    """The text composed (NFC), without invisible characters, on one line."""
    composed = unicodedata.normalize("NFC", text)
    seen = (
        " " if letter.isspace() else letter
        for letter in composed
        if letter.isspace()
        or (unicodedata.category(letter) not in _INVISIBLE and letter not in _BLANK)
    )
    return " ".join("".join(seen).split())


def has_letters(text: str) -> bool:
    """Whether anything in the text could be part of a name."""
    return any(letter.isalpha() for letter in text)


def has_content(text: str) -> bool:
    """Whether a cleaned text holds any letter or digit at all."""
    return any(letter.isalnum() for letter in text)


def as_typed(word: str) -> str:
    """The cleaned word in lower case without punctuation at its ends; its accents stay."""
    return clean(word).lower().strip(" .,!?…")


def plain(text: str) -> str:
    """The cleaned text in lower case, without accents and punctuation at its ends."""
    bare = (
        letter
        for letter in unicodedata.normalize("NFD", clean(text).lower())
        if not unicodedata.combining(letter)
    )
    return unicodedata.normalize("NFKC", "".join(bare)).translate(_D).strip(" .,!?…")
