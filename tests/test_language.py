"""Languages: the same sentences in each, the right words for a customer, facts kept as they are."""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from bot.dialogue.commands import COMMANDS
from bot.dialogue.plain import as_typed
from bot.dialogue.replies import Phrase, Written
from bot.language import Speech, typed_words
from bot.speeches import TEXTS, load_speeches
from loading.mistakes import ContentError
from tests.conversations import SPEECHES

ROOT = Path(__file__).parent.parent
LANGUAGES = sorted(SPEECHES)
VI, EN = SPEECHES["vi"], SPEECHES["en"]
TRICKY = "*x* {name} <b>"
NAME_PARTS = ("customer", "you", "me")


def facts_in(sentence: str) -> set[str]:
    """The names of the facts a sentence wants."""
    return set(re.findall(r"\{(\w+)\}", sentence))


def speech(**sentences: str) -> Speech:
    """A language with these sentences and the shipped words of address."""
    return Speech(code="vi", sentences=sentences, words={}, address=VI.address)


def said(template: str, name: str) -> str:
    """A text of the content, spoken about a customer."""
    return VI.written({"vi": template}, name)


def spans(template: str, **facts: str | Phrase | Written) -> list[tuple[str, str]]:
    """The text and style of every span of a sentence with its facts."""
    line = speech(one=template).line(Phrase(id="one", facts=facts))
    return [(span.text, span.style) for span in line]


# --- the shipped languages


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_the_same_sentences(code: str) -> None:
    assert sorted(SPEECHES[code].sentences) == sorted(VI.sentences)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_uses_the_same_facts(code: str) -> None:
    wanted = {id_: facts_in(sentence) for id_, sentence in VI.sentences.items()}
    assert {id_: facts_in(one) for id_, one in SPEECHES[code].sentences.items()} == wanted


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_makes_the_same_sentences_bold(code: str) -> None:
    wanted = {id_: "*" in sentence for id_, sentence in VI.sentences.items()}
    assert {id_: "*" in one for id_, one in SPEECHES[code].sentences.items()} == wanted


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_is_empty(code: str) -> None:
    assert [id_ for id_, one in SPEECHES[code].sentences.items() if not one.strip()] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_is_something_that_yaml_took_for_a_value(code: str) -> None:
    taken = {"True", "False", "None"}
    assert [id_ for id_, one in SPEECHES[code].sentences.items() if one in taken] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_stars_come_in_pairs(code: str) -> None:
    odd = [id_ for id_, one in SPEECHES[code].sentences.items() if one.count("*") % 2]
    assert odd == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_brace_in_a_sentence_belongs_to_a_fact(code: str) -> None:
    left = {id_: re.sub(r"\{\w+\}", "", one) for id_, one in SPEECHES[code].sentences.items()}
    assert [id_ for id_, one in left.items() if "{" in one or "}" in one] == []


