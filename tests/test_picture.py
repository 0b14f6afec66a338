"""The README's pictures show what the product says today.

After a meant change, `python -m docs.picture` draws them anew; look at them.
"""

import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.dialogue.replies import CardScreen
from bot.language import Span
from bot.rendering import Key, Rendered, render
from docs import drawing, picture

ANEW = "the card has changed: draw it anew with `.venv/bin/python -m docs.picture` and look at it"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def screen() -> CardScreen:
    with tempfile.TemporaryDirectory() as folder:
        return picture.played(Path(folder))


def committed(code: str) -> str:
    return (picture.FOLDER / f"card-{code}.svg").read_text(encoding="utf-8")


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (drawn by ourselves)


def shown(screen: CardScreen, code: str) -> Rendered:
    return render(screen, picture.SPEECHES[code])


def texts(svg: str) -> list[str]:
    """What can be read in the picture, one text after the other."""
    return ["".join(one.itertext()) for one in parsed(svg).iter(f"{SVG}text")]


def cells(svg: str) -> str:
    """The bar as characters."""
    fills = [cell.get("fill") for cell in parsed(svg).findall(f"{SVG}g[@id='bar']/{SVG}path")]
    return "".join("▰" if fill == drawing.ACCENT else "▱" for fill in fills)


def test_the_committed_pictures_are_todays() -> None:
    for path, svg in picture.pictures().items():
        assert path.read_text(encoding="utf-8") == svg, ANEW


def test_every_picture_is_drawn_the_same_again() -> None:
    assert picture.pictures() == picture.pictures()


def test_the_card_is_a_good_example(screen: CardScreen) -> None:
    card = screen.card
    assert (card.first.persona.group, card.confirmed) == (picture.USUALLY, None)
    assert card.verdict in {"sure", "two"}
    assert card.reasons[0].is_for


@pytest.mark.parametrize("code", picture.TITLES)
def test_title_and_description_are_in_the_pictures_language(code: str, screen: CardScreen) -> None:
    root = parsed(committed(code))
    assert root.get("lang") == code
    assert root.findtext(f"{SVG}title") == picture.TITLES[code]
    assert shown(screen, code).text in (root.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("code", picture.TITLES)
def test_every_line_and_every_key_stands_in_the_picture(code: str, screen: CardScreen) -> None:
    svg, rendered = committed(code), shown(screen, code)
    readable = texts(svg)
    for line in filter(None, rendered.text.splitlines()):
        if line[0] in "▰▱":
            bar, _, percent = line.partition(" ")
            assert (cells(svg), percent in readable) == (bar, True), ANEW
        else:
            assert line in readable, ANEW
    for row in rendered.rows:
        assert {key.label for key in row} <= set(readable), ANEW


@pytest.mark.parametrize("code", picture.TITLES)
def test_every_row_fits_into_the_bubble(code: str, screen: CardScreen) -> None:
    for line in shown(screen, code).lines:
        rows = drawing.wrapped(line)
        assert "".join(span.text for row in rows for span in row) == "".join(
            span.text for span in line
        )
        assert all(width(row) <= drawing.ROOM for row in rows)


def width(row: Sequence[Span]) -> float:
    *before, last = [(span.text, span.style) for span in row] or [("", "plain")]
    wide = sum(drawing.width_of(*one) for one in before)
    return wide + drawing.width_of(last[0].rstrip(), last[1])


def test_markup_in_a_text_is_escaped() -> None:
    text = 'Chị <b> & "Lan"'
    shown = Rendered(lines=((Span(text=text),),), rows=((Key(label=text, data="x"),),))
    assert texts(drawing.drawn(shown, text, "vi")).count(text) == 2
