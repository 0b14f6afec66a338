"""The bank: what its YAML means, and every mistake in it by file, line and place."""

import re
from pathlib import Path

import numpy as np
import pytest

from loading.mistakes import ContentError, Mistake
from personas.bank import load_bank
from personas.model import Bank
from tests.loading.folders import (
    PACE,
    PACE_TEXT,
    PERSONAS,
    PRICE,
    PRICE_TEXT,
    Folder,
    Slip,
    Slipped,
    bank_folder,
    line_of,
    mistakes_in,
    slipped,
)

LANGUAGES = ("vi", "en")
FIVE_MORE = "".join(
    f"""\
      - id: more_{at}
        text: {{vi: Thêm {at}, en: More {at}}}
        seen: {{vi: đã thêm {at}, en: added more {at}}}
"""
    for at in range(3)
)
NOTHING = """\
      - id: nothing
        text: {vi: Ngồi yên, en: Sat still}
        seen: {vi: chỉ ngồi yên, en: just sat still}
"""
SEVEN_WORDS = "một hai ba bốn năm sáu bảy"
RAISING = ["2026-13-45", '!!int "x"', "&a [*a]"]
TWELVE_LONG_WORDS = "nghiêng " * 11 + "nghiêng"
SEVENTEEN_WORDS = "ai " * 16 + "ai"

