"""The handbook: what its YAML means, and every mistake in it by file, line and place."""

from pathlib import Path

import pytest

from knowledge.handbook import load_handbook
from loading.mistakes import Mistake
from tests.loading.folders import (
    PRINCIPLES,
    PRINCIPLES_TEXT,
    SITUATIONS,
    Folder,
    Slip,
    Slipped,
    handbook_folder,
    line_of,
    mistakes_in,
    playbook,
    slipped,
)

LANGUAGES = ("vi", "en")
GROUP_4 = playbook(4)
PRICE_OF_4 = '      - {vi: "Nghe price 4", en: "Hear price 4"}\n'
SEVENTEEN_WORDS = "ai " * 16 + "ai"

SLIPS = {
    "one thing to do": Slip(
        old=PRICE_OF_4, new="", place="situations.price.do", says=";", file=GROUP_4,
        line_of='      - {vi: "Hỏi price 4"',
    ),
    "four things to do": Slip(
        old=PRICE_OF_4, new=3 * PRICE_OF_4, place="situations.price.do", says=";", file=GROUP_4,
        line_of='      - {vi: "Hỏi price 4"',
    ),
    "a thing to do of 17 words": Slip(
        old="Nghe price 4", new=SEVENTEEN_WORDS, place="situations.price.do.1", says="17",
        file=GROUP_4,
    ),
    "a word of address in a thing to do": Slip(
        old="Nghe price 4", new="Nghe {you} nói", place="situations.price.do.1", says="{you}",
        file=GROUP_4,
    ),
    "the customer spoken of to their face": Slip(
        old="Dạ {me} chào {you} ạ, price 4", new="Dạ {me} chào {customer} ạ",
        place="situations.price.say", says="{customer}", file=GROUP_4,
    ),
    "nothing to avoid": Slip(
        old="    avoid: {vi: Giục price 4, en: Rushing price 4}\n", new="",
        place="situations.price.avoid", says=";", file=GROUP_4,
        line_of='    do:\n      - {vi: "Hỏi price 4"',
    ),
    "a third field nobody knows": Slip(
        old="    avoid: {vi: Giục price 4", new="    avid: 1\n    avoid: {vi: Giục price 4",
        place="situations.price.avid", says=";", file=GROUP_4,
    ),
    "a category nobody knows": Slip(
        old="categories: [all]", new="categories: [everyone]",
        place="principles.listen_first.categories.0", says="all", file=PRINCIPLES,
    ),
    "a tenth group": Slip(
        old="groups: [2, 4]", new="groups: [2, 10]",
        place="principles.listen_first.groups.1", says="10", file=PRINCIPLES,
    ),
    "a principle of one word": Slip(
        old="Đừng giục khách", new="Đừng",
        place="principles.no_rush.text", says="1", file=PRINCIPLES,
    ),
    "a principle for no situation": Slip(
        old="situations: [opening]", new="situations: []",
        place="principles.listen_first.situations", says=";", file=PRINCIPLES,
    ),
    "a text that YAML reads as a truth": Slip(
        old="vi: Giục price 4", new="vi: no", place="situations.price.avoid.vi", says="False",
        file=GROUP_4,
    ),
    "another group than the file's": Slip(
        old="group: 4", new="group: 5", place="group", says="4", file=GROUP_4
    ),
    "a principle for a situation nobody knows": Slip(
        old="situations: [opening, price]", new="situations: [opening, prize]",
        place="principles.no_rush.situations", says="prize", file=PRINCIPLES,
    ),
    "a principle's id twice": Slip(
        old="id: no_rush", new="id: listen_first", place="principles.listen_first",
        says="listen_first", file=PRINCIPLES,
    ),
    "a control character in a text": Slip(
        old="vi: Giục price 4", new='vi: "Giục\\tprice"', place="situations.price.avoid",
        says="vi", file=GROUP_4,
    ),
    "a language of three letters": Slip(
        old="en: Rushing price 4", new="en: Rushing price 4, eng: Rushing them",
        place="situations.price.avoid", says="eng", file=GROUP_4,
    ),
}  # fmt: skip

