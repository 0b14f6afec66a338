"""The lines of a customer's card."""

from collections.abc import Iterator

from bot.dialogue.card import Card, Guess
from bot.dialogue.replies import Label, Phrase, Written
from bot.language import Line, Span, Speech
from personas.reasons import Reason

BAR_CELLS = 10
BLANK: Line = ()
DAYS_IN_MONTH = 30.44


def percent(probability: float) -> str:
    """A probability as whole percent, never 0 % or 100 %: a hypothesis is neither."""
    return f"{min(99, max(1, round(100 * probability)))}%"


def bar(probability: float) -> str:
    """A probability as a bar of ten cells."""
    filled = round(BAR_CELLS * probability)
    return "▰" * filled + "▱" * (BAR_CELLS - filled)


def card_lines(card: Card, speech: Speech) -> Iterator[Line]:
    """The whole card: judgement, hypothesis, reasons, what to do and what to avoid."""
    name = card.customer.name
    yield speech.line(Phrase(id="card.title", facts={"name": name}))
    facts: dict[str, Label]
    if card.confirmed is not None:
        facts = {
            "group": str(card.confirmed.group),
            "persona": Written(by_language=card.confirmed.name.by_language),
        }
        yield speech.line(Phrase(id="card.confirmed", facts=facts))
    yield from _relationship(card, speech)
    if card.answers == 0:
        yield speech.line(Phrase(id="card.empty"))
    else:
        yield from _hypothesis(card, speech)
    if card.answers or card.confirmed is not None:
        yield BLANK
        yield from _advice(card, speech)


def _relationship(card: Card, speech: Speech) -> Iterator[Line]:
    """The relationship category where it is known, with what overlays it."""
    if card.relationship is None:
        return
    scheme, classification = card.relationship
    shown = [scheme.class_of(classification.class_id), *map(scheme.flag_of, classification.flags)]
    named = [f"{one.icon} {speech.written(one.name)}" for one in shown if one is not None]
    if named:
        yield speech.line(Phrase(id="card.relationship", facts={"classes": " · ".join(named)}))


def _advice(card: Card, speech: Speech) -> Iterator[Line]:
    if card.confirmed is None and card.verdict != "sure":
        facts: dict[str, Label] = {"group": str(card.persona.group)}
        yield speech.line(Phrase(id="card.if_right", facts=facts))
    for kind, text in (("do", card.persona.do), ("avoid", card.persona.avoid)):
        written = speech.written(text.by_language, card.customer.name)
        yield speech.line(Phrase(id=f"card.{kind}", facts={"text": written}))


def _hypothesis(card: Card, speech: Speech) -> Iterator[Line]:
    yield speech.line(guess("card.hypothesis", card.first))
    yield (Span(text=f"{bar(card.first.probability)} {percent(card.first.probability)}"),)
    yield speech.line(guess("card.runner_up", card.second))
    facts: dict[str, Label] = {
        "answers": str(card.answers),
        "first": str(card.first.persona.group),
        "second": str(card.second.persona.group),
    }
    yield speech.line(Phrase(id=f"verdict.{card.verdict}", facts=facts))
    yield from _changes(card, speech)
    if not card.reasons:
        return
    yield BLANK
    yield (Span(text=speech.sentences["card.why"], style="bold"),)
    for reason in card.reasons:
        facts = {"seen": reason_text(reason, card, speech), "group": str(reason.other)}
        yield speech.line(Phrase(id="card.for" if reason.is_for else "card.against", facts=facts))


def _changes(card: Card, speech: Speech) -> Iterator[Line]:
    """What the last sighting contradicts, and that nothing was seen for long."""
    facts: dict[str, Label]
    if card.shift is not None:
        facts = {"before": str(card.shift.before), "now": str(card.shift.now)}
        yield speech.line(Phrase(id="card.shift", facts=facts))
    if card.stale_days is not None:
        facts = {"months": str(round(card.stale_days / DAYS_IN_MONTH))}
        yield speech.line(Phrase(id="card.stale", facts=facts))


def reason_text(reason: Reason, card: Card, speech: Speech) -> str:
    """What was seen, in words; the wording of the notes as a whole has a sentence of ours."""
    if reason.seen is None:
        return speech.sentences["card.wording"]
    return speech.written(reason.seen.by_language, card.customer.name)


def guess(phrase_id: str, one: Guess) -> Phrase:
    """A group with its name and probability as a sentence."""
    return Phrase(
        id=phrase_id,
        facts={
            "group": str(one.persona.group),
            "persona": Written(by_language=one.persona.name.by_language),
            "percent": percent(one.probability),
        },
    )
