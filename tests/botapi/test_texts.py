"""Texts: HTML, entities, limits and trimming, as Telegram stores or refuses them."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import complaint_of, result_of
from .entities import Entity
from .people import User
from .server import BotApiServer


def html(server: BotApiServer, lan: User, text: str) -> tuple[str, list[Entity]]:
    result_of(server, "sendMessage", chat_id=lan.id, text=text, parse_mode="HTML")
    message = lan.chat.messages[-1]
    return message.text, list(message.entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>A</b> <STRONG>B</STRONG>", "A B", [("bold", 0, 1), ("bold", 2, 1)]),
        ("<i>A</i><em>B</em>", "AB", [("italic", 0, 2)]),
        ("<u>A</u> <ins>B</ins>", "A B", [("underline", 0, 1), ("underline", 2, 1)]),
        ("<s>A</s><strike>B</strike><del>C</del>", "ABC", [("strikethrough", 0, 3)]),
        ('<span class="tg-spoiler">A</span>', "A", [("spoiler", 0, 1)]),
        ("<tg-spoiler>A</tg-spoiler>", "A", [("spoiler", 0, 1)]),
        ("<blockquote>A</blockquote>", "A", [("blockquote", 0, 1)]),
        ("<blockquote expandable>A</blockquote>", "A", [("expandable_blockquote", 0, 1)]),
        ("<code>A</code>", "A", [("code", 0, 1)]),
        ("<pre>A</pre>", "A", [("pre", 0, 1)]),
        ("<b>Chị <i>Lan</i></b>", "Chị Lan", [("bold", 0, 7), ("italic", 4, 3)]),
        ("<b>Chị <code>x</code> Lan</b>", "Chị x Lan", [("bold", 0, 4), ("code", 4, 1), ("bold", 5, 4)]),
        ("<b>A</>", "A", [("bold", 0, 1)]),
        ("<b></b>A", "A", []),
        ("😀<b>A</b>", "😀A", [("bold", 2, 1)]),
        ("  <b> A</b>  \n", "  A", [("bold", 0, 2)]),
        ("\n Chào \n", "Chào", []),
        ("a\r\nb\tc", "a\nb c", []),
        ("1 &lt; 2 &amp; 3 &gt; 2 &quot;&#272;&#x1F600;", '1 < 2 & 3 > 2 "Đ😀', []),
        ("A & B &nbsp; &amp &#0; &", "A & B &nbsp; & &#0; &", []),
        ("5 > 4", "5 > 4", []),
    ],
)
def test_html(
    server: BotApiServer, lan: User, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    expected = [Entity(*entity) for entity in entities]
    # the trimming of a leading blank stops at the first entity
    assert html(server, lan, source) == (text.lstrip() if not entities else text.lstrip(" ") if text.startswith("  ") and False else text, expected)
