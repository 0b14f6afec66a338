"""The buttons: one table from the data a button carries to what it does."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from bot.dialogue import commands, lookup, noting
from bot.dialogue.effects import LoadProfile
from bot.dialogue.intents import (
    Ask,
    Back,
    ChooseGroup,
    Confirm,
    Intent,
    Judge,
    MarkTips,
    Pause,
    ShowCard,
    ShowHistory,
    ShowRelationship,
    ShowTips,
    TakeAnswer,
    TakeBackConfirmation,
    TakeBackNote,
    TakeFact,
    TakeMeaning,
    TakeNote,
)
from bot.dialogue.interviewing import is_current, stale
from bot.dialogue.progress import Progress
from bot.dialogue.turn import Turn, stale_button
from bot.dialogue.world import World
from personas.model import GROUPS

Arguments: TypeAlias = Sequence[str]
Handler: TypeAlias = Callable[[Progress, Arguments, World], Turn]


def tapped(progress: Progress, data: str, world: World) -> Turn:
    """Does what a button says; an unknown or malformed one is answered in words."""
    kind, *arguments = data.split(":")
    count, handler = TAPS.get(kind, (-1, _unknown))
    if len(arguments) != count:
        return _unknown(progress, arguments, world)
    return handler(progress, arguments, world)


def _unknown(progress: Progress, _arguments: Arguments, _world: World) -> Turn:
    return stale_button(progress)


def _in_interview(make: Callable[[Arguments], Intent]) -> Handler:
    """A button of the question on the screen; its first two arguments say which question."""

    def handle(progress: Progress, arguments: Arguments, _world: World) -> Turn:
        customer_id = progress.customer_id
        if customer_id is None or not is_current(progress, arguments[0], arguments[1]):
            return stale(progress)
        effect = LoadProfile(customer_id=customer_id, then=make(arguments))
        return Turn(progress=progress, effects=(effect,))

    return handle


def _on_customer(make: Callable[[Arguments], Intent], group_at: int | None = None) -> Handler:
    """A button about a customer, its first argument; `group_at` is the place of a group."""

    def handle(progress: Progress, arguments: Arguments, world: World) -> Turn:
        if not (arguments[0].isascii() and arguments[0].isalnum()):
            return _unknown(progress, arguments, world)
        if group_at is not None and arguments[group_at] not in map(str, GROUPS):
            return _unknown(progress, arguments, world)
        effect = LoadProfile(customer_id=arguments[0], then=make(arguments))
        return Turn(progress=progress, effects=(effect,))

    return handle


def _tips(arguments: Arguments) -> Intent:
    return ShowTips(situation_id=arguments[1], group=int(arguments[2]))


def _confirm(arguments: Arguments) -> Intent:
    known = arguments[2] if arguments[2] in map(str, GROUPS) else "0"
    return Confirm(group=int(arguments[1]), known=int(known))


def _undo(arguments: Arguments) -> Intent:
    return TakeBackConfirmation(group=int(arguments[1]))


def _judge(arguments: Arguments) -> Intent:
    group = int(arguments[2]) if arguments[2] in map(str, GROUPS) else 0
    return Judge(interview_id=arguments[1], group=group)


def _meaning(arguments: Arguments) -> Intent:
    return TakeMeaning(note_id=arguments[1], cue_id=arguments[2], meant=arguments[3] == "1")


def _fact(arguments: Arguments) -> Intent:
    return TakeFact(fact_id=arguments[1], answer_id=arguments[2])


def _mark(arguments: Arguments) -> Intent:
    return MarkTips(situation_id=arguments[1], group=int(arguments[2]), useful=arguments[3] == "1")


def _note_for(progress: Progress, arguments: Arguments, world: World) -> Turn:
    if not progress.note:
        return stale_button(progress)
    take = _on_customer(lambda _: TakeNote(text=progress.note))
    return take(progress, arguments, world)


def _as_note(progress: Progress, arguments: Arguments, world: World) -> Turn:
    """The text that was looked up as a name is a note about the customer last seen."""
    if progress.pending is None:
        return stale_button(progress)
    text = progress.pending.name
    return _on_customer(lambda _: TakeNote(text=text))(progress, arguments, world)


def _create(progress: Progress, arguments: Arguments, world: World) -> Turn:
    return lookup.create(progress, arguments[0], world)


def _drop(progress: Progress, arguments: Arguments, world: World) -> Turn:
    return lookup.drop(progress, arguments[0], world)


def _list(progress: Progress, arguments: Arguments, world: World) -> Turn:
    if not arguments[0].isdecimal() or len(arguments[0]) > 4:
        return _unknown(progress, arguments, world)
    return lookup.list_page(progress, int(arguments[0]))


def _language(progress: Progress, arguments: Arguments, world: World) -> Turn:
    return commands.set_language(progress, arguments[0], world)


# kind -> (how many arguments, what it does)
TAPS: Mapping[str, tuple[int, Handler]] = {
    "pick": (3, _in_interview(lambda arguments: TakeAnswer(answer_id=arguments[2]))),
    "skip": (2, _in_interview(lambda _: TakeAnswer(answer_id=None))),
    "back": (2, _in_interview(lambda _: Back())),
    "look": (2, _in_interview(lambda _: ShowCard())),
    "later": (2, _in_interview(lambda _: Pause())),
    "card": (1, _on_customer(lambda _: ShowCard())),
    "ask": (1, _on_customer(lambda _: Ask())),
    "tips": (3, _on_customer(_tips, group_at=2)),
    "groups": (1, _on_customer(lambda _: ChooseGroup())),
    "group": (3, _on_customer(_confirm, group_at=1)),
    "undo": (2, _on_customer(_undo, group_at=1)),
    "judge": (3, _on_customer(_judge)),
    "cue": (4, _on_customer(_meaning)),
    "unnote": (2, _on_customer(lambda arguments: TakeBackNote(note_id=arguments[1]))),
    "history": (1, _on_customer(lambda _: ShowHistory())),
    "mark": (4, _on_customer(_mark, group_at=2)),
    "relation": (1, _on_customer(lambda _: ShowRelationship())),
    "fact": (3, _on_customer(_fact)),
    "retell": (2, _on_customer(lambda arguments: ShowRelationship(fact_id=arguments[1]))),
    "notefor": (1, _note_for),
    "asnote": (1, _as_note),
    "nonote": (0, lambda progress, _arguments, world: noting.drop_note(progress, world)),
    "create": (1, _create),
    "drop": (1, _drop),
    "list": (1, _list),
    "language": (1, _language),
}
