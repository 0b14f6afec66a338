"""The lines about a customer's relationship category."""

from collections.abc import Iterator

from bot.dialogue.replies import Label, Phrase, RelationshipScreen, Written
from bot.language import Line, Speech
from bot.screens.card import BLANK


def relationship_lines(screen: RelationshipScreen, speech: Speech) -> Iterator[Line]:
    """The class with its reason, what to do, a tip; else what is missing."""
    yield speech.line(Phrase(id="relation.title", facts={"name": screen.name}))
    found = screen.scheme.class_of(screen.classification.class_id)
    facts: dict[str, Label]
    if found is None:
        yield speech.line(Phrase(id="relation.unknown"))
    else:
        reason = screen.classification.reason or {}
        facts = {
            "icon": found.icon,
            "name": Written(by_language=found.name),
            "reason": speech.written(reason, screen.name),
        }
        yield speech.line(Phrase(id="relation.class", facts=facts))
    yield from _flags(screen, speech)
    if found is not None or "complaint" in screen.classification.flags:
        yield BLANK
        yield from _care(screen, speech)
    if screen.question is not None and screen.question.question is not None:
        yield BLANK
        asked = speech.written(screen.question.question, screen.name)
        yield speech.line(Phrase(id="relation.question", facts={"text": asked}))


def _flags(screen: RelationshipScreen, speech: Speech) -> Iterator[Line]:
    for flag_id in screen.classification.flags:
        flag = screen.scheme.flag_of(flag_id)
        if flag is not None:
            reason = screen.classification.flag_reasons[flag_id]
            facts: dict[str, Label] = {
                "icon": flag.icon,
                "name": Written(by_language=flag.name),
                "reason": speech.written(reason, screen.name),
            }
            yield speech.line(Phrase(id="relation.flag", facts=facts))


def _care(screen: RelationshipScreen, speech: Speech) -> Iterator[Line]:
    """What to do: a complaint comes before everything else."""
    flags = [screen.scheme.flag_of(one) for one in screen.classification.flags]
    found = screen.scheme.class_of(screen.classification.class_id)
    first = next((flag for flag in flags if flag is not None and flag.id == "complaint"), found)
    for text in first.care if first is not None else ():
        said = speech.written(text, screen.name)
        yield speech.line(Phrase(id="tips.do", facts={"text": said}))
    if screen.tip is not None:
        facts: dict[str, Label] = {
            "group": str(screen.persona.group),
            "text": speech.written(screen.tip, screen.name),
        }
        yield BLANK
        said_id = "relation.tip" if screen.is_sure else "relation.tip_if"
        yield speech.line(Phrase(id=said_id, facts=facts))
    if screen.principle is not None:
        yield BLANK
        principle = Written(by_language=screen.principle.text)
        yield speech.line(Phrase(id="tips.principle", facts={"text": principle}))
