"""Names compared the way Vietnamese reps type them; no database needed."""

import unicodedata

import pytest

from db.names import agrees, plain, tidy


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn Thị Hồng Nhung", "nguyen thi hong nhung"),
        ("Đặng Đình Đức", "dang dinh duc"),
        ("đỗ đạt", "do dat"),
        ("Trần Quốc Vượng", "tran quoc vuong"),
        ("Ỷ Lan", "y lan"),
        ("", ""),
    ],
)
def test_a_plain_name_has_no_accents_and_no_capitals(name: str, folded: str) -> None:
    assert plain(name) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_plain_name_is_the_same_from_every_keyboard(form: str) -> None:
    typed = unicodedata.normalize(form, "Phạm Đức Hưởng")  # type: ignore[arg-type]
    assert plain(typed) == "pham duc huong"


def test_a_plain_name_is_the_same_with_the_tone_typed_after_the_vowel() -> None:
    typed = "Vie\u0302\u0323t"  # how Windows' Vietnamese keyboard sends ệ, the marks out of order
    assert plain(typed) == "viet"


def test_a_tidy_name_keeps_its_accents() -> None:
    assert tidy("  HỒNG   Nhung ") == "hồng nhung"


def test_a_tidy_name_is_composed() -> None:
    assert tidy(unicodedata.normalize("NFD", "Hưởng")) == unicodedata.normalize("NFC", "hưởng")


def test_punctuation_counts_as_a_space() -> None:
    assert tidy("Lan-Anh (Q.1), chị") == "lan anh q 1 chị"


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "😀", "\n\t", "—-·"])
def test_a_name_without_letters_is_nothing(typed: str) -> None:
    assert plain(typed) == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Hùng", "Hùng"),
        ("hùng", "HÙNG"),
        ("hung", "Hùng"),
        ("Hung", "Hưng"),
        ("nguyen Hùng", "Nguyễn Hùng"),
        ("dang", "Đặng"),
        ("Lan Anh", "Lan-Anh"),
    ],
)
def test_a_typed_name_agrees_where_its_accents_are_those_stored(typed: str, stored: str) -> None:
    assert agrees(typed, stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Hùng", "Hưng"),
        ("Hưng", "Hùng"),
        ("Hùng", "Hung"),
        ("Nguyễn Hùng", "Nguyễn Hưng"),
        ("đan", "Dan"),
        ("Lan", "Lan Anh"),
        ("Lan Anh", "Lan"),
        ("Mai", "Lan"),
    ],
)
def test_a_typed_name_does_not_agree_with_another_one(typed: str, stored: str) -> None:
    assert not agrees(typed, stored)


def test_a_decomposed_name_agrees_with_the_composed_one() -> None:
    assert agrees(
        unicodedata.normalize("NFD", "Hồng Đức"), unicodedata.normalize("NFC", "Hồng Đức")
    )
