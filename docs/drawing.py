"""Draws what a messenger shows, a message and its keys, as a picture in SVG."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from bot.language import Line, Span, Style
from bot.rendering import Key, Rendered

# The drawing, in pixels.
WIDTH, MARGIN, HEADER = 420, 14, 56
PADDING, ROOM = 15, 360  # of the bubble: its edge, and how wide a row of text may be
SIZE, LEADING, PAUSE = 15, 22, 10  # letters, one row to the next, an empty line
CELL, CELL_HEIGHT, CELL_STEP = 14, 11, 18
KEY_HEIGHT, KEY_GAP = 36, 6
FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
CHAT, EDGE, HEAD, BUBBLE, SOFT_EDGE = "#e4ece6", "#c3d1c8", "#f7faf7", "#ffffff", "#d3dfd7"
INK, QUIET, ACCENT, EMPTY = "#22302b", "#66776f", "#2f7d6b", "#d5e2db"
KEY, KEY_INK = "#f3f8f4", "#1f6152"

# How wide a letter is in the wider of the usual fonts, in parts of the letter size.
LETTERS = {"ijlI.,:;'|!· ": 0.28, "tfr()[]-“”/": 0.38, "csvxyzk": 0.52, "mwMW%✅→↩": 0.9}
WIDTHS = {letter: width for letters, width in LETTERS.items() for letter in letters}
CAPITAL, OTHER, BOLDER = 0.7, 0.61, 1.06


def drawn(shown: Rendered, title: str, language: str) -> str:
    """The screen as an SVG document; who cannot see it is told the title and all texts."""
    below, card = _bubble(shown.lines, HEADER + MARGIN)
    height, keys = _keyboard(shown.rows, below + KEY_GAP)
    parts = (*_opening(shown, title, language, height), *_header(height), *card, *keys, "</svg>")
    return "\n".join(parts) + "\n"


def _opening(shown: Rendered, title: str, language: str, height: int) -> Iterator[str]:
    keys = " · ".join(f"[{key.label}]" for row in shown.rows for key in row)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" lang="{language}"'
        ' role="img" aria-labelledby="title" aria-describedby="text"'
        f' width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="{FONTS}" font-size="{SIZE}" fill="{INK}">'
    )
    yield f'<title id="title">{escape(title)}</title>'
    yield f'<desc id="text">{escape(shown.text)}\n\n{escape(keys)}</desc>'


def _header(height: int) -> Iterator[str]:
    """The chat's own background, so that it reads on light and dark pages, and who is talking."""
    yield _box(0.5, 0.5, WIDTH - 1, height - 1, 22, CHAT, EDGE)
    yield (
        f'<path d="M1 {HEADER}V22.5A21.5 21.5 0 0 1 22.5 1H{WIDTH - 22.5}'
        f'A21.5 21.5 0 0 1 {WIDTH - 1} 22.5V{HEADER}Z" fill="{HEAD}"/>'
    )
    yield f'<path d="M1 {HEADER + 0.5}H{WIDTH - 1}" stroke="{SOFT_EDGE}"/>'
    yield f'<circle cx="36" cy="28.5" r="18" fill="{ACCENT}"/>'
    yield '<g transform="translate(24 33)">' + "".join(_cells("▰▰▱", 7, 9, 8.5, "#fff")) + "</g>"
    yield '<text x="66" y="26" font-weight="600">Hiểu Khách</text>'
    yield f'<text x="66" y="43" font-size="12.5" fill="{QUIET}">bot</text>'


def _bubble(lines: Sequence[Line], top: int) -> tuple[int, list[str]]:
    """Where the bubble ends, and the bubble with the lines in it."""
    baseline, texts = top + PADDING - 8, list[str]()
    for line in lines:
        if not line:
            baseline += PAUSE
        elif line[0].text[0] in "▰▱":
            baseline += LEADING
            texts.append(_bar(line[0].text, baseline))
        else:
            rows = wrapped(line)
            texts.append(_text(rows, baseline))
            baseline += LEADING * len(rows)
    bottom = baseline + PADDING
    box = _box(MARGIN, top, WIDTH - 2 * MARGIN, bottom - top, 14, BUBBLE, SOFT_EDGE)
    return bottom, [box, *texts]