# Slips that are two mistakes: a cell under a wrong name is missing under the right one.
WIDE_SLIPS = {
    "a cell that is missing": Slip(
        old="  price:", new="  opening_2:", place="situations.price", says=";", file=GROUP_4,
        line_of="  opening:",
    ),
    "a cell for a situation nobody knows": Slip(
        old="  price:", new="  prize:", place="situations.prize", says="prize", file=GROUP_4,
        line_of='    do:\n      - {vi: "Hỏi price 4"',
    ),
}  # fmt: skip
ALL_SLIPS = {**SLIPS, **WIDE_SLIPS}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A handbook without a mistake."""
    return handbook_folder(tmp_path)


def after(name: str) -> Slipped:
    """What is found in the small handbook after the slip of that name."""
    return slipped(ALL_SLIPS[name], handbook_folder, load_handbook)


def mistakes(folder: Folder) -> tuple[Mistake, ...]:
    """All mistakes of a handbook; the test fails if it has none."""
    return mistakes_in(load_handbook, folder.root)


def test_a_handbook_without_a_mistake_is_read(folder: Folder) -> None:
    assert len(load_handbook(folder.root).tips) == 18


def test_situations_keep_the_order_of_a_sale(folder: Folder) -> None:
    assert [one.id for one in load_handbook(folder.root).situations] == ["opening", "price"]


def test_a_cell_holds_what_to_do_in_its_order(folder: Folder) -> None:
    cell = load_handbook(folder.root).tips[4, "price"]
    assert [one["vi"] for one in cell.do] == ["Hỏi price 4", "Nghe price 4"]


def test_a_cell_holds_a_spoken_sentence_with_its_words_of_address(folder: Folder) -> None:
    cell = load_handbook(folder.root).tips[4, "price"]
    assert cell.say["vi"] == "Dạ {me} chào {you} ạ, price 4"


def test_a_principle_without_groups_is_for_all(folder: Folder) -> None:
    assert load_handbook(folder.root).principles[1].groups == frozenset()


def test_the_shipped_handbook_has_no_mistake() -> None:
    assert load_handbook().situations


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
    assert len(places) == 2


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


@pytest.mark.parametrize("label", ["ai ai ai ai ai", "Nghiêng nghiêng"])
def test_a_situation_label_that_fits_no_button_is_named(folder: Folder, label: str) -> None:
    folder.edit(SITUATIONS, "button: {vi: Báo giá,", f"button: {{vi: {label},")
    found = [(one.file, one.line, one.place) for one in mistakes(folder)]
    assert (folder.shown(SITUATIONS), 7, "situations.price.button") in found


def test_the_known_situations_are_named_beside_an_unknown_one(folder: Folder) -> None:
    folder.edit(PRINCIPLES, "situations: [opening, price]", "situations: [opening, prize]")
    assert "opening, price" in mistakes(folder)[0].sentence("en")


@pytest.mark.parametrize("name", [SITUATIONS, PRINCIPLES, playbook(1), playbook(9)])
def test_a_missing_file_is_named(folder: Folder, name: str) -> None:
    folder.remove(name)
    found = [(one.file, one.kind) for one in mistakes(folder)]
    assert found == [(folder.shown(name), "file_missing")]


@pytest.mark.parametrize("name", [SITUATIONS, PRINCIPLES, playbook(9)])
def test_a_folder_in_the_place_of_a_file_is_named(folder: Folder, name: str) -> None:
    folder.remove(name)
    (folder.root / name).mkdir()
    found = [(one.file, one.kind) for one in mistakes(folder)]
    assert found == [(folder.shown(name), "file_closed")]


@pytest.mark.parametrize("text", ["", "situations: [", "situations: []", "situations: 3", "3"])
def test_unreadable_situations_do_not_make_the_cells_look_unknown(
    folder: Folder, text: str
) -> None:
    folder.write(SITUATIONS, text)
    assert {one.file for one in mistakes(folder)} == {folder.shown(SITUATIONS)}


def test_unreadable_situations_do_not_hide_what_is_wrong_elsewhere(folder: Folder) -> None:
    folder.write(SITUATIONS, "situations: [")
    folder.edit(GROUP_4, "group: 4", "group: 5")
    folder.edit(PRINCIPLES, "id: no_rush", "id: listen_first")
    found = {(one.file, one.place) for one in mistakes(folder)}
    assert found == {
        (folder.shown(SITUATIONS), ""),
        (folder.shown(GROUP_4), "group"),
        (folder.shown(PRINCIPLES), "principles.listen_first"),
    }


def test_a_mistake_in_a_situation_does_not_make_its_cells_look_unknown(folder: Folder) -> None:
    folder.edit(SITUATIONS, "button: {vi: Báo giá,", f"button: {{vi: {SEVENTEEN_WORDS},")
    assert {one.file for one in mistakes(folder)} == {folder.shown(SITUATIONS)}


def test_a_mistake_in_a_situation_does_not_hide_an_unknown_cell(folder: Folder) -> None:
    folder.edit(SITUATIONS, "button: {vi: Báo giá,", f"button: {{vi: {SEVENTEEN_WORDS},")
    folder.edit(GROUP_4, "  price:", "  prize:")
    places = {one.place for one in mistakes(folder)}
    assert places == {"situations.price.button", "situations.price", "situations.prize"}


def test_a_situation_that_stands_twice_is_named_with_its_line(folder: Folder) -> None:
    line = line_of(folder.read(SITUATIONS), "id: price")
    folder.edit(SITUATIONS, "id: price", "id: opening")
    found = [
        (one.file, one.line, one.place) for one in mistakes(folder) if one.kind == "duplicate_id"
    ]
    assert found == [(folder.shown(SITUATIONS), line, "situations.opening")]


def test_a_mistake_in_one_cell_hides_nothing_in_the_rest_of_its_file(folder: Folder) -> None:
    folder.edit(GROUP_4, "group: 4", "group: 5")
    folder.edit(GROUP_4, "vi: Giục opening 4", "vi: no")
    folder.edit(GROUP_4, "  price:", "  prize:")
    folder.edit(GROUP_4, "Nghe price 4", "Nghe {you} nói")
    assert {one.place for one in mistakes(folder)} == {
        "group",
        "situations.opening.avoid.vi",
        "situations.price",
        "situations.prize",
        "situations.prize.do.1",
    }


def test_a_mistake_in_one_principle_hides_nothing_in_the_others(folder: Folder) -> None:
    folder.edit(PRINCIPLES, "groups: [2, 4]", "groups: [2, 10]")
    folder.edit(PRINCIPLES, "situations: [opening, price]", "situations: [opening, prize]")
    again = "  - id: no_rush\n" + PRINCIPLES_TEXT.partition("- id: no_rush\n")[2]
    folder.write(PRINCIPLES, folder.read(PRINCIPLES) + again)
    assert [one.place for one in mistakes(folder)] == [
        "principles.listen_first.groups.1",
        "principles.no_rush",
        "principles.no_rush.situations",
    ]


def test_all_mistakes_of_all_files_are_listed_at_once(folder: Folder) -> None:
    folder.edit(SITUATIONS, "id: price", "id: price\n    id: price")
    folder.edit(PRINCIPLES, "categories: [all]", "categories: [everyone]")
    folder.edit(PRINCIPLES, "Do not hurry them", "Slowly")
    folder.edit(playbook(1), "Nghe opening 1", "Nghe {me} nói")
    folder.edit(playbook(1), "vi: Giục price 1", "vi: no")
    folder.edit(playbook(2), "  price:", "  prize:")
    folder.edit(playbook(3), "group: 3", "group: 4")
    folder.edit(playbook(4), "situations:", "situations: [")
    folder.remove(playbook(9))
    found = {(one.file.rpartition("/")[2], one.place) for one in mistakes(folder)}
    assert found == {
        ("situations.yaml", ""),
        ("principles.yaml", "principles.listen_first.categories.0"),
        ("principles.yaml", "principles.no_rush.text"),
        ("group-1.yaml", "situations.opening.do.1"),
        ("group-1.yaml", "situations.price.avoid.vi"),
        ("group-2.yaml", "situations.price"),
        ("group-2.yaml", "situations.prize"),
        ("group-3.yaml", "group"),
        ("group-4.yaml", ""),
        ("group-9.yaml", ""),
    }