SLIPS = {
    "a quote that ends too soon": Slip(
        old="vi: Ngồi yên", new='vi: "Ngồi" yên', place="", says="YAML"
    ),
    "a key twice": Slip(
        old="        base: 0.3", new="        base: 0.3\n        base: 0.4", place="", says="base",
        line_of="      - id: nothing",
    ),
    "a group twice": Slip(old="{8: 2, 3: 1, 2: -1}", new="{8: 2, 3: 1, 8: -1}", place="", says="8"),
    "a field that is missing": Slip(
        old="    seen: {vi: hỏi thăm trước, en: chatted at first}\n    ",
        new="", place="questions.pace_first.answers.chat.seen", says=";",
        line_of="id: chat",
    ),
    "a topic that is missing": Slip(old="topic: pace\n", new="", place="topic", says=";"),
    "a key nobody knows": Slip(
        old="base: 0.3", new="bass: 0.3", place="questions.pace_first.answers.chat.bass", says=";"
    ),
    "no, which YAML reads as false": Slip(
        old="vi: Ngồi yên", new="vi: no",
        place="questions.pace_first.answers.nothing.text.vi", says="False",
    ),
    "on, which YAML reads as true": Slip(
        old="en: Evenly", new="en: on",
        place="questions.pace_speed.answers.even.text.en", says="True",
    ),
    "1.0, which YAML reads as a number": Slip(
        old="en: Evenly", new="en: 1.0",
        place="questions.pace_speed.answers.even.text.en", says="1.0",
    ),
    "an id that YAML reads as a truth": Slip(
        old="id: fast", new="id: on", place="questions.pace_speed.answers.2.id", says="True"
    ),
    "a text without words": Slip(
        old="vi: Ngồi yên", new="vi: ~",
        place="questions.pace_first.answers.nothing.text.vi", says="None",
    ),
    "an id with a capital": Slip(
        old="id: fast", new="id: Fast", place="questions.pace_speed.answers.2.id", says="Fast"
    ),
    "an id with a hyphen": Slip(
        old="id: pace_first", new="id: pace-first", place="questions.0.id", says="pace-first"
    ),
    "an answer's id with 17 characters": Slip(
        old="id: fast", new="id: abcdefghijklmnopq",
        place="questions.pace_speed.answers.2.id", says="16",
    ),
    "a question's id with 25 characters": Slip(
        old="id: pace_first", new="id: abcdefghijklmnopqrstuvwxy", place="questions.0.id", says="24"
    ),
    "a label of 31 characters": Slip(
        old="vi: Ngồi yên", new="vi: Nghiêng nghiêng ngả ngả nghiêng",
        place="questions.pace_first.answers.nothing.text", says="31",
    ),
    "a label of seven words": Slip(
        old="vi: Ngồi yên", new=f"vi: {SEVEN_WORDS}",
        place="questions.pace_first.answers.nothing.text", says="7",
    ),
    "a reason of one word": Slip(
        old="vi: chỉ ngồi yên", new="vi: ngồi",
        place="questions.pace_first.answers.nothing.seen", says="1",
    ),
    "a reason that is too long": Slip(
        old="vi: chỉ ngồi yên", new=f"vi: {TWELVE_LONG_WORDS}",
        place="questions.pace_first.answers.nothing.seen", says="95",
    ),
    "a question of three words": Slip(
        old="Khách nói nhanh hay chậm?", new="Nhanh hay chậm?",
        place="questions.pace_speed.text", says="3",
    ),
    "a question of seventeen words": Slip(
        old="How fast did they speak?", new=SEVENTEEN_WORDS,
        place="questions.pace_speed.text", says="17",
    ),
    "a language that is missing": Slip(
        old="{vi: Ngồi yên, en: Sat still}", new="{vi: Ngồi yên}",
        place="questions.pace_first.answers.nothing.text", says="en",
    ),
    "a language that is blank": Slip(
        old="en: Sat still", new='en: "  "',
        place="questions.pace_first.answers.nothing.text", says="en",
    ),
    "a word of address that only a spoken sentence may hold": Slip(
        old="{customer}", new="{you}", place="questions.pace_first.text", says="{you}"
    ),
    "a word of address in English": Slip(
        old="What did they do first?", new="What did {customer} do first?",
        place="questions.pace_first.text", says="{customer}",
    ),
    "a brace that is not closed": Slip(
        old="{customer}", new="{customer", place="questions.pace_first.text", says="{customer"
    ),
    "a brace alone": Slip(
        old="{customer}", new="customer}", place="questions.pace_first.text", says="}"
    ),
    "a weight of three": Slip(
        old="8: 2, 3: 1", new="8: 3, 3: 1",
        place="questions.pace_first.answers.business.weights.8", says="3",
    ),
    "a weight of minus three": Slip(
        old="2: -1", new="2: -3", place="questions.pace_first.answers.business.weights.2", says="-3"
    ),
    "half a weight": Slip(
        old="8: 2, 3: 1", new="8: 1.5, 3: 1",
        place="questions.pace_first.answers.business.weights.8", says="1.5",
    ),
    "a weight written 1.0": Slip(
        old="8: 2, 3: 1", new="8: 1.0, 3: 1",
        place="questions.pace_first.answers.business.weights.8", says="1.0",
    ),
    "a weight that is a truth": Slip(
        old="8: 2, 3: 1", new="8: yes, 3: 1",
        place="questions.pace_first.answers.business.weights.8", says="True",
    ),
    "a weight for a tenth group": Slip(
        old="8: 2, 3: 1", new="10: 2, 3: 1",
        place="questions.pace_first.answers.business.weights.10", says="10",
    ),
    "a scale out of range": Slip(
        old="7: 2", new="7: 4", place="questions.pace_speed.scale.7", says="4"
    ),
    "half a step on a scale": Slip(
        old="7: 2", new="7: 0.5", place="questions.pace_speed.scale.7", says="0.5"
    ),
    "a base that is too large": Slip(
        old="base: 0.3", new="base: 2.5", place="questions.pace_first.answers.chat.base", says="2.5"
    ),
    "a base in quotes": Slip(
        old="base: 0.3", new='base: "0.3"',
        place="questions.pace_first.answers.chat.base", says="'0.3'",
    ),
    "a base that is no number": Slip(
        old="base: 0.3", new="base: .nan",
        place="questions.pace_first.answers.chat.base", says="nan",
    ),
    "two answers": Slip(
        old=NOTHING, new="",
        place="questions.pace_first.answers", says=";", line_of="      - id: business",
    ),
    "six answers": Slip(
        old=NOTHING, new=NOTHING + FIVE_MORE, place="questions.pace_first.answers", says=";",
        line_of="      - id: business",
    ),
    "weights beside a scale": Slip(
        old="en: spoke slowly}", new="en: spoke slowly}\n        weights: {1: 1}",
        place="questions.pace_speed", says="scale", line_of="id: pace_speed",
    ),
    "neither weights nor a scale": Slip(
        old="    scale: {7: 2, 3: 1, 9: -1}\n", new="", place="questions.pace_speed", says="scale",
        line_of="id: pace_speed",
    ),
    "a probing rule nobody knows": Slip(
        old="probe: [R3]", new="probe: [R4]",
        place="questions.price_heard.probe.0", says=";", file=PRICE,
    ),
    "a moment nobody knows": Slip(
        old="probe: [R3]", new="moment: never",
        place="questions.price_heard.moment", says=";", file=PRICE,
    ),
    "a list where a mapping belongs": Slip(
        old="{7: 2, 3: 1, 9: -1}", new="[7, 3, 9]", place="questions.pace_speed.scale", says=";"
    ),
    "words where answers belong": Slip(
        old="{vi: nói đều đều, en: spoke evenly}", new="đều đều",
        place="questions.pace_speed.answers.even.seen", says=";",
    ),
    "a topic that is not the file's name": Slip(
        old="topic: pace", new="topic: speed", place="topic", says="pace"
    ),
    "a question's id twice in a file": Slip(
        old="id: pace_speed", new="id: pace_first", place="questions.pace_first", says="pace_first"
    ),
    "a question's id in another file": Slip(
        old="id: price_heard", new="id: pace_first", place="questions.pace_first",
        says="pace_first", file=PRICE,
    ),
    "an answer's id twice in a question": Slip(
        old="id: chat", new="id: business", place="questions.pace_first.answers.business",
        says="business",
    ),
    "an answer that claims too much for one group": Slip(
        old="weights: {9: 1}", new="weights: {9: 2, 1: -2, 5: -2, 7: -2}",
        place="questions.price_heard.answers.silent", says="3.5", file=PRICE, line_of="id: silent",
    ),
    "a line break in a text": Slip(
        old="vi: Ngồi yên", new='vi: "Ngồi\\nyên"',
        place="questions.pace_first.answers.nothing.text", says="vi",
    ),
    "a language of capitals": Slip(
        old="en: Sat still", new="en: Sat still, EN: Sat still",
        place="questions.pace_first.answers.nothing.text", says="EN",
    ),
}  # fmt: skip

