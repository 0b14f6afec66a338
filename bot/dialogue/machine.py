"""The machine: one step from memory and event to the next memory, replies and effects."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.dialogue import carding, history, interviewing, judging, lookup, noting, relating
from bot.dialogue.commands import carry_out, show_hits
from bot.dialogue.effects import ListCustomers, NoteRefusal, RedeemInvite
from bot.dialogue.events import (
    Attached,
    Commanded,
    CustomerRemoved,
    CustomersFound,
    CustomersListed,
    Event,
    FromDatabase,
    FromPerson,
    HitsLoaded,
    InviteChecked,
    ProfileLoaded,
    Tapped,
    Typed,
)
from bot.dialogue.intents import (
    Ask,
    Back,
    ChooseGroup,
    Confirm,
    Judge,
    MarkTips,
    Pause,
    ShowAgain,
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
from bot.dialogue.people import may
from bot.dialogue.plain import clean
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Notice, Phrase, buttons_of
from bot.dialogue.taps import tapped
from bot.dialogue.turn import Turn, notice, say
from bot.dialogue.typed import typed
from bot.dialogue.world import World

# What is done with a loaded profile, by intent.
WITH_PROFILE: Mapping[type, Callable[..., Turn]] = {
    ShowCard: carding.open_card,
    ShowTips: carding.show_tips,
    ChooseGroup: carding.choose_group,
    Confirm: carding.confirm,
    TakeBackConfirmation: carding.take_back,
    TakeNote: noting.take_note,
    TakeMeaning: noting.take_meaning,
    TakeBackNote: noting.take_back_note,
    Judge: judging.judge,
    MarkTips: judging.mark_tips,
    ShowHistory: history.show_history,
    ShowRelationship: relating.show_relationship,
    TakeFact: relating.take_fact,
    Ask: interviewing.ask,
    TakeAnswer: interviewing.take_answer,
    Back: interviewing.back,
    Pause: interviewing.pause,
    ShowAgain: interviewing.show_again,
}


def step(progress: Progress, event: Event, world: World) -> Turn:
    """The chat's next memory, what to say and what to look up or write, for any event at all."""
    known = may(world.person, "talk")
    turn = _react(progress, event, world) if known else _meet_stranger(event)
    screens = [reply for reply in turn.replies if not isinstance(reply, Notice)]
    if not screens or (turn.progress.flow == "interview" and not buttons_of(screens[-1])):
        return turn  # the buttons of the screen before are still the ones to tap
    shown = tuple(button.data for block in buttons_of(screens[-1]) for button in block)
    return replace(turn, progress=replace(turn.progress, buttons=shown))


def _react(progress: Progress, event: Event, world: World) -> Turn:
    match event:
        case Typed() | Tapped() | Commanded() | Attached():
            return _hear(progress, event, world)
        case _:
            return _learn(progress, event, world)


def _hear(progress: Progress, event: FromPerson, world: World) -> Turn:
    match event:
        case Typed():
            return typed(progress, event.text, world)
        case Tapped():
            return tapped(progress, event.data, world)
        case Commanded():
            return carry_out(progress, event.name, event.argument, world)
        case Attached():
            return notice(progress, Phrase(id=f"attached.{event.kind}"))


def _learn(progress: Progress, event: FromDatabase, world: World) -> Turn:
    match event:
        case CustomersFound():
            return lookup.found(progress, event, world)
        case CustomersListed():
            return lookup.listed(progress, event, world)
        case ProfileLoaded():
            return _with_profile(progress, event, world)
        case CustomerRemoved():
            return lookup.removed(progress, event, world)
        case InviteChecked():
            return _admitted(event)
        case HitsLoaded():
            return show_hits(progress, event, world)


def _with_profile(progress: Progress, event: ProfileLoaded, world: World) -> Turn:
    if event.profile is None:
        gone = progress.customer_id == event.customer_id
        return say(Progress() if gone else progress, Phrase(id="customer.missing"))
    handler: Callable[[Progress, Any, Any, World], Turn] = WITH_PROFILE[type(event.then)]
    return handler(progress, event.profile, event.then, world)


def _meet_stranger(event: Event) -> Turn:
    """An unknown person gets in with an invite code, else a polite refusal and nothing more."""
    match event:
        case Commanded(name="start", argument=code) if clean(code):
            return Turn(progress=Progress(), effects=(RedeemInvite(code=clean(code)),))
        case InviteChecked(role=None):
            refusal = Phrase(id="invite_refused")
        case _:
            refusal = Phrase(id="refused")
    return replace(say(Progress(), refusal), effects=(NoteRefusal(),))


def _admitted(event: InviteChecked) -> Turn:
    said = say(Progress(), Phrase(id="admitted", facts={"role": Phrase(id=f"role.{event.role}")}))
    return replace(said, effects=(ListCustomers(greeting=True),))
