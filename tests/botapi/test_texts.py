"""Texts: HTML, entities, limits and trimming, as Telegram stores or refuses them."""

from __future__ import annotations

import pytest

from .asking import complaint_of, result_of
from .entities import Entity
from .people import User
from .server import BotApiServer

EMOJI = '<tg-emoji emoji-id="{}">👍</tg-emoji>'


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
        ("<b>A<code>x</code>B</b>", "AxB", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<b>A</>", "A", [("bold", 0, 1)]),
        ("<b ignored='1' too=2 >A</b >", "A", [("bold", 0, 1)]),
        ("<b></b>A", "A", []),
        ("😀<b>A</b>", "😀A", [("bold", 2, 1)]),
        ("  <b> A</b>  \n", " A", [("bold", 0, 2)]),
        ("<b>A \n</b>", "A", [("bold", 0, 1)]),
        ("\n Chào \n", "Chào", []),
        ("a\r\nb\tc", "a\nb c", []),
        ("1 &lt; 2 &amp; 3 &gt; 2 &quot;&#272;&#x1F600;", '1 < 2 & 3 > 2 "Đ😀', []),
        ("A & B &nbsp; &amp &#0; &", "A & B &nbsp; & &#0; &", []),
        ("5 > 4", "5 > 4", []),
        ("<a href='nowhere'>A</a>", "A", []),
        ("<code>A<code>B</code></code>", "AB", [("code", 0, 2)]),
        (
            "<blockquote>A<blockquote>B</blockquote></blockquote>",
            "AB",
            [("blockquote", 0, 2)],
        ),
        ("<blockquote>A<pre>B</pre></blockquote>", "AB", [("blockquote", 0, 2), ("pre", 1, 1)]),
        ("<pre>A<blockquote>B</blockquote></pre>", "AB", [("blockquote", 1, 1)]),
        ("/help <code>/start</code>", "/help /start", [("bot_command", 0, 5), ("code", 6, 6)]),
    ],
)
def test_html(
    server: BotApiServer, lan: User, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    assert html(server, lan, source) == (text, [Entity(*entity) for entity in entities])


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://a.vn/?x=1&amp;y=2">A</a>', {"url": "https://a.vn/?x=1&y=2"}),
        ("<a href='a.vn'>A</a>", {"url": "http://a.vn/"}),
        ("<a>a.vn</a>", {"url": "http://a.vn/", "length": 4}),
        ("<a href='tg://resolve?domain=a'>A</a>", {"url": "tg://resolve?domain=a"}),
        ("<a href='tg://user?id=5'>A</a>", {"type": "text_mention", "user_id": 5}),
        ('<pre><code class="language-py">A</code></pre>', {"type": "pre", "language": "py"}),
        ('<code class="language-py"><pre>A</pre></code>', {"type": "pre", "language": "py"}),
        ('<code class="language-py">A</code>', {"type": "code", "language": None}),
        (EMOJI.format(12), {"type": "custom_emoji", "custom_emoji_id": "12", "length": 2}),
    ],
)
def test_html_entities_with_details(
    server: BotApiServer, lan: User, source: str, entity: dict[str, object]
) -> None:
    [found] = html(server, lan, source)[1]
    expected = {"type": "text_link", "offset": 0, "length": 1} | entity
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>A", 'Can\'t find end tag corresponding to start tag "b"'),
        (
            "Chị <b>A</i>",
            'Unmatched end tag at byte offset 10, expected "</b>", found "</i>"',
        ),
        ("A</b>", "Unexpected end tag at byte offset 1"),
        ("<b>A</b", "Unclosed end tag at byte offset 4"),
        ("<b>A</b c>", "Unclosed end tag at byte offset 4"),
        ("Giá <5 triệu", 'Unsupported start tag "5" at byte offset 5'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("A<br/>B", 'Unsupported start tag "br/" at byte offset 1'),
        ("<p>A</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='a.vn", "Unclosed start tag at byte offset 0"),
        ("<a href='a.vn' ='b'>A</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=https://a.vn>A</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>A</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (EMOJI.format("x"), "Invalid custom emoji identifier specified"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for "
            "unmatched surrogate code units",
        ),
    ],
)
def test_broken_html(server: BotApiServer, lan: User, source: str, complaint: str) -> None:
    refused = complaint_of(server, "sendMessage", chat_id=lan.id, text=source, parse_mode="html")
    assert refused == f"Bad Request: can't parse entities: {complaint}"
    assert lan.chat.bot_messages == ()


def test_without_parse_mode_tags_are_text(server: BotApiServer, lan: User) -> None:
    result_of(server, "sendMessage", chat_id=lan.id, text="<b>A</b> & <")
    assert lan.chat.messages[-1].text == "<b>A</b> & <"
    assert lan.chat.messages[-1].entities == ()


def test_listed_entities(server: BotApiServer, lan: User) -> None:
    listed = [{"type": "bold", "offset": 0, "length": 1}, {"type": "url", "offset": 0, "length": 1}]
    answer = result_of(server, "sendMessage", chat_id=lan.id, text="AB", entities=listed)
    assert answer["entities"] == listed[:1]
    wrong = complaint_of(
        server, "sendMessage", chat_id=lan.id, text="AB", entities=[{"type": "blink"}]
    )
    assert wrong == "Bad Request: can't parse MessageEntity: Unsupported type specified"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("\u200b\u00a0", "text must be non-empty"),
        ("a" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("ộ" * 11000, "text is too long"),
    ],
    ids=["empty", "blank", "invisible", "4097", "2049 emoji", "33000 bytes"],
)
def test_refused_texts(server: BotApiServer, lan: User, text: str, complaint: str) -> None:
    refused = complaint_of(server, "sendMessage", chat_id=lan.id, text=text)
    assert refused == f"Bad Request: {complaint}"


@pytest.mark.parametrize("text", ["ộ" * 4096, "😀" * 2048, " " + "a" * 4096 + "\n"])
def test_the_longest_texts(server: BotApiServer, lan: User, text: str) -> None:
    result_of(server, "sendMessage", chat_id=lan.id, text=text)
    assert lan.chat.messages[-1].text == text.strip()


def test_tags_do_not_count_to_the_length(server: BotApiServer, lan: User) -> None:
    text, _ = html(server, lan, f"<b>{'a' * 4096}</b>")
    assert len(text) == 4096


@pytest.mark.parametrize(
    ("parse_mode", "description"),
    [
        ("xml", "Bad Request: unsupported parse_mode"),
        ("MarkdownV2", "Not Implemented: the test server reads HTML, not Markdown"),
    ],
)
def test_other_parse_modes(
    server: BotApiServer, lan: User, parse_mode: str, description: str
) -> None:
    refused = complaint_of(server, "sendMessage", chat_id=lan.id, text="A", parse_mode=parse_mode)
    assert refused == description


def test_captions_are_shorter(server: BotApiServer, lan: User) -> None:
    lan.send_document(b"x", "a.txt")
    file_id = server.updates[-1]["message"]["document"]["file_id"]
    refused = complaint_of(
        server, "sendDocument", chat_id=lan.id, document=file_id, caption="a" * 1025
    )
    assert refused == "Bad Request: message caption is too long"