def test_every_language_says_its_own_name() -> None:
    names = {code: speech.sentences["language.name"] for code, speech in SPEECHES.items()}
    assert names == {"vi": "Tiếng Việt", "en": "English"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_command_is_described(code: str) -> None:
    assert [name for name in COMMANDS if f"command.{name}" not in SPEECHES[code].sentences] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_way_of_address_has_all_its_words(code: str) -> None:
    ways = SPEECHES[code].address
    assert {way: sorted(words) for way, words in ways.items()} == dict.fromkeys(
        ways, sorted(NAME_PARTS)
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_can_speak_of_a_customer_without_an_honorific(code: str) -> None:
    assert "other" in SPEECHES[code].address


def test_a_typed_word_never_means_two_things() -> None:
    meanings: dict[str, set[str]] = {}
    for one in SPEECHES.values():
        for word, meaning in one.words.items():
            meanings.setdefault(word, set()).add(meaning)
    assert [word for word, found in meanings.items() if len(found) > 1] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_typed_word_stands_under_two_meanings_of_one_language(code: str) -> None:
    file = yaml.safe_load((TEXTS / f"{code}.yaml").read_text(encoding="utf-8"))
    words = [as_typed(word) for group in file["words"].values() for word in group]
    assert len(words) == len(set(words))


def test_typed_words_of_all_languages_are_known_at_once() -> None:
    words = typed_words(SPEECHES)
    assert (words["bỏ qua"], words["skip"]) == ("skip", "skip")


def used_phrases() -> Iterator[str]:
    """The ids of all sentences that the code names outright."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Phrase":
                for word in node.keywords:
                    if word.arg == "id" and isinstance(word.value, ast.Constant):
                        yield str(word.value.value)


def test_every_sentence_the_code_names_exists() -> None:
    used = list(used_phrases())
    assert len(used) >= 20
    assert [id_ for id_ in used if id_ not in VI.sentences] == []


# --- how to speak of a customer


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Chị Lan Q7", ("chị ấy", "chị", "em")),
        ("Anh Minh thép", ("anh ấy", "anh", "em")),
        ("Cô Sáu", ("cô ấy", "cô", "cháu")),
        ("Bác Tư", ("bác ấy", "bác", "cháu")),
        ("Em Thảo", ("em ấy", "em", "mình")),
        ("Lan Q7", ("khách", "anh/chị", "em")),
        ("Minh", ("khách", "anh/chị", "em")),
        ("Lan Anh", ("khách", "anh/chị", "em")),  # the honorific stands in front
        ("Anh Thư", ("khách", "anh/chị", "em")),  # here it belongs to the name
        ("Other Lan", ("khách", "anh/chị", "em")),
        ("", ("khách", "anh/chị", "em")),
    ],
)
def test_a_customer_is_addressed_by_the_honorific_in_the_name(
    name: str, words: tuple[str, str, str]
) -> None:
    found = VI.address_words(name)
    assert tuple(found[part] for part in NAME_PARTS) == words


@pytest.mark.parametrize(
    "name", ["CHỊ LAN", "chị lan", "  Chị   Lan ", unicodedata.normalize("NFD", "Chị Lan")]
)
def test_an_honorific_is_known_however_it_is_typed(name: str) -> None:
    assert VI.address_words(name)["customer"] == "chị ấy"


@pytest.mark.parametrize("name", ["Chị Lan", "Anh Minh", "Lan"])
def test_english_speaks_of_every_customer_the_same_way(name: str) -> None:
    assert EN.address_words(name)["customer"] == "they"


def test_the_words_of_address_stand_in_a_text() -> None:
    assert said("hỏi {customer} đi", "Chị Lan") == "hỏi chị ấy đi"


def test_a_spoken_sentence_addresses_the_customer() -> None:
    assert said("Dạ {me} chào {you} ạ", "Cô Sáu") == "Dạ cháu chào cô ạ"


@pytest.mark.parametrize(
    ("name", "begun"), [("Chị Lan", "Chị ấy hỏi"), ("Lan", "Khách hỏi"), ("Anh Minh", "Anh ấy hỏi")]
)
def test_a_text_that_begins_with_the_customer_begins_with_a_capital(name: str, begun: str) -> None:
    assert said("{customer} hỏi", name) == begun


def test_a_text_that_begins_small_stays_small() -> None:
    assert said("hỏi {customer}", "Chị Lan") == "hỏi chị ấy"


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert said("{customer} nói {customer} bận", "Chị Lan") == "Chị ấy nói chị ấy bận"


def test_a_text_without_a_customer_speaks_of_anybody() -> None:
    assert VI.written({"vi": "hỏi {customer}"}) == "hỏi khách"


def test_a_text_is_spoken_in_the_language_of_the_speech() -> None:
    assert EN.written({"vi": "hỏi", "en": "ask"}) == "ask"


def test_a_text_that_is_not_written_in_a_language_is_spoken_in_vietnamese() -> None:
    assert EN.written({"vi": "hỏi"}) == "hỏi"


# --- sentences and their facts


def test_a_fact_stands_in_its_sentence() -> None:
    assert spans("nhóm {group} à", group="8") == [("nhóm 8 à", "plain")]


def test_stars_make_bold() -> None:
    assert spans("gõ *tên* đi") == [("gõ ", "plain"), ("tên", "bold"), (" đi", "plain")]


def test_a_fact_between_stars_is_bold() -> None:
    assert spans("*{name}* hỏi", name="Lan") == [("Lan", "bold"), (" hỏi", "plain")]


@pytest.mark.parametrize("style", ["plain", "bold"])
def test_a_fact_is_never_read_as_markup(style: str) -> None:
    template = "{name}" if style == "plain" else "*{name}*"
    assert spans(template, name=TRICKY) == [(TRICKY, style)]


def test_a_fact_is_never_filled_with_another_fact() -> None:
    assert spans("{text} {name}", text="{name}", name="Lan") == [("{name} Lan", "plain")]


def test_a_text_of_the_content_is_a_fact_in_the_right_language() -> None:
    fact = Written(by_language={"vi": "tự tin", "en": "challenger"})
    assert spans("là {persona}", persona=fact) == [("là tự tin", "plain")]


def test_a_sentence_can_be_a_fact_of_another() -> None:
    inner = speech(one="vai trò {role}", role="chủ")
    line = inner.line(Phrase(id="one", facts={"role": Phrase(id="role")}))
    assert "".join(span.text for span in line) == "vai trò chủ"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (TRICKY, TRICKY),
        (Phrase(id="one", facts={"name": TRICKY}), f"khách {TRICKY}"),
        (Written(by_language={"vi": "hỏi"}), "hỏi"),
    ],
)
def test_every_kind_of_label_becomes_plain_text(label: str | Phrase | Written, text: str) -> None:
    assert speech(one="khách *{name}*").text(label) == text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id_", ["card.title", "question.header", "tips.title"])
def test_a_tricky_name_is_shown_letter_by_letter(code: str, id_: str) -> None:
    facts = {"name": TRICKY, "number": "1", "situation": "Chốt"}
    line = SPEECHES[code].line(Phrase(id=id_, facts=facts))
    assert (TRICKY, "bold") in [(span.text, span.style) for span in line]


# --- mistakes in the files


def mistakes(folder: Path, **changes: Mapping[str, object]) -> list[tuple[str, str]]:
    """The file and place of the mistakes after changes to copies of the shipped languages."""
    for code in LANGUAGES:
        data = yaml.safe_load((TEXTS / f"{code}.yaml").read_text(encoding="utf-8"))
        data.update(changes.get(code, {}))
        text = yaml.safe_dump(data, allow_unicode=True)
        (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_speeches(folder)
    return sorted((one.file.rpartition("/")[2], one.place) for one in caught.value.mistakes)


def test_a_sentence_that_is_missing_in_a_language_is_named(tmp_path: Path) -> None:
    found = mistakes(tmp_path, en={"number": {}})
    assert found == [("en.yaml", "number.out_of_range")]


def test_a_sentence_that_only_one_language_says_is_named(tmp_path: Path) -> None:
    assert mistakes(tmp_path, en={"extra": "More"}) == [("en.yaml", "extra")]


def test_a_fact_that_is_missing_in_a_language_is_named(tmp_path: Path) -> None:
    assert mistakes(tmp_path, en={"admitted": "Welcome"}) == [("en.yaml", "admitted")]


def test_a_fact_that_only_one_language_knows_is_named(tmp_path: Path) -> None:
    assert mistakes(tmp_path, en={"busy": "Wait {seconds}"}) == [("en.yaml", "busy")]


def test_all_mistakes_of_a_language_are_listed_at_once(tmp_path: Path) -> None:
    found = mistakes(tmp_path, en={"number": {}, "extra": "More", "admitted": "Welcome"})
    assert found == [
        ("en.yaml", "admitted"),
        ("en.yaml", "extra"),
        ("en.yaml", "number.out_of_range"),
    ]


def test_every_sentence_the_code_names_is_written() -> None:
    naming = re.compile(r'(?:Phrase\(\s*id=|sentences\[|say\(|notice=)"([a-z_.]+)"')
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")]
    named = {found for text in code for found in naming.findall(text)}
    assert len(named) > 30
    assert sorted(named - SPEECHES["vi"].sentences.keys()) == []
