"""What a typed line means: a number, an answer, a word that does something, or a name."""

from collections.abc import Callable, Mapping

from bot.dialogue.commands import carry_out
from bot.dialogue.lookup import look_up
from bot.dialogue.plain import clean, plain
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Phrase
from bot.dialogue.taps import tapped
from bot.dialogue.turn import Turn, notice, say
from bot.dialogue.world import World

# Words that stand for a button of the question on the screen.
IN_INTERVIEW = frozenset({"skip", "back", "look", "later"})


def typed(progress: Progress, text: str, world: World) -> Turn:
    """Does what a typed line means; the first reading that fits is taken."""
    cleaned = clean(text)
    if not cleaned:
        return say(progress, Phrase(id="name.empty"))
    readings: tuple[Callable[[Progress, str, World], Turn | None], ...] = (
        _as_number,
        _as_answer,
        _as_word,
    )
    for reading in readings:
        turn = reading(progress, cleaned, world)
        if turn is not None:
            return turn
    return look_up(progress, cleaned)


def _as_number(progress: Progress, text: str, world: World) -> Turn | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and progress.buttons):
        return None
    if 1 <= int(text) <= len(progress.buttons):
        return tapped(progress, progress.buttons[int(text) - 1], world)
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
    data = f"answer:{progress.interview_id}:{progress.number}:{answer_id}"
    return tapped(progress, data, world)


def _as_word(progress: Progress, text: str, world: World) -> Turn | None:
    meaning = world.knowledge.words.get(plain(text))
    if meaning is None:
        return None
    if meaning in IN_INTERVIEW:
        if progress.flow != "interview":
            return None
        return tapped(progress, f"{meaning}:{progress.interview_id}:{progress.number}", world)
    return carry_out(progress, meaning, "", world)
