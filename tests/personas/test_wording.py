"""How a note is cut: clauses, drawn-out letters, short spellings, and how careful it was typed."""

import unicodedata

import pytest

from personas.spelling import load_spelling
from personas.wording import cut, squeeze, word_of

SPELLING = load_spelling()


def clauses(text: str) -> list[str]:
    return [" ".join(word.typed for word in clause.words) for clause in cut(text, SPELLING).clauses]


@pytest.mark.parametrize(
    ("typed", "squeezed"),
    [
        ("lắmmmm", "lắm"),
        ("vộiiiii", "vội"),
        ("quááá", "quá"),
        ("koooo", "ko"),
        ("xoong", "xoong"),
        ("coffee", "coffee"),
        ("1000", "1000"),
        pytest.param(
            "quáaaa",
            "quá",
        ),
    ],
)
def test_drawn_out_letters_are_squeezed(typed: str, squeezed: str) -> None:
    assert squeeze(typed) == squeezed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("khách vội, hỏi giá", ["khách vội", "hỏi giá"]),
        ("khách vội. hỏi giá", ["khách vội", "hỏi giá"]),
        ("khách vội\nhỏi giá", ["khách vội", "hỏi giá"]),
        ("khách vội (hỏi giá)", ["khách vội", "hỏi giá"]),
        ("khách vội… hỏi giá", ["khách vội", "hỏi giá"]),
        ("khách vội - hỏi giá", ["khách vội", "hỏi giá"]),
        ("khách vội + hỏi giá", ["khách vội", "hỏi giá"]),
        ("không vui nhưng mua", ["không vui", "nhưng mua"]),
        ("không vui mà mua", ["không vui", "mà mua"]),
        ("not happy but bought", ["not happy", "but bought"]),
        ("nhưng khách mua", ["nhưng khách mua"]),
        (",,, khách vội ...", ["khách vội"]),
    ],
)
def test_signs_and_words_of_contrast_begin_a_clause(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "😀😂", "...!?", "\x00\x07\u200b"])
def test_a_text_without_words_has_no_clause(text: str) -> None:
    assert cut(text, SPELLING).clauses == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kh ko vội", "khách không vội"),
        ("Kh KO Vội", "khách không vội"),
        ("kh hok mặc cả j", "khách không mặc cả gì"),
        ("đc r", "được rồi"),
        ("koooo vộiiii", "không vội"),
        ("khách didn't ask", "khách didnt ask"),
        ("khách didn’t ask", "khách didnt ask"),
        ("đến lúc 9h", "đến lúc 9h"),
    ],
)
def test_short_spellings_are_written_out(text: str, expected: str) -> None:
    assert clauses(text) == [expected]


def test_a_decomposed_note_is_cut_like_a_composed_one() -> None:
    text = "Khách vội, không mặc cả gì, hỏi kỹ bảo hành"
    assert cut(unicodedata.normalize("NFD", text), SPELLING) == cut(
        unicodedata.normalize("NFC", text), SPELLING
    )


@pytest.mark.parametrize(
    ("text", "asks"), [("khách vội?", True), ("khách vội!", False), ("khách vội", False)]
)
def test_only_a_question_mark_makes_a_clause_ask(text: str, asks: bool) -> None:
    assert [clause.asks for clause in cut(text, SPELLING).clauses] == [asks]


@pytest.mark.parametrize(
    ("text", "carefulness"),
    [
        ("khach voi lam, hoi gia lien, khong thich vong vo", 0.0),
        ("khách vội lắm, hỏi giá liền, không thích vòng vo", 1.0),
    ],
)
def test_carefulness_says_whether_accents_were_typed(text: str, carefulness: float) -> None:
    assert cut(text, SPELLING).carefulness == carefulness


def test_short_spellings_do_not_make_a_note_careful() -> None:
    assert cut("kh ko voi, ko tra gia", SPELLING).carefulness == 0


def test_a_note_with_some_accents_is_half_careful() -> None:
    assert 0 < cut("khach voi lam hỏi gia lien khong thích", SPELLING).carefulness < 1


@pytest.mark.parametrize(("typed", "is_accented"), [("vội", True), ("voi", False), ("đi", True)])
def test_a_word_knows_whether_it_has_accents(typed: str, is_accented: bool) -> None:
    assert word_of(typed, SPELLING).is_accented is is_accented


def test_the_words_of_a_note_stand_in_their_order() -> None:
    words = cut("khách vội, hỏi giá", SPELLING).words
    assert [word.typed for word in words] == ["khách", "vội", "hỏi", "giá"]
