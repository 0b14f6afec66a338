"""Turns a reply into the lines and buttons a transport shows, in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.dialogue.card import Card, Guess
from bot.dialogue.replies import (
    Blocks,
    CardScreen,
    HelpScreen,
    Label,
    Message,
    Notice,
    Phrase,
    QuestionScreen,
    Reply,
    TipsScreen,
    Written,
    buttons_of,
)
from bot.language import Line, Span, Speech

WIDEST_OF_TWO = 18  # characters: a longer label gets a row of its own, or a phone cuts it off
BAR_CELLS = 10
BLANK: Line = ()


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
        case Message():
            return Rendered(lines=tuple(speech.line(one) for one in reply.phrases), rows=rows)
        case QuestionScreen():
            return Rendered(lines=tuple(_question(reply, speech)), rows=rows)
        case CardScreen():
            return Rendered(lines=tuple(_card(reply.card, speech)), rows=rows)
        case TipsScreen():
            return _tips(reply, rows, speech)
        case HelpScreen():
            return Rendered(lines=tuple(_help(reply, speech)))


def percent(probability: float) -> str:
    """A probability as whole percent, never 0 % or 100 %: a hypothesis is neither."""
    return f"{min(99, max(1, round(100 * probability)))}%"


def bar(probability: float) -> str:
    """A probability as a bar of ten cells."""
    filled = round(BAR_CELLS * probability)
    return "▰" * filled + "▱" * (BAR_CELLS - filled)


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


def _card(card: Card, speech: Speech) -> Iterator[Line]:
    name = card.customer.name
    yield speech.line(Phrase(id="card.title", facts={"name": name}))
    facts: dict[str, Label]
    if card.confirmed is not None:
        facts = {
            "group": str(card.confirmed.group),
            "persona": Written(by_language=card.confirmed.name.by_language),
        }
        yield speech.line(Phrase(id="card.confirmed", facts=facts))
    if card.answers == 0:
        yield speech.line(Phrase(id="card.empty"))
    else:
        yield from _hypothesis(card, speech)
    if card.answers or card.confirmed is not None:
        yield BLANK
        if card.confirmed is None and card.verdict != "sure":
            facts = {"group": str(card.persona.group)}
            yield speech.line(Phrase(id="card.if_right", facts=facts))
        for kind, text in (("do", card.persona.do), ("avoid", card.persona.avoid)):
            written = speech.written(text.by_language, name)
            yield speech.line(Phrase(id=f"card.{kind}", facts={"text": written}))


def _hypothesis(card: Card, speech: Speech) -> Iterator[Line]:
    yield speech.line(_guess("card.hypothesis", card.first))
    yield (Span(text=f"{bar(card.first.probability)} {percent(card.first.probability)}"),)
    yield speech.line(_guess("card.runner_up", card.second))
    facts: dict[str, Label] = {
        "answers": str(card.answers),
        "first": str(card.first.persona.group),
        "second": str(card.second.persona.group),
    }
    yield speech.line(Phrase(id=f"verdict.{card.verdict}", facts=facts))
    if not card.reasons:
        return
    yield BLANK
    yield (Span(text=speech.sentences["card.why"], style="bold"),)
    for reason in card.reasons:
        seen = speech.written(reason.answer.seen.by_language, card.customer.name)
        facts = {"seen": seen, "group": str(reason.other)}
        yield speech.line(Phrase(id="card.for" if reason.is_for else "card.against", facts=facts))


def _guess(phrase_id: str, guess: Guess) -> Phrase:
    return Phrase(
        id=phrase_id,
        facts={
            "group": str(guess.persona.group),
            "persona": Written(by_language=guess.persona.name.by_language),
            "percent": percent(guess.probability),
        },
    )


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
