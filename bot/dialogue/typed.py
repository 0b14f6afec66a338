"""What a typed line means: a number, an answer, a word that does something, or a name."""

from collections.abc import Callable, Mapping

from bot.dialogue.commands import COMMANDS, carry_out
from bot.dialogue.lookup import look_up
from bot.dialogue.plain import as_typed, clean, plain
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Phrase
from bot.dialogue.taps import tapped
from bot.dialogue.turn import Turn, notice, say
from bot.dialogue.world import World

# Words that stand for a button of the question on the screen.
IN_INTERVIEW = frozenset({"skip", "back", "look", "later"})
# Words that stand for a button about the customer last seen.
ON_CUSTOMER = {"look": "card", "ask": "ask"}


def typed(progress: Progress, text: str, world: World) -> Turn:
    """Does what a typed line means; the first reading that fits is taken."""
    cleaned = clean(text)
    if not cleaned:
        return say(progress, Phrase(id="name.empty"))
    readings: tuple[Callable[[Progress, str, World], Turn | None], ...] = (
        _as_number,
        _as_answer,
        _as_word,
        _as_situation,
    )
    for reading in readings:
        turn = reading(progress, cleaned, world)
        if turn is not None:
            return turn
    return look_up(progress, cleaned)


def _as_number(progress: Progress, text: str, world: World) -> Turn | None:
    digits = text.rstrip(".)")
    if not (digits.isdecimal() and len(digits) <= 2 and progress.buttons):
        return None
    if 1 <= int(digits) <= len(progress.buttons):
        return tapped(progress, progress.buttons[int(digits) - 1], world)
    facts = {"most": str(len(progress.buttons))}
    return notice(progress, Phrase(id="number.out_of_range", facts=facts))


def _as_answer(progress: Progress, text: str, world: World) -> Turn | None:
    question = world.knowledge.bank.question(progress.question_id or "")
    if progress.flow != "interview" or question is None:
        return None
    labels: Mapping[str, str] = {
        plain(answer.text[world.language]): answer.id for answer in question.answers
    }
    answer_id = labels.get(plain(text))
    if answer_id is None:
        return None
    data = f"pick:{progress.interview_id}:{progress.question_id}:{answer_id}"
    return tapped(progress, data, world)


def _as_word(progress: Progress, text: str, world: World) -> Turn | None:
    meaning = world.knowledge.words.get(as_typed(text))
    if meaning is None:
        return None
    if meaning in COMMANDS:
        return carry_out(progress, meaning, "", world)
    data = _button(progress, meaning)
    return tapped(progress, data, world) if data else say(progress, Phrase(id="cancel.nothing"))


def _button(progress: Progress, kind: str) -> str | None:
    """The data of the only button of that kind on the screen, else of the open question."""
    shown = [data for data in progress.buttons if data.partition(":")[0] == kind]
    if len(shown) == 1:
        return shown[0]
    if kind in IN_INTERVIEW and progress.flow == "interview":
        return f"{kind}:{progress.interview_id}:{progress.question_id}"
    if kind in ON_CUSTOMER and progress.customer_id is not None:
        return f"{ON_CUSTOMER[kind]}:{progress.customer_id}"
    return None


def _as_situation(progress: Progress, text: str, world: World) -> Turn | None:
    for situation in world.knowledge.handbook.situations:
        labels = (*situation.name.values(), *situation.button.values())
        if plain(text) in map(plain, labels):
            start = f"tips:{progress.customer_id}:{situation.id}:"
            shown = [data for data in progress.buttons if data.startswith(start)]
            return tapped(progress, shown[0], world) if shown else None
    return None
