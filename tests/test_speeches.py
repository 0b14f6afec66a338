"""The texts' loader: every mistake is listed at once, with file, line, place and cure."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.config import load_config
from bot.dialogue.commands import COMMANDS
from bot.speeches import languages, load_speeches
from loading.mistakes import ContentError, Mistake

COMMAND = "".join(["command:\n", *(f"  {name}: {name}\n" for name in COMMANDS)])
VI = f"""\
start:
  welcome: Chào {{name}}.
  known: Gần đây.
words:
  help: [giúp]
  skip: [bỏ qua]
address:
  other: {{customer: khách, you: anh, me: em}}
{COMMAND}"""
EN = f"""\
start:
  welcome: Hello {{name}}.
  known: Lately.
words:
  help: [help]
address:
  other: {{customer: they, you: you, me: I}}
{COMMAND}"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes texts under `texts`; None leaves a language out."""

    def written(**texts: str | None) -> Path:
        folder = tmp_path / "texts"
        folder.mkdir()
        for code, text in {"vi": VI, "en": EN, **texts}.items():
            if text is not None:
                (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
        return folder

    return written


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    """Every mistake the loader finds in the folder."""
    with pytest.raises(ContentError) as caught:
        load_speeches(folder)
    return caught.value.mistakes


def said(folder: Path, language: str) -> list[str]:
    """Every mistake of a folder under `texts` as a sentence, its place shortened."""
    found = [one.sentence(language) for one in mistakes(folder)]
    return [sentence.partition("/texts/")[2] for sentence in found]


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced, which must be there."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


ADDRESS = "address:\n  other: {customer: they, you: you, me: I}\n"
NO_ADDRESS = changed(EN, ADDRESS, "")
NO_WORDS = changed(EN, "words:\n  help: [help]\n", "")
NOT_TEXT_VI = "phải là chữ, nhưng YAML đọc ra {}; đặt trong dấu ngoặc kép"
NOT_TEXT_EN = "text is expected, YAML reads {}; put it in double quotes"
MISSING = ("thiếu mục này; hãy thêm vào", "this entry is missing; add it")
EXTRA = (
    "không có mục nào tên như vậy; sửa chính tả hoặc xóa đi",
    "there is no such entry; mend the spelling or delete it",
)
STARS = (
    "dấu * phải đi theo cặp; thêm hoặc bớt một dấu",
    "stars come in pairs; add or remove one",
)
BRACE = (
    "có dấu { hoặc } lẻ; viết chỗ điền như {name}",
    "there is a lone { or }; a fact is written like {name}",
)
FACTS = ("phải có đúng các chỗ điền: name", "must hold exactly these facts: name")
TWICE = (
    "mã “help” đã dùng ở chỗ khác; đặt mã mới",
    "the id “help” is used elsewhere; give a new one",
)

# A wrong en.yaml, where the mistake stands, what is said of it in Vietnamese and in English.
BROKEN: Mapping[str, tuple[str, str, tuple[str, str]]] = {
    "no words": (NO_WORDS, "en.yaml:1: words", MISSING),
    "no address": (NO_ADDRESS, "en.yaml:1: address", MISSING),
    "address without other": (
        changed(EN, "  other:", "  mr:"),
        "en.yaml:7: address.other",
        MISSING,
    ),
    "address without me": (
        changed(EN, ", me: I", ""),
        "en.yaml:7: address.other.me",
        MISSING,
    ),
    "unknown meaning": (
        changed(EN, "  help: [help]", "  help: [help]\n  jump: [up]"),
        "en.yaml:6: words.jump",
        EXTRA,
    ),
    "a word with two meanings": (
        changed(EN, "  help: [help]", "  help: [help]\n  skip: [HELP]"),
        "en.yaml:6: words.skip",
        TWICE,
    ),
    "odd stars": (changed(EN, "Lately.", "Late*ly."), "en.yaml:3: start.known", STARS),
    "lone brace": (changed(EN, "Lately.", "Late}ly."), "en.yaml:3: start.known", BRACE),
    "missing sentence": (changed(EN, "  known: Lately.\n", ""), "en.yaml:2: start.known", MISSING),
    "extra sentence": (
        changed(EN, "words:", "  more: More.\nwords:"),
        "en.yaml:4: start.more",
        EXTRA,
    ),
    "a missing fact": (changed(EN, " {name}", ""), "en.yaml:2: start.welcome", FACTS),
    "a misspelt fact": (changed(EN, "{name}", "{nam}"), "en.yaml:2: start.welcome", FACTS),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_listed_with_file_line_place_and_cure_in_vietnamese(
    write: Write, name: str
) -> None:
    text, place, (vietnamese, _english) = BROKEN[name]
    assert said(write(en=text), "vi") == [f"{place}: {vietnamese}"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_listed_with_file_line_place_and_cure_in_english(
    write: Write, name: str
) -> None:
    text, place, (_vietnamese, english) = BROKEN[name]
    assert said(write(en=text), "en") == [f"{place}: {english}"]


@pytest.mark.parametrize(
    ("written", "got"),
    [
        ("5", "5"),
        ("0.5", "0.5"),
        ("yes", "True"),
        ("''", "''"),
        ("'  '", "'  '"),
        ("", "None"),
        ("[a, b]", "['a', 'b']"),
        ("2026-01-01", "datetime.date(2026, 1, 1)"),
    ],
)
def test_what_is_no_sentence_is_named_as_yaml_reads_it(
    write: Write, written: str, got: str
) -> None:
    folder = write(en=changed(EN, "Lately.", written))
    assert f"en.yaml:3: start.known: {NOT_TEXT_VI.format(got)}" in said(folder, "vi")
    assert f"en.yaml:3: start.known: {NOT_TEXT_EN.format(got)}" in said(folder, "en")


def test_yaml_that_cannot_be_read_is_named_with_its_line(write: Write) -> None:
    folder = write(en="start:\n  welcome: 'Hello\n")
    found = said(folder, "en")
    assert len(found) == 1
    assert found[0].startswith("en.yaml:3: this is not valid YAML: ")
    assert found[0].endswith("check indentation, quotes and colons")
    assert "xem lại thụt dòng" in said(folder, "vi")[0]


def test_a_file_that_is_not_utf_8_is_named(write: Write) -> None:
    folder = write()
    (folder / "en.yaml").write_bytes(VI.encode("utf-16"))
    assert said(folder, "vi") == ["en.yaml: tệp không phải mã UTF-8; lưu lại bằng mã UTF-8"]
    assert said(folder, "en") == ["en.yaml: the file is not UTF-8; save it as UTF-8"]


def test_a_folder_without_vietnamese_says_so(write: Write) -> None:
    assert said(write(vi=None), "en") == ["vi.yaml: the file is missing; put it back"]


def test_a_key_that_stands_twice_is_named(write: Write) -> None:
    folder = write(en=changed(EN, "words:", "  known: Again.\nwords:"))
    assert said(folder, "en") == ["en.yaml:4: the key “known” stands twice; keep one"]


def test_an_empty_file_lacks_everything(write: Write) -> None:
    assert said(write(en=""), "en") == [f"en.yaml: {one}: {MISSING[1]}" for one in TOP]


TOP = ("words", "address")


def test_a_word_may_stand_twice_for_the_same_meaning(write: Write) -> None:
    folder = write(en=changed(EN, "[help]", "[help, Help, HELP!]"))
    assert load_speeches(folder)["en"].words == {"help": "help"}


def several(write: Write) -> Path:
    """A folder with mistakes in both languages."""
    vietnamese = changed(VI, "Gần đây.", "Gần* đây.")
    english = changed(changed(EN, "Lately.", "La{tely."), "[help]", "[help]\n  jump: [up]")
    return write(vi=vietnamese, en=changed(english, " {name}", ""))


def test_the_mistakes_of_all_languages_are_listed_at_once_in_a_stable_order(write: Write) -> None:
    folder = several(write)
    places = [": ".join(sentence.split(": ")[:2]) for sentence in said(folder, "en")]
    assert places == [
        "vi.yaml:3: start.known",
        "en.yaml:3: start.known",
        "en.yaml:6: words.jump",
        "en.yaml:2: start.welcome",
    ]
    assert mistakes(folder) == mistakes(folder)


def test_a_broken_vietnamese_file_does_not_hide_the_others_mistakes(write: Write) -> None:
    folder = write(vi="[", en=changed(EN, "Lately.", "Late*ly."))
    assert [one.kind for one in mistakes(folder)] == ["yaml_syntax", "text"]


def test_vietnamese_is_the_first_of_the_languages(write: Write) -> None:
    folder = write(ar=EN, zh=EN)
    assert languages(folder)[0] == "vi"
    assert set(languages(folder)) == {"vi", "en", "ar", "zh"}


def test_vietnamese_is_the_first_of_the_speeches(write: Write) -> None:
    assert next(iter(load_speeches(write(ar=EN)))) == "vi"


def test_a_third_language_is_one_more_file(write: Write) -> None:
    french = changed(changed(EN, "Hello {name}.", "Bonjour {name}."), "[help]", "[aide]")
    speech = load_speeches(write(fr=french))["fr"]
    assert speech.sentences["start.welcome"] == "Bonjour {name}."
    assert speech.words == {"aide": "help"}


def test_a_mistake_in_a_third_language_is_listed_under_its_file(write: Write) -> None:
    folder = write(fr=changed(EN, "  known: Lately.\n", ""))
    assert said(folder, "en") == [f"fr.yaml:2: start.known: {MISSING[1]}"]


def test_a_language_without_texts_is_refused_in_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("language: fr\n", encoding="utf-8")
    with pytest.raises(ContentError, match="no texts for “fr”; use: vi, en"):
        load_config(config)
