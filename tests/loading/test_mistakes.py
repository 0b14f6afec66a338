"""Mistakes: a place, what is wrong, and how to mend it, in every language."""

import string
from pathlib import Path

import pytest

from loading.mistakes import SENTENCES, ContentError, Mistake, short_name, text_mistake

KINDS = sorted(SENTENCES)
LANGUAGES = ("vi", "en")


def facts_of(said: str) -> set[str]:
    """The names of the facts that a sentence wants."""
    return {name for _, name, _, _ in string.Formatter().parse(said) if name}


def mistake(line: int = 7, place: str = "a.b") -> Mistake:
    """A mistake whose sentence needs no fact."""
    return Mistake(file="x/y.yaml", place=place, kind="missing", line=line)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_every_language(kind: str) -> None:
    assert set(SENTENCES[kind]) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text"])
def test_every_kind_says_what_is_wrong_and_then_its_cure(kind: str, language: str) -> None:
    wrong, _, cure = SENTENCES[kind][language].rpartition("; ")
    assert wrong
    assert len(cure.split()) >= 2


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text"])
def test_every_kind_needs_the_same_facts_in_every_language(kind: str) -> None:
    assert facts_of(SENTENCES[kind]["vi"]) == facts_of(SENTENCES[kind]["en"])


def test_a_sentence_begins_with_file_line_and_place() -> None:
    assert mistake().sentence("en").startswith("x/y.yaml:7: a.b: ")


def test_a_sentence_without_a_line_begins_with_file_and_place() -> None:
    assert mistake(line=0).sentence("en").startswith("x/y.yaml: a.b: ")


def test_a_sentence_about_a_whole_file_names_no_place() -> None:
    assert mistake(line=0, place="").sentence("en") == "x/y.yaml: " + SENTENCES["missing"]["en"]


def test_vietnamese_is_spoken_unless_another_language_is_wanted() -> None:
    assert mistake().sentence() == mistake().sentence("vi")


def test_braces_in_a_fact_stay_as_they_are() -> None:
    facts = {"got": "{most} {0}", "most": 16}
    said = Mistake(file="x", place="", kind="bad_id", facts=facts).sentence("en")
    assert "{most} {0}" in said


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "x: sai {rồi}; sửa đi"), ("en", "x: wrong {too}; mend it")]
)
def test_a_mistake_of_its_own_is_said_as_written(language: str, said: str) -> None:
    own = text_mistake("x", "", vi="sai {rồi}; sửa đi", en="wrong {too}; mend it")
    assert own.sentence(language) == said


def test_the_error_lists_all_mistakes() -> None:
    error = ContentError([mistake(line=1), mistake(line=2)])
    assert [line.split(": ")[0] for line in str(error).splitlines()] == ["x/y.yaml:1", "x/y.yaml:2"]


def test_a_short_name_tells_nothing_about_the_machine() -> None:
    assert short_name(Path("/home/lan/app/personas/content/a.yaml")) == "personas/content/a.yaml"
