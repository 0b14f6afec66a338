"""What a typed line means: a number, a word that does something, an answer, a note, or a name."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.dialogue import noting
from bot.dialogue.commands import COMMANDS, carry_out
from bot.dialogue.effects import FindCustomers, LoadProfile
from bot.dialogue.intents import ShowAgain, ShowTips
from bot.dialogue.lookup import look_up
from bot.dialogue.plain import LONGEST_NAME, as_typed, clean, has_content, plain
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Phrase
from bot.dialogue.taps import tapped
from bot.dialogue.turn import Turn, notice, say
from bot.dialogue.world import World
from personas.notes import LONGEST_NOTE

NUMBER = re.compile(r"(?:chon |so |cau |number )?(\d{1,2})\)?")
NAMED = re.compile(r"([^:]{1,59}[^:\s])\s*:[\s,]*(?!\d)(.+)")
MOST_WORDS_OF_A_NAME = 7
MOST_WORDS_WITH_A_NICKNAME = 5
FEWEST_WORDS_OF_A_STORY = 5
# Who begins so tells of the customer and says no name.
SUBJECTS = frozenset({"khach", "kh", "he", "she", "they", "customer", "client", "cust", "guest"})
SHORTEST_START = 4  # letters: the beginning of one answer's label is enough
# Words that stand for a button of the question on the screen.
IN_INTERVIEW = frozenset({"skip", "back", "look", "later"})
# Words that stand for one of several buttons of a kind, by how its data ends.
SAID = {
    "meant": ("cue", ":1"),
    "not_meant": ("cue", ":0"),
    "useful": ("mark", ":1"),
    "wrong": ("mark", ":0"),
    "cannot_say": ("judge", ":0"),
}
# Words that stand for a button about the customer last seen.
ON_CUSTOMER = {"look": "card", "ask": "ask", "history": "history", "relation": "relation"}


def typed(progress: Progress, text: str, world: World) -> Turn:
    """Does what a typed line means; the first reading that fits is taken."""
    cleaned = clean(", ".join(line for line in text.splitlines() if line.strip()))
    if progress.flow == "interview" and progress.customer_id and not has_content(cleaned):
        again = ShowAgain(notice="name.no_letters" if cleaned else "name.empty")
        effect = LoadProfile(customer_id=progress.customer_id, then=again)
        return Turn(progress=progress, effects=(effect,))
    if not cleaned:
        return say(progress, Phrase(id="name.empty"))
    readings: tuple[Callable[[Progress, str, World], Turn | None], ...] = (
        _as_number,
        _as_word,
        _as_answer,
        _as_situation,
        _as_note,
    )
    for reading in readings:
        turn = reading(progress, cleaned, world)
        if turn is not None:
            return turn
    return look_up(progress, cleaned)


def _as_number(progress: Progress, text: str, world: World) -> Turn | None:
    number = NUMBER.fullmatch(plain(text))
    if number is None or not progress.buttons:
        return None
    if 1 <= int(number[1]) <= len(progress.buttons):
        return tapped(progress, progress.buttons[int(number[1]) - 1], world)
    facts = {"most": str(len(progress.buttons))}
    return notice(progress, Phrase(id="number.out_of_range", facts=facts))


def _as_answer(progress: Progress, text: str, world: World) -> Turn | None:
    question = world.knowledge.bank.question(progress.question_id or "")
    if progress.flow != "interview" or question is None:
        return None
    labels: Mapping[str, str] = {
        plain(answer.text[world.language]): answer.id for answer in question.answers
    }
    wanted = plain(text)
    begun = [id_ for label, id_ in labels.items() if label.startswith(wanted)]
    unique = begun[0] if len(begun) == 1 and len(wanted) >= SHORTEST_START else None
    answer_id = labels.get(wanted, unique)
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
    named, tail = SAID.get(kind, (kind, ""))
    shown = [
        data for data in progress.buttons if data.partition(":")[0] == named and data.endswith(tail)
    ]
    if kind == "skip" and progress.flow == "audit":
        return _button(progress, "cannot_say")
    if len(shown) == 1:
        return shown[0]
    if kind in IN_INTERVIEW and progress.flow == "interview":
        return f"{kind}:{progress.interview_id}:{progress.question_id}"
    if kind in ON_CUSTOMER and progress.customer_id is not None:
        return f"{ON_CUSTOMER[kind]}:{progress.customer_id}"
    return None


def _as_note(progress: Progress, text: str, world: World) -> Turn | None:
    """A note: about the customer named before a colon, else about the one last seen.

    What is short enough to be a name is looked up first.
    """
    named = NAMED.fullmatch(text)
    if progress.flow == "naming":  # all but "Chị Lan: gấp lắm" is a name
        if named is None or not _tells(named[2], world, customer=True):
            return None
        return Turn(progress=progress, effects=(FindCustomers(typed=named[1], note=named[2]),))
    if len(text) > LONGEST_NOTE:
        return noting.too_long(progress)
    if named is not None:
        return Turn(progress=progress, effects=(FindCustomers(typed=named[1], note=named[2]),))
    if len(text) > LONGEST_NAME:
        return noting.take_typed(progress, text)
    if _tells(text, world, customer=progress.customer_id is not None):
        return Turn(progress=progress, effects=(FindCustomers(typed=text, note=text),))
    return None


def _looks_like_a_name(words: Sequence[str], customer: bool, world: World) -> bool:
    """Whether few words are rather a name: "Anh Minh khó tính", "anh vội"; `customer`: one is open.

    "chị gấp lắm" is a note while somebody is on the screen, else nobody would be meant.
    """
    if len(words) > MOST_WORDS_WITH_A_NICKNAME:
        return False
    titled = words[0].lower() in world.knowledge.titles
    named = any(word[0].isupper() for word in words[1:])
    return named or (titled and (len(words) <= 2 or not customer))


def _situation_labels(world: World) -> set[str]:
    return {
        plain(label)
        for situation in world.knowledge.handbook.situations
        for label in (*situation.name.values(), *situation.button.values())
    }


def _tells(text: str, world: World, *, customer: bool) -> bool:
    """Whether a text tells of a behaviour, or is longer than a name."""
    words = text.split()
    if len(words) > MOST_WORDS_OF_A_NAME or (len(words) > 3 and plain(words[0]) in SUBJECTS):
        return True
    if plain(text) in _situation_labels(world) or _looks_like_a_name(words, customer, world):
        return False
    reading = world.knowledge.reader.read(text)
    if len(words) < FEWEST_WORDS_OF_A_STORY:  # so short, only a known phrasing counts
        told = customer and len(words) == 2 and plain(words[0]) in SUBJECTS  # "khách vội"
        doubtful = reading.doubtful if told else ()
        return any(one.words for one in (*reading.cues, *doubtful))  # the weights alone quote none
    return bool(reading.cues or reading.doubtful)


def _as_situation(progress: Progress, text: str, world: World) -> Turn | None:
    if progress.flow == "interview" or progress.customer_id is None:
        return None
    for situation in world.knowledge.handbook.situations:
        labels = (*situation.name.values(), *situation.button.values())
        if plain(text) in map(plain, labels):
            then = ShowTips(situation_id=situation.id, group=None)
            effect = LoadProfile(customer_id=progress.customer_id, then=then)
            return Turn(progress=progress, effects=(effect,))
    return None
