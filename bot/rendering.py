"""Turns a reply into the lines and buttons a transport shows, in one language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.replies import (
    Blocks,
    CardScreen,
    HelpScreen,
    HistoryScreen,
    HitsScreen,
    Label,
    Message,
    NoteScreen,
    Notice,
    Phrase,
    QuestionScreen,
    RelationshipScreen,
    Reply,
    Screen,
    TipsScreen,
    Written,
    buttons_of,
)
from bot.language import Line, Span, Speech
from bot.screens.card import BLANK, bar, card_lines, percent
from bot.screens.hits import hits_lines
from bot.screens.notes import history_lines, note_lines
from bot.screens.relationship import relationship_lines

WIDEST_OF_TWO = 18  # characters: a longer label gets a row of its own, or a phone cuts it off


@dataclass(frozen=True, kw_only=True)
class Key:
    """A button as shown: it carries `data`, or copies `copy` where the transport can."""

    label: str
    data: str = ""
    copy: str = ""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A reply ready to be shown; a `passing` one does not take the place of the screen."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[Key, ...], ...] = ()
    passing: bool = False

    @property
    def text(self) -> str:
        """The lines without styles."""
        return "\n".join("".join(span.text for span in line) for line in self.lines)


def render(reply: Reply, speech: Speech) -> Rendered:
    """The reply in a language, as lines of spans and rows of at most two keys."""
    rows = tuple(_rows(buttons_of(reply), speech))
    match reply:
        case Notice():
            return Rendered(lines=(speech.line(reply.phrase),), passing=True)
        case TipsScreen():
            return _tips(reply, rows, speech)
        case _:
            return Rendered(lines=tuple(_lines(reply, speech)), rows=rows)


def _lines(reply: Screen, speech: Speech) -> Iterator[Line]:
    match reply:
        case Message():
            yield from map(speech.line, reply.phrases)
        case QuestionScreen():
            yield from _question(reply, speech)
        case CardScreen():
            yield from card_lines(reply.card, speech)
        case HelpScreen():
            yield from _help(reply, speech)
        case _:
            yield from LINES[type(reply)](reply, speech)


# The screens whose lines stand in a module of their own.
LINES: Mapping[type, Callable[[Any, Speech], Iterator[Line]]] = {
    NoteScreen: note_lines,
    HistoryScreen: history_lines,
    HitsScreen: hits_lines,
    RelationshipScreen: relationship_lines,
}


def _rows(blocks: Blocks, speech: Speech) -> Iterator[tuple[Key, ...]]:
    for block in blocks:
        keys = [Key(label=speech.text(one.label), data=one.data) for one in block]
        narrow = all(len(key.label) <= WIDEST_OF_TWO for key in keys)
        yield from _in_columns(keys, 2 if narrow else 1)


def _in_columns(keys: Sequence[Key], columns: int) -> Iterator[tuple[Key, ...]]:
    for at in range(0, len(keys), columns):
        yield tuple(keys[at : at + columns])


def _question(screen: QuestionScreen, speech: Speech) -> Iterator[Line]:
    facts: dict[str, Label] = {"name": screen.name, "number": str(screen.number)}
    yield speech.line(Phrase(id="question.header", facts=facts))
    yield (Span(text=speech.written(screen.question.text.by_language, screen.name)),)


def _tips(screen: TipsScreen, rows: tuple[tuple[Key, ...], ...], speech: Speech) -> Rendered:
    aloud = speech.written(screen.tips.say, screen.name)
    lines = tuple(_tips_lines(screen, aloud, speech))
    copying = (Key(label=speech.sentences["button.copy"], copy=aloud),)
    return Rendered(lines=lines, rows=(copying, *rows))


def _tips_lines(screen: TipsScreen, aloud: str, speech: Speech) -> Iterator[Line]:
    situation = Written(by_language=screen.situation.name)
    facts: dict[str, Label] = {"name": screen.name, "situation": situation}
    yield speech.line(Phrase(id="tips.title", facts=facts))
    persona = Written(by_language=screen.persona.name.by_language)
    facts = {"group": str(screen.persona.group), "persona": persona}
    yield speech.line(Phrase(id="tips.group", facts=facts))
    yield (Span(text=speech.written(screen.persona.essence.by_language, screen.name)),)
    yield BLANK
    for text in screen.tips.do:
        yield speech.line(Phrase(id="tips.do", facts={"text": speech.written(text, screen.name)}))
    avoid = speech.written(screen.tips.avoid, screen.name)
    yield speech.line(Phrase(id="tips.avoid", facts={"text": avoid}))
    yield BLANK
    yield speech.line(Phrase(id="tips.say", facts={"text": aloud}))
    if screen.principle is not None:
        yield BLANK
        principle = Written(by_language=screen.principle.text)
        yield speech.line(Phrase(id="tips.principle", facts={"text": principle}))


def _help(screen: HelpScreen, speech: Speech) -> Iterator[Line]:
    yield speech.line(Phrase(id="help.title"))
    yield BLANK
    for command in screen.commands:
        facts: dict[str, Label] = {"command": command, "text": Phrase(id=f"command.{command}")}
        yield speech.line(Phrase(id="help.line", facts=facts))
    yield BLANK
    yield speech.line(Phrase(id="help.note"))


__all__ = ["Key", "Rendered", "bar", "percent", "render"]
