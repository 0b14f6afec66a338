"""YAML files: one becomes a shape, or every mistake in it is noted with its line."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from pydantic import Field

from loading.mistakes import Mistake
from loading.yaml_file import Entry, Source, line_of, open_source, read_file

Read: TypeAlias = Callable[[str], tuple["Shop | None", list[Mistake]]]
Open: TypeAlias = Callable[[str], Source]


class Owner(Entry):
    name: str
    age: int = 0


class Shop(Entry):
    name: str
    owners: tuple[Owner, ...] = Field(default=(), strict=False)
    prices: dict[int, float] = Field(default_factory=dict)


class Good(Entry):
    id: str
    weights: dict[int, int] = Field(default_factory=dict)


class Shelf(Entry):
    id: str
    goods: list[Good]


class Head(Entry):
    topic: str


GOOD = """\
name: Lan
owners:
  - name: Minh
    age: 40
  - name: Sáu
prices: {1: 2.5, 2: 3}
"""


RAISING = [
    *("2026-13-45", "0b_", '!!int "x"', '!!int ""', '!!float ""', '!!bool "x"'),
    *('!!timestamp "x"', "&a [*a]", "&a {b: *a}"),
]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text as a shop, with the mistakes in it."""

    def reading(text: str) -> tuple[Shop | None, list[Mistake]]:
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        mistakes: list[Mistake] = []
        return read_file(path, Shop, mistakes), mistakes

    return reading


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Opens a text that is YAML."""

    def opening(text: str) -> Source:
        path = tmp_path / "shelves.yaml"
        path.write_text(text, encoding="utf-8")
        source = open_source(path, [])
        assert source is not None
        return source

    return opening


def noted(mistakes: list[Mistake]) -> list[tuple[int, str, str]]:
    """The line, place and kind of every mistake."""
    return [(one.line, one.place, one.kind) for one in mistakes]


def test_a_good_file_becomes_its_shape(read: Read) -> None:
    owners = (Owner(name="Minh", age=40), Owner(name="Sáu"))
    assert read(GOOD)[0] == Shop(name="Lan", owners=owners, prices={1: 2.5, 2: 3})


def test_a_good_file_has_no_mistake(read: Read) -> None:
    assert read(GOOD)[1] == []


def test_a_shape_cannot_be_changed(read: Read) -> None:
    shop = read(GOOD)[0]
    assert shop is not None
    with pytest.raises(ValueError, match="frozen"):
        shop.name = "Minh"  # type: ignore[misc]


def test_a_byte_order_mark_does_no_harm(read: Read) -> None:
    assert read("\ufeff" + GOOD)[1] == []


def test_windows_line_ends_do_no_harm(read: Read) -> None:
    assert read(GOOD.replace("\n", "\r\n"))[1] == []


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("name: Lan\nowners: [\n", (3, "", "yaml_syntax")),
        ("name: Lan\n\tage: 3\n", (2, "", "yaml_syntax")),
        ("name: Lan\n---\nname: Minh\n", (2, "", "yaml_syntax")),
        ("name: *lan\n", (1, "", "yaml_syntax")),
        ("name: Lan\nname: Minh\n", (2, "", "duplicate_key")),
        ("name: Lan\nprices:\n  1: 2\n  1: 3\n", (4, "", "duplicate_key")),
        ("name: Lan\nowners:\n  - {name: A, name: B}\n", (3, "", "duplicate_key")),
        ("owners: []\n", (1, "name", "missing")),
        ("name: Lan\nowners:\n  - age: 3\n", (3, "owners.0.name", "missing")),
        ("name: Lan\nshop: 3\n", (2, "shop", "extra_forbidden")),
        ("name: no\n", (1, "name", "not_text")),
        ("name: 12\n", (1, "name", "not_text")),
        ("name:\n", (1, "name", "not_text")),
        ("name: [Lan]\n", (1, "name", "not_text")),
        ("name: Lan\nowners:\n  - name: A\n    age: x\n", (4, "owners.0.age", "not_whole")),
        ("name: Lan\nowners:\n  - name: A\n    age: 1.0\n", (4, "owners.0.age", "not_whole")),
        ("name: Lan\nowners:\n  - name: A\n    age: on\n", (4, "owners.0.age", "not_whole")),
        ("name: Lan\nprices: {x: 1}\n", (2, "prices.x", "not_whole")),
        ("name: Lan\nowners:\n  - name: A\n    age: '4'\n", (4, "owners.0.age", "not_whole")),
        ("name: Lan\nprices: {1: x}\n", (2, "prices.1", "not_number")),
        ("name: Lan\nowners: 3\n", (2, "owners", "wrong_shape")),
        ("- name: Lan\n", (1, "", "wrong_shape")),
        ("Lan", (1, "", "wrong_shape")),
        ("", (0, "name", "missing")),
        ("# Lan\n", (0, "name", "missing")),
    ],
)
def test_a_mistake_is_noted_with_its_line_and_place(
    read: Read, text: str, mistake: tuple[int, str, str]
) -> None:
    assert noted(read(text)[1]) == [mistake]


def test_a_file_with_a_mistake_has_no_shape(read: Read) -> None:
    assert read("shop: 3\n")[0] is None


def test_a_mistake_beside_a_doubled_key_is_noted_too(read: Read) -> None:
    found = noted(read("name: Lan\nname: Minh\nshop: 3\n")[1])
    assert found == [(2, "", "duplicate_key"), (3, "shop", "extra_forbidden")]


def test_mistakes_of_one_file_follow_those_of_another(tmp_path: Path) -> None:
    mistakes = [Mistake(file="other", place="", kind="file_missing")]
    read_file(tmp_path / "shop.yaml", Shop, mistakes)
    assert [one.file for one in mistakes] == ["other", f"{_last_two(tmp_path)}/shop.yaml"]


def _last_two(path: Path) -> str:
    return "/".join(path.parts[-2:])


def test_a_file_that_is_not_there_is_noted(tmp_path: Path) -> None:
    mistakes: list[Mistake] = []
    read_file(tmp_path / "shop.yaml", Shop, mistakes)
    assert [one.kind for one in mistakes] == ["file_missing"]


@pytest.mark.parametrize("codec", ["utf-16", "latin-1"])
def test_a_file_that_is_not_utf_8_is_one_mistake(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "shop.yaml"
    path.write_bytes("name: hé\n".encode(codec))
    mistakes: list[Mistake] = []
    read_file(path, Shop, mistakes)
    assert noted(mistakes) == [(0, "", "not_utf8")]


def test_a_folder_in_the_place_of_a_file_is_one_mistake(tmp_path: Path) -> None:
    mistakes: list[Mistake] = []
    read_file(tmp_path, Shop, mistakes)
    assert noted(mistakes) == [(0, "", "file_closed")]


@pytest.mark.parametrize("value", RAISING)
def test_what_yaml_cannot_make_a_value_of_is_one_mistake(read: Read, value: str) -> None:
    found = noted(read(f"name: {value}\n")[1])
    assert [(place, kind) for _, place, kind in found] == [("", "yaml_syntax")]


def test_brackets_too_deep_to_follow_are_one_mistake(read: Read) -> None:
    found = noted(read("name: " + 3000 * "[" + 3000 * "]")[1])
    assert [(place, kind) for _, place, kind in found] == [("", "yaml_syntax")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("age", ["1.5", "'4'", "on", "x"])
def test_a_number_that_is_not_whole_is_said_as_such(read: Read, age: str, language: str) -> None:
    (only,) = read(f"name: Lan\nowners:\n  - name: A\n    age: {age}\n")[1]
    assert {"vi": "số nguyên", "en": "whole number"}[language] in only.sentence(language)


def test_a_wrong_entry_of_a_list_does_not_hide_the_right_ones(opened: Open) -> None:
    source = opened("goods:\n  - id: tea\n  - {id: rum, age: 3}\n  - id: ink\n")
    parts = [(part.key, part.entry, part.location) for part in source.parts("goods", Good)]
    assert parts == [(0, Good(id="tea"), ("goods", 0)), (2, Good(id="ink"), ("goods", 2))]
    assert noted(source.mistakes) == [(3, "goods.rum.age", "extra_forbidden")]


def test_a_wrong_entry_of_a_mapping_does_not_hide_the_right_ones(opened: Open) -> None:
    source = opened("goods:\n  a: {id: tea}\n  b: {id: 3}\n  c: {id: ink}\n")
    found = source.parts("goods", Good, by_name=True)
    parts = [(part.key, part.entry, part.location) for part in found]
    assert parts == [("a", Good(id="tea"), ("goods", "a")), ("c", Good(id="ink"), ("goods", "c"))]
    assert noted(source.mistakes) == [(3, "goods.b.id", "not_text")]


def test_the_mistakes_of_all_entries_are_noted(opened: Open) -> None:
    source = opened("goods:\n  - {id: tea, age: 3}\n  - {id: rum, weights: {1: x}}\n  - 3\n")
    assert source.parts("goods", Good) == []
    assert noted(source.mistakes) == [
        (2, "goods.tea.age", "extra_forbidden"),
        (3, "goods.rum.weights.1", "not_whole"),
        (4, "goods.2", "wrong_shape"),
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", (0, "goods", "missing")),
        ("topic: x\n", (1, "goods", "missing")),
        ("topic: x\ngoods:\n", (2, "goods", "missing")),
        ("topic: x\ngoods: []\n", (2, "goods", "missing")),
        ("topic: x\ngoods: {}\n", (2, "goods", "missing")),
        ("topic: x\ngoods: tea\n", (2, "goods", "wrong_shape")),
        ("topic: x\ngoods: 3\n", (2, "goods", "wrong_shape")),
        ("- goods\n", (1, "goods", "missing")),
    ],
)
def test_entries_that_are_not_there_are_one_mistake(
    opened: Open, text: str, mistake: tuple[int, str, str]
) -> None:
    source = opened(text)
    assert source.parts("goods", Good) == []
    assert noted(source.mistakes) == [mistake]


@pytest.mark.parametrize("goods", ["[]", "3", "[{id: 3}]", "{a: b}"])
def test_a_head_is_read_whatever_the_entries_are(opened: Open, goods: str) -> None:
    source = opened(f"goods: {goods}\ntopic: tea\n")
    assert source.read(Head, without="goods") == Head(topic="tea")
    assert source.mistakes == []


def test_a_mistake_in_the_head_is_noted_with_its_line(opened: Open) -> None:
    source = opened("goods: []\ntopic: tea\nshop: 3\n")
    assert source.read(Head, without="goods") is None
    assert noted(source.mistakes) == [(3, "shop", "extra_forbidden")]


@pytest.mark.parametrize(
    ("shelf", "good", "place"),
    [
        ("id: top", "id: tea", "shelves.top.goods.tea.age"),
        ("id: top", "weights: {}", "shelves.top.goods.0.age"),
        ("label: top", "id: tea", "shelves.0.goods.tea.age"),
        ("id: top", "id: on", "shelves.top.goods.0.age"),
        ("id: 7", "id: ", "shelves.0.goods.0.age"),
        ("id: [top]", "id: {a: b}", "shelves.0.goods.0.age"),
    ],
)
def test_an_entry_is_named_by_its_id_where_it_has_one(
    opened: Open, shelf: str, good: str, place: str
) -> None:
    source = opened(f"shelves:\n  - {shelf}\n    goods:\n      - {good}\n        age: 3\n")
    source.parts("shelves", Shelf)
    assert (5, place, "extra_forbidden") in noted(source.mistakes)


def test_what_a_check_notes_stands_at_its_line_and_place(opened: Open) -> None:
    source = opened("goods:\n  - id: tea\n  - id: rum\n    weights: {1: 2}\n")
    source.note(("goods", 1), "duplicate_id", got="rum")
    source.note(("goods", 1, "weights", 1), "missing")
    source.complain(("goods", 0), vi="sai; sửa", en="wrong; mend")
    assert noted(source.mistakes) == [
        (3, "goods.rum", "duplicate_id"),
        (4, "goods.rum.weights.1", "missing"),
        (2, "goods.tea", "text"),
    ]


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ((), 1),
        (("name",), 1),
        (("owners", 1), 5),
        (("owners", 1, "name"), 5),
        (("owners", 0, "gone"), 3),
        (("owners", 9), 3),
        (("prices", 1), 6),
        (("gone", "name"), 1),
    ],
)
def test_a_line_is_that_of_the_deepest_part_that_exists(
    location: tuple[int | str, ...], line: int
) -> None:
    assert line_of(yaml.compose(GOOD, Loader=yaml.SafeLoader), location) == line


def test_an_empty_file_has_no_line() -> None:
    assert line_of(None, ("name",)) == 0
