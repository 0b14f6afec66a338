"""The lines that tell managers how well the product did."""

from collections.abc import Iterator, Sequence

from bot.dialogue.hits import Hits, TipHit
from bot.dialogue.replies import HitsScreen, Label, Phrase
from bot.language import Line, Speech
from bot.screens.card import BLANK
from personas.hits import Hit
from personas.model import Text

MOST = 5  # lines per part: the rest is in `hieukhach learning`
FEWEST = 5  # times: a share of fewer says nothing


def hits_lines(screen: HitsScreen, speech: Speech) -> Iterator[Line]:
    """The counts, then the best and the worst of each kind."""
    hits = screen.hits
    yield speech.line(Phrase(id="hits.title"))
    yield speech.line(Phrase(id="hits.confirmed", facts=_counts(hits)))
    said = "hits.audits" if hits.audits else "hits.no_audits"
    yield speech.line(Phrase(id=said, facts=_counts(hits)))
    lesson = "hits.lesson" if hits.version and hits.learned else "hits.no_lesson"
    yield speech.line(Phrase(id=lesson, facts=_counts(hits)))
    parts = (
        ("hits.questions", _named(hits.questions, screen, speech)),
        ("hits.rules", [(hit.subject, hit) for hit in hits.rules]),
        ("hits.cues", _named(hits.cues, screen, speech)),
    )
    for title, named in parts:
        yield from _part(title, named, speech, whole=screen.whole)
    yield from _tips(hits.tips, screen, speech)


def _counts(hits: Hits) -> dict[str, Label]:
    return {
        "confirmed": str(hits.confirmed),
        "repeated": str(hits.repeated),
        "audits": str(hits.audits),
        "agreed": str(hits.agreed),
        "version": str(hits.version),
        "temperature": f"{hits.temperature:.2f}",
    }


def _named(hits: Sequence[Hit], screen: HitsScreen, speech: Speech) -> list[tuple[str, Hit]]:
    """The hits with the words of their question or cue; what the content lost stands by its id."""
    return [(_name(hit.subject, screen, speech), hit) for hit in hits]


def _name(subject: str, screen: HitsScreen, speech: Speech) -> str:
    question, cue = screen.bank.question(subject), screen.bank.cues_by_id.get(subject)
    text: Text | None = question.text if question else cue.text if cue else None
    return speech.written(text.by_language) if text else subject


def _part(
    title: str, named: Sequence[tuple[str, Hit]], speech: Speech, *, whole: bool
) -> Iterator[Line]:
    """The most misleading first, then the most telling: what a manager can do something about."""
    fewest = 1 if whole else FEWEST
    spoken = sorted((one for one in named if one[1].times >= fewest), key=lambda one: one[1].bits)
    if not spoken:
        return
    yield BLANK
    yield speech.line(Phrase(id=title))
    chosen = spoken if whole or len(spoken) <= MOST else [*spoken[:2], *spoken[2 - MOST :]]
    for name, hit in chosen:
        facts: dict[str, Label] = {
            "name": name,
            "times": str(hit.times),
            "right": str(round(100 * hit.right)),
            "bits": f"{hit.bits:+.2f}",
        }
        yield speech.line(Phrase(id="hits.line", facts=facts))


def _tips(tips: Sequence[TipHit], screen: HitsScreen, speech: Speech) -> Iterator[Line]:
    if not tips:
        return
    yield BLANK
    yield speech.line(Phrase(id="hits.tips"))
    ranked = sorted(tips, key=lambda one: (-one.wrong, -one.useful))
    for tip in ranked if screen.whole else ranked[:MOST]:
        situation = screen.handbook.situation(tip.situation_id)
        facts: dict[str, Label] = {
            "group": str(tip.group),
            "situation": speech.written(situation.name) if situation else tip.situation_id,
            "useful": str(tip.useful),
            "wrong": str(tip.wrong),
        }
        yield speech.line(Phrase(id="hits.tip", facts=facts))