# A slip that is three mistakes: two entries have the same group, and another has none.
WIDE_SLIPS = {
    "a group that stands twice": Slip(
        old="group: 4", new="group: 5", place="personas.3", says="5", file=PERSONAS
    ),
}  # fmt: skip
ALL_SLIPS = {**SLIPS, **WIDE_SLIPS}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A bank without a mistake."""
    return bank_folder(tmp_path)


def after(name: str) -> Slipped:
    """What is found in the small bank after the slip of that name."""
    return slipped(ALL_SLIPS[name], bank_folder, load_bank)


def bank_mistakes(folder: Folder) -> tuple[Mistake, ...]:
    """All mistakes of a bank; the test fails if it has none."""
    return mistakes_in(load_bank, folder.root)


def loaded(folder: Folder) -> Bank:
    """The bank of a folder."""
    return load_bank(folder.root)


def test_a_bank_without_a_mistake_is_read(folder: Folder) -> None:
    assert [one.id for one in loaded(folder).questions] == [
        "price_heard",
        "pace_first",
        "pace_speed",
    ]


def test_questions_of_the_probing_rules_come_first_and_in_their_order(folder: Folder) -> None:
    folder.edit(PACE, "id: pace_speed", "id: pace_speed\n    probe: [R1, R2]")
    assert [one.id for one in loaded(folder).questions] == [
        "pace_speed",
        "price_heard",
        "pace_first",
    ]


def test_a_question_knows_its_topic(folder: Folder) -> None:
    assert loaded(folder).by_id["pace_first"].topic == "pace"


def test_a_text_is_kept_in_both_languages(folder: Folder) -> None:
    text = loaded(folder).by_id["pace_first"].answers[0].text
    assert (text["vi"], text["en"]) == ("Vào việc luôn", "Went to business")


def test_a_group_without_a_weight_has_none(folder: Folder) -> None:
    assert loaded(folder).by_id["pace_first"].answers[0].weights == {8: 2, 3: 1, 2: -1}


def test_a_base_is_kept(folder: Folder) -> None:
    assert [one.base for one in loaded(folder).by_id["pace_first"].answers] == [0, 0.3, 0]


def test_the_last_answer_of_a_scale_gets_its_weights(folder: Folder) -> None:
    assert loaded(folder).by_id["pace_speed"].answers[-1].weights == {7: 2, 3: 1, 9: -1}


def test_the_first_answer_of_a_scale_gets_the_opposite_weights(folder: Folder) -> None:
    assert loaded(folder).by_id["pace_speed"].answers[0].weights == {7: -2, 3: -1, 9: 1}


@pytest.mark.parametrize(("count", "steps"), [(3, [-2, 0, 2]), (5, [-2, -1, 0, 1, 2])])
def test_a_scale_goes_in_even_steps(folder: Folder, count: int, steps: list[float]) -> None:
    if count == 5:
        folder.write(PACE, folder.read(PACE) + "".join(FIVE_MORE.splitlines(keepends=True)[:6]))
    weights = [one.weights[7] for one in loaded(folder).by_id["pace_speed"].answers]
    assert weights == pytest.approx(steps)


def test_the_ends_of_a_scale_are_mirror_images(folder: Folder) -> None:
    first, _, last = (dict(one.weights) for one in loaded(folder).by_id["pace_speed"].answers)
    assert {group: -weight for group, weight in last.items()} == first


def test_a_bank_has_a_persona_for_every_group(folder: Folder) -> None:
    assert sorted(loaded(folder).personas) == list(range(1, 10))


def test_a_question_that_is_not_there_is_none(folder: Folder) -> None:
    assert loaded(folder).question("gone") is None


def test_an_answer_that_is_not_there_is_none(folder: Folder) -> None:
    assert loaded(folder).by_id["pace_first"].answer("gone") is None


def test_the_shipped_bank_has_no_mistake() -> None:
    assert np.isfinite(load_bank().questions[0].likelihood()).all()


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_the_one_mistake_with_its_line_and_place(name: str) -> None:
    found = after(name)
    places = [(one.file, one.line, one.place) for one in found.mistakes]
    assert places == [(found.file, found.line, found.place)]


@pytest.mark.parametrize("name", WIDE_SLIPS)
def test_a_wide_slip_is_named_with_its_file_line_and_place(name: str) -> None:
    found = after(name)
    places = [(one.file, one.line, one.place) for one in found.mistakes]
    assert (found.file, found.line, found.place) in places
    assert len(places) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_is_explained_in_every_language(name: str, language: str) -> None:
    found = after(name)
    assert found.says in " ".join(found.sentences(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_comes_with_its_cure(name: str, language: str) -> None:
    for said in after(name).sentences(language):
        assert len(said.rpartition("; ")[2].split()) >= 2


@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_is_not_said_in_the_same_words_in_every_language(name: str) -> None:
    found = after(name)
    assert found.sentences("vi") != found.sentences("en")


def test_a_persona_that_is_missing_is_named(folder: Folder) -> None:
    folder.edit(PERSONAS, "group: 4", "group: 5")
    said = " ".join(one.sentence("en") for one in bank_mistakes(folder))
    assert "group 4" in said


def test_a_group_that_stands_twice_is_named_at_both_places(folder: Folder) -> None:
    lines = [line_of(folder.read(PERSONAS), f"group: {group}") for group in (4, 5)]
    folder.edit(PERSONAS, "group: 4", "group: 5")
    found = [
        (one.line, one.place, one.facts)
        for one in bank_mistakes(folder)
        if one.kind == "duplicate_id"
    ]
    places = ["personas.3", "personas.4"]
    assert found == [(*at, {"got": 5}) for at in zip(lines, places, strict=True)]


def test_a_persona_with_a_mistake_does_not_count_as_missing(folder: Folder) -> None:
    folder.edit(PERSONAS, "short: {vi: số 3, en: number 3}", "short: {vi: số 3, en: 3}")
    said = " ".join(one.sentence("en") for one in bank_mistakes(folder))
    assert re.findall(r"group (\d)", said) == []


def test_a_persona_that_is_not_there_is_named(folder: Folder) -> None:
    folder.edit(PERSONAS, "group: 3", "group: 4")
    said = " ".join(one.sentence("en") for one in bank_mistakes(folder))
    assert re.findall(r"group (\d)", said) == ["3"]


def test_an_answer_may_favour_a_group_only_so_much_against_its_best_rival(folder: Folder) -> None:
    against_all = ", ".join(f"{group}: -1" for group in range(1, 9))
    folder.edit(PRICE, "weights: {9: 1}", f"weights: {{9: 2, {against_all}}}")
    folder.edit(PRICE, "weights: {7: 2}", "weights: {9: -2}")
    folder.edit(PRICE, "weights: {5: 2}", "weights: {9: -2}")
    places = {one.place for one in bank_mistakes(folder)}
    assert places == {"questions.price_heard.answers.silent"}


def test_an_answer_may_favour_a_group_only_so_much_against_the_worst(folder: Folder) -> None:
    folder.edit(PRICE, "weights: {9: 1}", "weights: {9: 2, 8: 2, 5: -2}")
    places = {one.place for one in bank_mistakes(folder)}
    assert places == {"questions.price_heard.answers.silent"}


def test_a_missing_file_is_named(folder: Folder) -> None:
    folder.remove(PERSONAS)
    found = [(one.file, one.kind) for one in bank_mistakes(folder)]
    assert found == [(folder.shown(PERSONAS), "file_missing")]


def test_a_file_that_is_not_utf_8_is_named(folder: Folder) -> None:
    (folder.root / PACE).write_bytes(PACE_TEXT.encode("utf-16"))
    found = [(one.file, one.kind) for one in bank_mistakes(folder)]
    assert found == [(folder.shown(PACE), "not_utf8")]


@pytest.mark.parametrize("name", [PERSONAS, PACE])
def test_a_folder_in_the_place_of_a_file_is_named(folder: Folder, name: str) -> None:
    folder.remove(name)
    (folder.root / name).mkdir()
    found = [(one.file, one.kind) for one in bank_mistakes(folder)]
    assert found == [(folder.shown(name), "file_closed")]


def test_a_bank_without_files_of_questions_is_a_mistake(folder: Folder) -> None:
    folder.remove(PACE)
    folder.remove(PRICE)
    found = [(one.file, one.kind) for one in bank_mistakes(folder)]
    assert found == [("questions/*.yaml", "file_missing")]


def test_a_folder_without_anything_misses_both_personas_and_questions(tmp_path: Path) -> None:
    found = [(one.file.rpartition("/")[2], one.kind) for one in mistakes_in(load_bank, tmp_path)]
    assert found == [("personas.yaml", "file_missing"), ("*.yaml", "file_missing")]


@pytest.mark.parametrize("value", RAISING)
def test_a_value_that_yaml_cannot_make_is_one_mistake_of_its_file(
    folder: Folder, value: str
) -> None:
    folder.edit(PACE, "vi: Ngồi yên", f"vi: {value}")
    found = [(one.file, one.kind) for one in bank_mistakes(folder)]
    assert found == [(folder.shown(PACE), "yaml_syntax")]


@pytest.mark.parametrize("value", ["Ngồi\n          yên", '"Ngồi\n          yên"'])
def test_a_text_that_yaml_folds_into_one_line_is_read(folder: Folder, value: str) -> None:
    folder.edit(PACE, "vi: Ngồi yên", f"vi: {value}")
    assert loaded(folder).by_id["pace_first"].answers[2].text["vi"] == "Ngồi yên"


def test_a_text_that_yaml_keeps_on_two_lines_is_named(folder: Folder) -> None:
    folder.edit(
        PACE,
        "text: {vi: Ngồi yên, en: Sat still}",
        "text:\n          en: Sat still\n          vi: |-\n            Ngồi\n            yên",
    )
    found = [(one.place, one.kind) for one in bank_mistakes(folder)]
    assert found == [("questions.pace_first.answers.nothing.text", "text")]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]", "hello", "1", "topic: pace"])
def test_a_file_without_its_parts_is_named(folder: Folder, text: str) -> None:
    folder.write(PACE, text)
    assert {one.file for one in bank_mistakes(folder)} == {folder.shown(PACE)}


def test_all_mistakes_of_all_files_are_listed_at_once(folder: Folder) -> None:
    folder.edit(PERSONAS, "short: {vi: số 3, en: number 3}", "short: {vi: số 3, en: 3}")
    folder.edit(PERSONAS, "    avoid: {vi: tránh điều 6, en: avoid thing 6}\n", "")
    folder.edit(PACE, "vi: Ngồi yên", "vi: no")
    folder.edit(PACE, "base: 0.3", "bass: 0.3")
    folder.edit(PACE, "{customer}", "{me}")
    folder.edit(PACE, "7: 2", "7: 4")
    folder.edit(PACE, "id: fast", "id: FAST")
    folder.edit(PRICE, "topic: price", "topic: [price")
    folder.write("questions/risk.yaml", PRICE_TEXT.replace("{5: 2}", "{5: 2, 6: -2, 7: -2}"))
    found = {(one.file.rpartition("/")[2], one.place) for one in bank_mistakes(folder)}
    assert found == {
        ("personas.yaml", "personas.2.short.en"),
        ("personas.yaml", "personas.5.avoid"),
        ("pace.yaml", "questions.pace_first.answers.nothing.text.vi"),
        ("pace.yaml", "questions.pace_first.answers.chat.bass"),
        ("pace.yaml", "questions.pace_first.text"),
        ("pace.yaml", "questions.pace_speed.scale.7"),
        ("pace.yaml", "questions.pace_speed.answers.2.id"),
        ("price.yaml", ""),
        ("risk.yaml", "topic"),
        ("risk.yaml", "questions.price_heard.answers.counted"),
    }


def test_a_mistake_in_one_question_hides_nothing_in_the_others(folder: Folder) -> None:
    folder.edit(PACE, "topic: pace", "topic: speed")
    folder.edit(PACE, "base: 0.3", "bass: 0.3")
    folder.edit(PACE, "id: slow", "id: even")
    heard = PRICE_TEXT.partition("questions:\n")[2]
    too_much = heard.replace("{9: 1}", "{9: 2, 1: -2, 5: -2, 7: -2}")
    folder.write(PACE, folder.read(PACE) + heard + too_much)
    assert [(one.file, one.place) for one in bank_mistakes(folder)] == [
        (folder.shown(PACE), "topic"),
        (folder.shown(PACE), "questions.pace_first.answers.chat.bass"),
        (folder.shown(PACE), "questions.pace_speed.answers.even"),
        (folder.shown(PACE), "questions.price_heard"),
        (folder.shown(PACE), "questions.price_heard.answers.silent"),
        (folder.shown(PRICE), "questions.price_heard"),
    ]


def test_every_mistake_of_one_question_is_listed_at_once(folder: Folder) -> None:
    folder.edit(PACE, "vi: Ngồi yên", "vi: no")
    folder.edit(PACE, "base: 0.3", "bass: 0.3")
    folder.edit(PACE, "8: 2, 3: 1", "8: 3, 3: 1")
    places = {one.place.removeprefix("questions.pace_first.") for one in bank_mistakes(folder)}
    assert places == {"answers.nothing.text.vi", "answers.chat.bass", "answers.business.weights.8"}


def test_a_question_without_an_id_is_named_by_its_index(folder: Folder) -> None:
    folder.edit(PACE, "id: pace_speed", "moment: first")
    folder.edit(PACE, "id: fast", "base: 0")
    places = {one.place for one in bank_mistakes(folder)}
    assert places == {"questions.1.id", "questions.1.answers.2.id"}


def test_the_error_lists_every_mistake_on_a_line_of_its_own(folder: Folder) -> None:
    folder.edit(PACE, "vi: Ngồi yên", "vi: no")
    folder.edit(PACE, "base: 0.3", "bass: 0.3")
    with pytest.raises(ContentError) as caught:
        load_bank(folder.root)
    said = [mistake.sentence("en") for mistake in caught.value.mistakes]
    assert str(caught.value).splitlines() == said
