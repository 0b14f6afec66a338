"""Fields: ids, and sentences in every language."""

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from loading.fields import Texts, identifier, sentence

IDS = TypeAdapter(Annotated[str, identifier(8)])
SENTENCES = TypeAdapter(Annotated[Texts, sentence(least_words=2, most_words=4, most_characters=20)])
BREAKS = ["\n", "\r\n", "\t", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"]
ALOUD = TypeAdapter(Annotated[Texts, sentence(placeholders=("{you}", "{me}"))])


def texts(vi: str = "hai từ", en: str = "two words", **others: str) -> Texts:
    """A text that is right where nothing else is said."""
    return {"vi": vi, "en": en, **others}


def complaint(found: Texts) -> str:
    """What is said about a text that is wrong."""
    with pytest.raises(ValidationError) as caught:
        SENTENCES.validate_python(found)
    (only,) = caught.value.errors()
    said: str = only["ctx"]["detail_en"]
    return said


@pytest.mark.parametrize("good", ["a", "abcdefgh", "a_1", "12", "_"])
def test_an_id_of_small_letters_digits_and_underscores_is_good(good: str) -> None:
    assert IDS.validate_python(good) == good


@pytest.mark.parametrize(
    "bad", ["", "abcdefghi", "A", "a-b", "a b", "a:b", "chị", "a\n", "a.b", "²", "١"]
)
def test_any_other_id_is_bad(bad: str) -> None:
    with pytest.raises(ValidationError):
        IDS.validate_python(bad)


@pytest.mark.parametrize(
    "good",
    [
        texts(),
        texts(vi="một hai ba bốn"),
        texts(vi="a" * 9 + " " + "b" * 10),
        texts(vi="hỏi {customer} đi"),
        texts(fr="deux mots"),
    ],
)
def test_a_text_within_its_bounds_is_good(good: Texts) -> None:
    assert SENTENCES.validate_python(good) == good


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ({"en": "two words"}, "vi"),
        ({"vi": "hai từ"}, "en"),
        (texts(vi=""), "vi"),
        (texts(en=" \t "), "en"),
        (texts(vi="một"), "1"),
        (texts(vi="một hai ba bốn năm"), "5"),
        (texts(vi="a" * 9 + " " + "b" * 11), "21"),
        (texts(vi="hỏi {you} đi"), "{you}"),
        (texts(en="ask {customer} now"), "{customer}"),
        (texts(vi="hỏi {} đi"), "{}"),
        (texts(vi="hỏi {customer đi"), "{customer"),
        (texts(vi="hỏi customer} đi"), "}"),
        (texts(fr="mot"), "fr"),
    ],
)
def test_a_text_out_of_its_bounds_is_complained_about(bad: Texts, named: str) -> None:
    assert named in complaint(bad)


@pytest.mark.parametrize("language", ["EN", "En", "e", "eng", "en-GB", "e1", "", "đđ", "en\n"])
def test_a_language_is_two_small_letters(language: str) -> None:
    assert f"“{language}” is no language code" in complaint({**texts(), language: "two words"})


@pytest.mark.parametrize("sign", BREAKS)
def test_a_text_holds_no_line_break_and_no_control_character(sign: str) -> None:
    assert "“vi” text holds a line break" in complaint(texts(vi=f"hai{sign}từ"))


@pytest.mark.parametrize("vi", ["hai \n từ", "hai từ\n", "\nhai từ"])
def test_a_line_break_is_found_wherever_it_stands(vi: str) -> None:
    assert "“vi” text holds a line break" in complaint(texts(vi=vi))


def test_a_text_in_a_further_language_is_checked_for_line_breaks_too() -> None:
    assert "“fr” text holds a line break" in complaint(texts(fr="deux\nmots"))


def test_a_spoken_sentence_may_hold_its_own_words_of_address() -> None:
    spoken = texts(vi="Dạ {me} chào {you}")
    assert ALOUD.validate_python(spoken) == spoken


def test_words_are_counted_whatever_spaces_stand_between_them() -> None:
    spread = texts(vi="một  hai\u00a0ba   bốn")
    assert SENTENCES.validate_python(spread) == spread