def wrapped(line: Line) -> list[list[Span]]:
    """The line in rows, no word alone in the last one where that can be; no letter is lost."""
    tries = [_rows(line, room) for room in (ROOM, 0.92 * ROOM, 0.84 * ROOM)]
    return next((rows for rows in tries if len(rows) == 1 or len(rows[-1]) > 1), tries[0])


def _rows(line: Line, room: float) -> list[list[Span]]:
    """The words of the line, in rows that break behind blanks and are at most `room` wide."""
    words = (
        Span(text=word, style=span.style)
        for span in line
        for word in re.findall(r"[^ ]* |[^ ]+", span.text)
    )
    rows, used = [list[Span]()], 0.0
    for word in words:
        breakable = bool(rows[-1]) and rows[-1][-1].text.endswith(" ")
        if breakable and used + width_of(word.text.rstrip(), word.style) > room:
            rows.append([])
            used = 0.0
        rows[-1].append(word)
        used += width_of(word.text, word.style)
    return rows


def width_of(text: str, style: Style) -> float:
    """How wide the text is, rather too much; marks on Vietnamese letters take no room."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    wide = sum(WIDTHS.get(one, CAPITAL if one.isupper() else OTHER) for one in letters)
    return wide * SIZE * (BOLDER if style == "bold" else 1)


def _text(rows: Sequence[Sequence[Span]], above: int) -> str:
    drawn_rows = "".join(
        f'<tspan x="{MARGIN + PADDING}" y="{above + LEADING * at}">{_spans(row)}</tspan>'
        for at, row in enumerate(rows, start=1)
    )
    return f"<text>{drawn_rows}</text>"


def _spans(row: Sequence[Span]) -> str:
    parts = []
    for style, spans in groupby(row, key=lambda span: span.style):
        text = escape("".join(span.text for span in spans))
        parts.append(f'<tspan font-weight="700">{text}</tspan>' if style == "bold" else text)
    return "".join(parts)


def _bar(text: str, baseline: int) -> str:
    cells, _, percent = text.partition(" ")
    left = MARGIN + PADDING + 2
    drawn_cells = "".join(_cells(cells, CELL, CELL_HEIGHT, CELL_STEP, ACCENT))
    behind = left + CELL_STEP * len(cells) + 6
    return (
        f'<g id="bar" transform="translate({left} {baseline})">{drawn_cells}</g>\n'
        f'<text x="{behind}" y="{baseline}">{escape(percent)}</text>'
    )


def _cells(cells: str, width: float, height: float, step: float, full: str) -> Iterator[str]:
    """The cells of a bar as slanted boxes that stand on a baseline, from 0 to the right."""
    for at, cell in enumerate(cells):
        fill = full if cell == "▰" else EMPTY
        path = f"M{at * step:g} 0h{width - 3:g}l3 {-height:g}h{3 - width:g}z"
        yield (
            f'<path d="{path}" fill="{fill}" stroke="{fill}" stroke-width="1.5"'
            ' stroke-linejoin="round"/>'
        )


def _keyboard(rows: Sequence[Sequence[Key]], top: int) -> tuple[int, list[str]]:
    """Where the picture ends, and the keys, each row as wide as the bubble."""
    keys = list[str]()
    for number, row in enumerate(rows):
        y = top + number * (KEY_HEIGHT + KEY_GAP)
        width = (WIDTH - 2 * MARGIN - KEY_GAP * (len(row) - 1)) / len(row)
        for column, key in enumerate(row):
            keys += _key(key, MARGIN + column * (width + KEY_GAP), y, width)
    return top + len(rows) * (KEY_HEIGHT + KEY_GAP) - KEY_GAP + MARGIN, keys


def _key(key: Key, x: float, y: int, width: float) -> Iterator[str]:
    yield _box(x, y, width, KEY_HEIGHT, 10, KEY, EDGE)
    yield (
        f'<text x="{x + width / 2:g}" y="{y + 23}" text-anchor="middle" font-weight="500"'
        f' font-size="14" fill="{KEY_INK}">{escape(key.label)}</text>'
    )


def _box(x: float, y: float, width: float, height: float, radius: int, fill: str, edge: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}"'
        f' fill="{fill}" stroke="{edge}"/>'
    )
