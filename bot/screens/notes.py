"""The lines that answer a note, and the history of a hypothesis."""

from collections.abc import Iterator

from bot.dialogue.card import CONTRADICTS
from bot.dialogue.replies import HistoryScreen, Label, NoteScreen, Phrase, Step
from bot.language import Line, Speech
from bot.screens.card import BLANK, guess, percent


def note_lines(screen: NoteScreen, speech: Speech) -> Iterator[Line]:
    """What was understood of a note, how the hypothesis moved, and what is doubtful."""
    name = screen.card.customer.name
    yield speech.line(Phrase(id="note.title", facts={"name": name}))
    yield speech.line(_understood(screen, speech))
    if screen.card.answers:
        yield BLANK
        yield from _moved(screen, speech)
    if screen.doubt is not None:
        yield BLANK
        doubt = speech.written(screen.doubt.by_language, name)
        within = doubt[:1].lower() + doubt[1:]  # it stands inside a sentence
        yield speech.line(Phrase(id="note.doubt", facts={"text": within}))


def _understood(screen: NoteScreen, speech: Speech) -> Phrase:
    if screen.seen:
        name = screen.card.customer.name
        seen = "; ".join(speech.written(one.by_language, name) for one in screen.seen)
        return Phrase(id="note.understood", facts={"seen": seen})
    if screen.reading.problem == "other_script":
        return Phrase(id="note.other_script")
    if screen.reading.impression is not None:
        return Phrase(id="note.only_wording")
    return Phrase(id="note.only_doubt" if screen.doubt is not None else "note.nothing")


def _moved(screen: NoteScreen, speech: Speech) -> Iterator[Line]:
    before, after = screen.before, screen.card
    yield speech.line(guess("note.hypothesis", after.first))
    shown = (before.first.persona.group, percent(before.first.probability))
    moved = shown != (after.first.persona.group, percent(after.first.probability))
    if before.answers and moved:
        facts: dict[str, Label] = {
            "group": str(before.first.persona.group),
            "percent": percent(before.first.probability),
        }
        yield speech.line(Phrase(id="note.before", facts=facts))
    yield speech.line(guess("card.runner_up", after.second))
    if after.verdict == "unsure":
        facts = {"answers": str(after.answers)}
        yield speech.line(Phrase(id="verdict.unsure", facts=facts))


def history_lines(screen: HistoryScreen, speech: Speech) -> Iterator[Line]:
    """One line per sighting, oldest first."""
    yield speech.line(Phrase(id="history.title", facts={"name": screen.name}))
    for step in screen.steps:
        yield speech.line(_step(step))
    if not screen.steps:
        yield speech.line(Phrase(id="card.empty"))


def _step(step: Step) -> Phrase:
    year, month, day = step.day.split("-") if step.day.count("-") == 2 else ("", "", step.day)
    facts: dict[str, Label] = {
        "day": f"{day}/{month}/{year}" if year else day,
        "group": str(step.group),
        "percent": percent(step.probability),
        "runner_up": str(step.runner_up),
        "seen": str(step.seen),
        "alone": str(step.alone),
    }
    apart = step.alone != step.group and step.alone_probability >= CONTRADICTS
    return Phrase(id="history.step_apart" if apart else "history.step", facts=facts)
