"""How reps write words: one sound for two spellings, short spellings, lists of small words."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from loading.mistakes import ContentError
from personas.bank import CONTENT
from personas.spelling import load_spelling, plain, sound

SPELLING = load_spelling()
WORDING = (CONTENT / "wording.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("Vội", "voi"),
        ("ĐƯỢC", "duoc"),
        ("đắt", "dat"),
        ("khỏe", "khoe"),
        ("kỹ", "ky"),
        ("9h", "9h"),
    ],
)
def test_plain_letters_have_no_accent(word: str, letters: str) -> None:
    assert plain(word) == letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("kỹ", "kĩ"),
        ("lý", "lí"),
        ("mỹ", "mĩ"),
        ("vẻ", "vẽ"),
        ("nghỉ", "nghĩ"),
        ("mở", "mỡ"),
        ("VỘI", "vội"),
        pytest.param(
            "quý",
            "quí",
        ),
    ],
)
def test_two_spellings_of_one_word_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vội", "với"),
        ("gấp", "gặp"),
        ("khỏe", "khoe"),
        ("đắt", "dắt"),
        ("mua", "mưa"),
        ("thuỷ", "thủi"),
        ("hay", "hai"),
        ("tay", "tai"),
        ("vội", "voi"),
    ],
)
def test_words_of_other_accents_or_letters_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("word", ["vội", "khỏe", "kỹ", "được", "nghĩ", "ưỡn"])
def test_a_decomposed_word_sounds_like_the_composed_one(word: str) -> None:
    assert sound(unicodedata.normalize("NFD", word)) == sound(unicodedata.normalize("NFC", word))


@pytest.mark.parametrize(
    ("short", "word"),
    [
        ("ko", "không"),
        ("hông", "không"),
        ("kh", "khách"),
        ("đc", "được"),
        ("r", "rồi"),
        ("j", "gì"),
    ],
)
def test_a_short_spelling_is_written_out(short: str, word: str) -> None:
    assert SPELLING.write_out(short) == word


def test_a_word_that_is_not_short_stays_as_it_is() -> None:
    assert SPELLING.write_out("vội") == "vội"


@pytest.mark.parametrize(
    ("south", "north"),
    [
        ("vô", "vào"),
        ("mắc", "đắt"),
        ("coi", "xem"),
        ("xài", "dùng"),
        ("lẹ", "nhanh"),
        ("tui", "tôi"),
    ],
)
def test_south_and_north_mean_the_same(south: str, north: str) -> None:
    assert SPELLING.meaning(south) == SPELLING.meaning(north)


@pytest.mark.parametrize("word", ["không", "chẳng", "chả", "chưa", "đừng", "not", "never", "didnt"])
def test_every_negation_has_the_one_meaning_of_all(word: str) -> None:
    assert SPELLING.meaning(word) == SPELLING.negation


def test_a_word_has_all_that_mean_the_same_beside_it() -> None:
    assert set(SPELLING.alike[SPELLING.meaning("mắc")]) == {"đắt", "mắc"}


def test_no_word_means_two_different_things() -> None:
    same = SPELLING.entry.same
    told = Counter(one for words in same for one in set(map(sound, words)))
    assert [word for word, times in told.items() if times > 1] == []


def test_no_short_spelling_stands_for_two_words() -> None:
    told = Counter(short for shorts in SPELLING.entry.short.values() for short in set(shorts))
    assert [short for short, times in told.items() if times > 1] == []


def test_no_word_is_at_once_a_negation_and_light() -> None:
    assert SPELLING.negation not in SPELLING.meanings_of("light")


def test_every_light_word_is_light_as_a_note_has_it() -> None:
    light = SPELLING.meanings_of("light")
    words = SPELLING.entry.light
    assert [one for one in words if SPELLING.meaning(SPELLING.write_out(one)) not in light] == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"wording\.yaml"):
        load_spelling(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("negations: [", "negatoins: ["),
        ("denials: [đâu]", "denials: đâu"),
        ("denials: [đâu]", "denials: [1]"),
        ("short:", "short: ["),
    ],
)
def test_a_slip_in_the_file_names_the_file(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "wording.yaml").write_text(WORDING.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=r"wording\.yaml"):
        load_spelling(tmp_path)
