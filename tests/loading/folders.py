"""Writes small folders of content that hold no mistake, for tests that put one in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from loading.mistakes import ContentError, Mistake

PACE = "questions/pace.yaml"
PACE_TEXT = """\
topic: pace
questions:
  - id: pace_first
    text: {vi: "Mới gặp, {customer} làm gì trước?", en: "What did they do first?"}
    answers:
      - id: business
        text: {vi: Vào việc luôn, en: Went to business}
        seen: {vi: vào việc ngay, en: went straight to business}
        weights: {8: 2, 3: 1, 2: -1}
      - id: chat
        text: {vi: Hỏi thăm trước, en: Chatted first}
        seen: {vi: hỏi thăm trước, en: chatted at first}
        weights: {2: 2, 9: 1}
        base: 0.3
      - id: nothing
        text: {vi: Ngồi yên, en: Sat still}
        seen: {vi: chỉ ngồi yên, en: just sat still}
  - id: pace_speed
    text: {vi: "Khách nói nhanh hay chậm?", en: "How fast did they speak?"}
    scale: {7: 2, 3: 1, 9: -1}
    answers:
      - id: slow
        text: {vi: Chậm rãi, en: Slowly}
        seen: {vi: nói chậm rãi, en: spoke slowly}
      - id: even
        text: {vi: Đều đều, en: Evenly}
        seen: {vi: nói đều đều, en: spoke evenly}
      - id: fast
        text: {vi: Rất nhanh, en: Very fast}
        seen: {vi: nói rất nhanh, en: spoke very fast}
"""
PRICE = "questions/price.yaml"
PRICE_TEXT = """\
topic: price
questions:
  - id: price_heard
    probe: [R3]
    text: {vi: "Nghe giá xong khách làm gì?", en: "What did they do at the price?"}
    answers:
      - id: laughed
        text: {vi: Cười lớn, en: Laughed}
        seen: {vi: nghe giá thì cười, en: laughed at the price}
        weights: {7: 2}
      - id: counted
        text: {vi: Tính lại, en: Counted again}
        seen: {vi: nghe giá thì tính lại, en: counted it all again}
        weights: {5: 2}
      - id: silent
        text: {vi: Im lặng, en: Said nothing}
        seen: {vi: nghe giá thì im, en: said nothing at all}
        weights: {9: 1}
"""
PERSONAS = "personas.yaml"
SITUATIONS = "situations.yaml"
SITUATIONS_TEXT = """\
situations:
  - id: opening
    name: {vi: Mở đầu, en: Opening}
    button: {vi: Mở đầu, en: Opening}
  - id: price
    name: {vi: Báo giá, en: Quoting the price}
    button: {vi: Báo giá, en: Price}
"""
PRINCIPLES = "principles.yaml"
PRINCIPLES_TEXT = """\
principles:
  - id: listen_first
    text: {vi: Nghe cho hết đã, en: Hear them out first}
    categories: [all]
    situations: [opening]
    groups: [2, 4]
  - id: no_rush
    text: {vi: Đừng giục khách, en: Do not hurry them}
    categories: [new, loyal]
    situations: [opening, price]
"""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of content."""

    root: Path

    def write(self, name: str, text: str) -> None:
        """A file with this text in place of whatever was there."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        """The text of a file."""
        return (self.root / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Puts `new` in the place of `old`, which must stand there once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        """Takes a file away."""
        (self.root / name).unlink()

    def shown(self, name: str) -> str:
        """The file's name as a mistake shows it."""
        return "/".join((self.root / name).parts[-3:])


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One edit that makes one mistake, the place it has, and what both its sentences say.

    The mistake stands in the line of `line_of`, or of `old` when that is not given.
    """

    old: str
    new: str
    place: str
    says: str
    file: str = PACE
    line_of: str = ""


def line_of(text: str, part: str) -> int:
    """The line, from 1, in which a part begins that stands in the text once."""
    assert text.count(part) == 1, f"{part!r} stands {text.count(part)} times"
    return text[: text.index(part)].count("\n") + 1


def bank_folder(root: Path) -> Folder:
    """A bank of two topics without a mistake."""
    folder = Folder(root=root)
    folder.write(PERSONAS, "personas:\n" + "".join(_persona(group) for group in range(1, 10)))
    folder.write(PACE, PACE_TEXT)
    folder.write(PRICE, PRICE_TEXT)
    return folder


def _persona(group: int) -> str:
    return (
        f"  - group: {group}\n"
        f"    name: {{vi: Người số {group}, en: Person {group}}}\n"
        f"    short: {{vi: số {group}, en: number {group}}}\n"
        f"    essence: {{vi: Muốn điều {group}, en: Wants thing {group}}}\n"
        f"    do: {{vi: làm điều {group}, en: do thing {group}}}\n"
        f"    avoid: {{vi: tránh điều {group}, en: avoid thing {group}}}\n"
    )


def handbook_folder(root: Path) -> Folder:
    """A handbook of two situations without a mistake."""
    folder = Folder(root=root)
    folder.write(SITUATIONS, SITUATIONS_TEXT)
    folder.write(PRINCIPLES, PRINCIPLES_TEXT)
    for group in range(1, 10):
        folder.write(playbook(group), "".join(_playbook_lines(group)))
    return folder


def playbook(group: int) -> str:
    """The name of a group's playbook file."""
    return f"playbook/group-{group}.yaml"


def _playbook_lines(group: int) -> Iterator[str]:
    yield f"group: {group}\nsituations:\n"
    for situation in ("opening", "price"):
        yield f"  {situation}:\n    do:\n"
        yield f'      - {{vi: "Hỏi {situation} {group}", en: "Ask {situation} {group}"}}\n'
        yield f'      - {{vi: "Nghe {situation} {group}", en: "Hear {situation} {group}"}}\n'
        yield f"    avoid: {{vi: Giục {situation} {group}, en: Rushing {situation} {group}}}\n"
        yield f'    say: {{vi: "Dạ {{me}} chào {{you}} ạ, {situation} {group}", '
        yield f'en: "Good day to you, {situation} {group}"}}\n'


def mistakes_in(load: Callable[[Path], object], root: Path) -> tuple[Mistake, ...]:
    """All mistakes of a folder; the test fails if it has none."""
    with pytest.raises(ContentError) as caught:
        load(root)
    return caught.value.mistakes


@dataclass(frozen=True, kw_only=True)
class Slipped:
    """Where a slip stands, and the mistakes that were found."""

    file: str
    line: int
    place: str
    says: str
    mistakes: tuple[Mistake, ...]

    def sentences(self, language: str) -> list[str]:
        """What is said about the mistakes, without the file's name and line."""
        return [
            one.sentence(language).removeprefix(f"{one.file}:{one.line}: ").removeprefix(one.file)
            for one in self.mistakes
        ]


@cache
def slipped(slip: Slip, write: Callable[[Path], Folder], load: Callable[[Path], object]) -> Slipped:
    """What is found in a small folder after the slip; looked up once for all tests of it."""
    with TemporaryDirectory() as root:
        folder = write(Path(root))
        line = line_of(folder.read(slip.file), slip.line_of or slip.old)
        folder.edit(slip.file, slip.old, slip.new)
        return Slipped(
            file=folder.shown(slip.file),
            line=line,
            place=slip.place,
            says=slip.says,
            mistakes=mistakes_in(load, folder.root),
        )
