"""YAML files: one becomes a shape, or every mistake in it is noted with its line."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from pydantic import Field

from loading.mistakes import Mistake
from loading.yaml_file import Entry, line_of, read_file

Read: TypeAlias = Callable[[str], tuple["Shop | None", list[Mistake]]]


class Owner(Entry):
    name: str
    age: int = 0


class Shop(Entry):
    name: str
    owners: tuple[Owner, ...] = Field(default=(), strict=False)
    prices: dict[int, float] = Field(default_factory=dict)


GOOD = """\
name: Lan
owners:
  - name: Minh
    age: 40
  - name: Sáu
prices: {1: 2.5, 2: 3}
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text as a shop, with the mistakes in it."""

    def reading(text: str) -> tuple[Shop | None, list[Mistake]]:
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        mistakes: list[Mistake] = []
        return read_file(path, Shop, mistakes), mistakes

    return reading


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
        ("name: Lan\nowners:\n  - name: A\n    age: x\n", (4, "owners.0.age", "not_number")),
        ("name: Lan\nowners:\n  - name: A\n    age: 1.0\n", (4, "owners.0.age", "not_number")),
        ("name: Lan\nowners:\n  - name: A\n    age: on\n", (4, "owners.0.age", "not_number")),
        ("name: Lan\nprices: {x: 1}\n", (2, "prices.x", "not_number")),
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
    assert len(mistakes) == 1


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
