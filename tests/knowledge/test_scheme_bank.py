"""The schemes' YAML: what it means, and every mistake in it by file, line, place and cure."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.scheme_bank import load_schemes
from knowledge.scheme_model import All, InRange, NoneOf, OneOf, SchemeBank, Subject
from loading.mistakes import Mistake
from tests.knowledge.sorting import FACTS, TIERS, schemes_folder
from tests.loading.folders import Folder, Slip, Slipped, line_of, mistakes_in, slipped

LANGUAGES = ("vi", "en")
WARM = "{fact: interest, one_of: [asked]}"
TOP = "{figure: profit, top_share: 0.05}"
RANGE = "{figure: orders, between: [2, 9]}"
CATCH_ALL = "{figure: orders, at_least: 0}"
WHEN = "classes.warm.when"
ALL = "classes.gold.when.all"


def slip(old: str, new: str, place: str, says: str, line: str = "", file: str = TIERS) -> Slip:
    """A slip in the small scheme."""
    return Slip(old=old, new=new, place=place, says=says, file=file, line_of=line)


SLIPS = {
    "a figure nobody knows": slip(
        RANGE, "{figure: order, at_least: 2}", f"{ALL}.1.figure", "orders"
    ),
    "a figure like no other": slip(
        RANGE, "{figure: wxyz, at_least: 2}", f"{ALL}.1.figure", "facts.yaml"
    ),
    "a fact nobody knows": slip(WARM, "{fact: interests, is: asked}", f"{WHEN}.fact", "interest”"),
    "an answer nobody can give": slip(
        WARM, "{fact: interest, is: yawned}", f"{WHEN}.is", "asked, not_yet"
    ),
    "one answer of two nobody can give": slip(
        WARM, "{fact: interest, one_of: [asked, yawned]}", f"{WHEN}.one_of", "yawned"
    ),
    "an answer for what is so or not": slip(
        WARM, "{fact: big_order, is: asked}", f"{WHEN}.is", "true, false"
    ),
    "a truth for an answer": slip(WARM, "{fact: interest, is: true}", f"{WHEN}.is", "asked"),
    "no list of answers": slip(WARM, "{fact: interest, one_of: asked}", f"{WHEN}.one_of", "["),
    "a figure taken for a fact": slip(WARM, "{fact: orders, is: many}", f"{WHEN}.fact", "figure:"),
    "a fact taken for a figure": slip(
        WARM, "{figure: interest, at_least: 1}", f"{WHEN}.figure", "fact: interest"
    ),
    "a date in a condition": slip(WARM, "{fact: birthday, is: x}", f"{WHEN}.fact", "date"),
    "a class without `when`": slip(
        f"    when: {WARM}\n", "", WHEN, ";", line='- id: warm\n', file=TIERS
    ),
    "two comparisons": slip(
        RANGE, "{figure: orders, at_least: 2, at_most: 9}", f"{ALL}.1", "between"
    ),
    "no comparison": slip(RANGE, "{figure: orders}", f"{ALL}.1", "at_least"),
    "neither a fact nor a figure": slip(WARM, "{}", WHEN, "figure"),
    "both a fact and a figure": slip(
        WARM, "{fact: interest, figure: orders, is: asked}", WHEN, "fact"
    ),
    "a condition that is a word": slip(WARM, "asked", WHEN, "figure"),
    "an empty list of conditions": slip(WARM, "{any: []}", f"{WHEN}.any", "any"),
    "an entry nobody knows beside the others": slip(
        WARM, "{fact: interest, is: asked, not: x}", f"{WHEN}.not", ";"
    ),
    "a range the wrong way round": slip(
        RANGE, "{figure: orders, between: [9, 2]}", f"{ALL}.1.between", "9"
    ),
    "a range of one number": slip(RANGE, "{figure: orders, between: 9}", f"{ALL}.1.between", "["),
    "a number in quotes": slip(RANGE, '{figure: orders, above: "9"}', f"{ALL}.1.above", "'9'"),
    "a truth for a number": slip(RANGE, "{figure: orders, above: yes}", f"{ALL}.1.above", "True"),
    "no number at all": slip(RANGE, "{figure: orders, above: .nan}", f"{ALL}.1.above", "nan"),
    "a figure below zero that cannot be": slip(
        RANGE, "{figure: orders, above: -1}", f"{ALL}.1.above", "-1"
    ),
    "a share in per cent": slip(TOP, "{figure: profit, top_share: 5}", f"{ALL}.0.top_share", "5"),
    "a share of nobody": slip(TOP, "{figure: profit, top_share: 0}", f"{ALL}.0.top_share", "0"),
    "a share over everybody": slip(
        TOP, "{figure: profit, share_between: [0, 1.5]}", f"{ALL}.0.share_between.1", "1.5"
    ),
    "braces that name nothing": slip(
        "{vi: đã hỏi mua,", '{vi: "đã hỏi {buying}",', "classes.warm.reason", "buying"
    ),
    "braces that name what is so or not": slip(
        "{vi: đã hỏi mua,", '{vi: "đơn lớn: {big_order}",', "classes.warm.reason", "big_order"
    ),
    "empty braces": slip(
        "{vi: đã hỏi mua,", '{vi: "đã hỏi {}",', "classes.warm.reason", "facts.yaml"
    ),
    "a reason without Vietnamese": slip(
        "{vi: đã hỏi mua, en: has asked}", "{en: has asked}", "classes.warm.reason", "vi"
    ),
    "a reason without English": slip(
        "{vi: đã hỏi mua, en: has asked}", "{vi: đã hỏi mua}", "classes.warm.reason", "en"
    ),
    "a name without English": slip("{vi: Ấm, en: Warm}", "{vi: Ấm}", "classes.warm.name", "en"),
    "a trait without Vietnamese": slip(
        "{vi: Mua rất đều, en: Buys steadily}", "{en: Buys steadily}", "classes.gold.traits.0", "vi"
    ),
    "a purpose without English": slip(
        "{vi: Để biết ai là ai, en: To know who is who}", "{vi: Để biết ai là ai}", "purpose", "en"
    ),
    "a class's id twice": slip("id: warm", "id: gold", "classes.gold", "gold"),
    "a flag with the id of a class": slip("id: ahead", "id: warm", "flags.warm", "warm"),
    "an id with a capital": slip("id: warm", "id: Warm", "classes.1.id", "Warm"),
    "another id than the file's name": slip("id: tiers", "id: tears", "id", "tiers"),
    "a colour by its name": slip('"#ff0000"', '"red"', "classes.warm.color", "red"),
    "a class that can never hold": slip(
        WARM, "{figure: orders, below: 0}", WHEN, "không bao giờ"
    ),
    "a flag that can never hold": slip(
        "when: {fact: big_order, is: true}\n    reason: {vi: bàn",
        "when: {all: [{fact: interest, is: asked}, {fact: interest, is: not_yet}]}\n"
        "    reason: {vi: bàn",
        "flags.ahead.when", "không bao giờ",
    ),
    "a class after one that takes all": slip(
        WARM, CATCH_ALL, "classes.cold.when", "đã nhận hết", line=CATCH_ALL
    ),
    "a word nobody knows in the file": slip("id: tiers", "id: tiers\nextra: 1", "extra", ";"),
    "a fact's id twice": slip("id: profit", "id: orders", "facts.orders", "orders", file=FACTS),
    "a fact without a label in English": slip(
        "{vi: Sinh nhật, en: Birthday}", "{vi: Sinh nhật}", "facts.birthday.label", "en",
        file=FACTS,
    ),
    "a kind nobody knows": slip(
        "kind: date", "kind: day", "facts.birthday.kind", "yes_no", file=FACTS
    ),
    "an answer's id twice": slip(
        "id: not_yet", "id: asked", "facts.interest.answers.asked", "asked", file=FACTS
    ),
    "a number's answer without its number": slip(
        ", value: 5}", "}", "facts.orders.answers.many.value", "value", "- {id: many", FACTS
    ),
    "a number's answer below zero": slip(
        "value: 0}", "value: -2}", "facts.orders.answers.none.value", "-2", file=FACTS
    ),
    "a choice's answer with a number": slip(
        "en: Asked}}", "en: Asked}, value: 1}", "facts.interest.answers.asked.value", "value",
        file=FACTS,
    ),
    "a date with answers": slip(
        "    kind: date\n", "    kind: date\n    answers: [{id: a, text: {vi: A, en: A}}]\n",
        "facts.birthday.answers", "date", "kind: date", FACTS,
    ),
    "one answer only": slip(
        "      - {id: none, text: {vi: Chưa mua, en: Not yet}, value: 0}\n", "",
        "facts.orders.answers", "1", "- {id: none", FACTS,
    ),
    "answers without a question": slip(
        "    below_zero: true\n",
        "    answers: [{id: a, text: {vi: A, en: A}, value: 1},"
        " {id: b, text: {vi: B, en: B}, value: 2}]\n",
        "facts.profit.answers", "question", file=FACTS,
    ),
}  # fmt: skip

# Slips of which the mistake stands elsewhere than the edit: the line is not compared.
MOVED = {
    "a class without `when`",
    "a class after one that takes all",
    "a fact's id twice",
    "a date with answers",
    "answers without a question",
    "a word nobody knows in the file",
}
# Slips that leave a second mistake behind.
DOUBLE = {"a fact's id twice"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """One scheme without a mistake."""
    return schemes_folder(tmp_path)


def after(name: str) -> Slipped:
    """What is found in the small scheme after the slip of that name."""
    return slipped(SLIPS[name], schemes_folder, load_schemes)


def mistakes(folder: Folder) -> tuple[Mistake, ...]:
    """All mistakes of a folder; the test fails if it has none."""
    return mistakes_in(load_schemes, folder.root)


def bank(folder: Folder) -> SchemeBank:
    """What the folder means."""
    return load_schemes(folder.root)


# --- what it means


def test_a_folder_without_a_mistake_is_read(folder: Folder) -> None:
    found = bank(folder)
    assert [one.id for one in found.schemes] == ["tiers"]
    assert list(found.facts) == ["orders", "profit", "interest", "big_order", "birthday"]


def test_classes_keep_the_order_in_which_they_are_tried(folder: Folder) -> None:
    (tiers,) = bank(folder).schemes
    assert [one.id for one in tiers.classes] == ["gold", "warm", "cold"]


def test_conditions_mean_what_they_say(folder: Folder) -> None:
    (tiers,) = bank(folder).schemes
    assert tiers.classes[0].when == All(
        parts=(
            InRange(subject=Subject(fact="profit", share=True), high=0.05),
            InRange(subject=Subject(fact="orders"), low=2, high=9),
            NoneOf(parts=(OneOf(subject=Subject(fact="big_order"), wanted=frozenset({True})),)),
        )
    )


@pytest.mark.parametrize(
    ("raw", "inside", "outside"),
    [
        ("at_least: 3", 3, 2),
        ("at_most: 3", 3, 4),
        ("above: 3", 4, 3),
        ("below: 3", 2, 3),
        ("between: [3, 5]", 5, 6),
        ("between: [3, 5]", 3, 2),
        ("share_between: [0, 0.5]", 0.5, 0.51),
    ],
)
def test_a_comparison_includes_its_ends_as_it_says(
    folder: Folder, raw: str, inside: float, outside: float
) -> None:
    folder.edit(TIERS, WARM, f"{{figure: orders, {raw}}}")
    when = bank(folder).schemes[0].classes[1].when
    assert isinstance(when, InRange)
    assert (when.holds(inside), when.holds(outside)) == (True, False)


def test_a_fact_may_be_asked_to_be_not_so(folder: Folder) -> None:
    folder.edit(TIERS, WARM, "{fact: big_order, is: false}")
    assert bank(folder).schemes[0].classes[1].when == OneOf(
        subject=Subject(fact="big_order"), wanted=frozenset({False})
    )


def test_a_scheme_knows_the_facts_it_uses_in_their_order(folder: Folder) -> None:
    (tiers,) = bank(folder).schemes
    assert list(tiers.facts) == ["profit", "orders", "big_order", "interest"]


def test_a_scheme_without_flags_is_read(folder: Folder) -> None:
    text = folder.read(TIERS)
    folder.write(TIERS, text[: text.index("flags:")])
    assert bank(folder).schemes[0].flags == ()


def test_schemes_and_their_parts_are_found_by_id(folder: Folder) -> None:
    found = bank(folder)
    tiers = found.scheme("tiers")
    assert tiers is not None
    assert (tiers.class_of("warm"), tiers.flag_of("ahead")) == (tiers.classes[1], tiers.flags[0])


def test_an_id_the_content_no_longer_has_is_none(folder: Folder) -> None:
    found = bank(folder)
    (tiers,) = found.schemes
    assert [found.scheme("gone"), tiers.class_of("gone"), tiers.flag_of("gone")] == [None] * 3


# --- mistakes


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_the_one_mistake_with_its_place(name: str) -> None:
    found = after(name)
    places = [(one.file, one.place) for one in found.mistakes]
    assert (found.file, found.place) in places
    assert len(places) == 1 or name in DOUBLE


@pytest.mark.parametrize("name", [name for name in SLIPS if name not in MOVED])
def test_a_slip_is_found_in_its_line(name: str) -> None:
    found = after(name)
    assert [one.line for one in found.mistakes] == [found.line]


@pytest.mark.parametrize("name", SLIPS)
def test_every_mistake_has_a_line(name: str) -> None:
    assert all(one.line for one in after(name).mistakes)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_explained(name: str) -> None:
    found = after(name)
    assert found.says in " ".join(found.sentences("vi"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_comes_with_its_cure(name: str, language: str) -> None:
    for said in after(name).sentences(language):
        assert len(said.rpartition("; ")[2].split()) >= 2


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_not_said_in_the_same_words_in_every_language(name: str) -> None:
    found = after(name)
    assert found.sentences("vi") != found.sentences("en")


def test_all_mistakes_of_all_files_are_listed_at_once(folder: Folder) -> None:
    folder.edit(FACTS, "kind: date", "kind: day")
    folder.edit(TIERS, WARM, "{fact: interest, is: yawned}")
    folder.edit(TIERS, RANGE, "{figure: order, between: [9, 2]}")
    folder.edit(TIERS, "{vi: Lạnh, en: Cold}", "{vi: Lạnh}")
    folder.edit(TIERS, '"#00ff00"', '"green"')
    folder.write("schemes/other.yaml", "id: other")
    found = {f"{one.file.rpartition('/')[2]} {one.place}" for one in mistakes(folder)}
    assert found >= {
        "facts.yaml facts.birthday.kind",
        f"tiers.yaml {WHEN}.is",
        f"tiers.yaml {ALL}.1.figure",
        "tiers.yaml classes.cold.name",
        "tiers.yaml flags.ahead.color",
        "other.yaml name",
        "other.yaml classes",
    }


def test_two_mistakes_in_one_condition_are_both_listed(folder: Folder) -> None:
    folder.edit(TIERS, TOP, "{figure: profit, top_share: 5}")
    folder.edit(TIERS, RANGE, "{figure: orders, between: [9, 2]}")
    assert [one.place for one in mistakes(folder)] == [f"{ALL}.0.top_share", f"{ALL}.1.between"]


def test_a_fact_with_a_mistake_is_not_called_unknown(folder: Folder) -> None:
    folder.edit(FACTS, "{vi: Quan tâm, en: Interest}", "{vi: Quan tâm}")
    assert [one.place for one in mistakes(folder)] == ["facts.interest.label"]


@pytest.mark.parametrize("text", ["", "facts: [", "facts: 3", "facts:\n  - {kind: date}\n"])
def test_unreadable_facts_do_not_make_the_schemes_look_wrong(folder: Folder, text: str) -> None:
    folder.write(FACTS, text)
    assert {one.file for one in mistakes(folder)} == {folder.shown(FACTS)}


def test_missing_facts_are_named(folder: Folder) -> None:
    folder.remove(FACTS)
    assert [(one.file, one.kind) for one in mistakes(folder)] == [
        (folder.shown(FACTS), "file_missing")
    ]


def test_a_folder_without_schemes_is_named(folder: Folder) -> None:
    folder.remove(TIERS)
    (found,) = mistakes(folder)
    assert found.file == folder.shown("schemes")


def test_a_condition_within_conditions_without_end_is_refused(folder: Folder) -> None:
    folder.edit(TIERS, WARM, "{all: [" * 100 + WARM + "]}" * 100)
    assert len(mistakes(folder)) == 1


def nonsense() -> Iterator[str]:
    """Conditions that are no conditions."""
    yield from ("3", "[]", "null", "[[x]]", "{1: 2}", "{all: 3}", "{all: {a: 1}}", "{any: [null]}")
    yield from ("{figure: [x], above: 1}", "{fact: 3, is: 1}", "{fact: interest, one_of: [[a]]}")
    yield from ("{fact: interest, is: {a: 1}}", "{figure: orders, between: [1, x]}")
    yield from ("{figure: orders, above: .inf}", "{figure: orders, between: [1, 2, 3]}")
    yield from ("{fact: interest, is: null}", "{figure: null, above: 1}", "{1: 2, fact: interest}")


@pytest.mark.parametrize("raw", list(nonsense()))
def test_nonsense_in_a_condition_is_a_mistake_in_its_line(folder: Folder, raw: str) -> None:
    line = line_of(folder.read(TIERS), WARM)
    folder.edit(TIERS, WARM, raw)
    found = mistakes(folder)
    assert {(one.file, one.line) for one in found} == {(folder.shown(TIERS), line)}
