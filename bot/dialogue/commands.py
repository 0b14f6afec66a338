"""The commands: one table, from which /help and Telegram's menu are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.dialogue.effects import ListCustomers, LoadHits, LoadProfile, SetLanguage
from bot.dialogue.events import HitsLoaded
from bot.dialogue.intents import Judge, Pause, ShowAgain
from bot.dialogue.lookup import list_page, look_up, no_longer_naming
from bot.dialogue.people import EVERYONE, MANAGERS
from bot.dialogue.plain import clean
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Button, HelpScreen, HitsScreen, Phrase
from bot.dialogue.turn import Turn, say, stale_button
from bot.dialogue.world import World

Handler: TypeAlias = Callable[[Progress, str, World], Turn]


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a command does and who may use it; its sentence is `command.NAME` in bot/texts."""

    handler: Handler
    roles: frozenset[str] = EVERYONE


def start(progress: Progress, _argument: str, _world: World) -> Turn:
    """The welcome with the last customers as buttons."""
    return Turn(progress=no_longer_naming(progress), effects=(ListCustomers(greeting=True),))


def new(progress: Progress, argument: str, _world: World) -> Turn:
    """Asks for the new customer's name, or takes it from behind the command."""
    naming = replace(progress, flow="naming", pending=None)
    if clean(argument):
        return look_up(naming, clean(argument))
    return say(naming, Phrase(id="name.ask"))


def customers(progress: Progress, _argument: str, _world: World) -> Turn:
    """The customers used last."""
    return list_page(progress, 0)


def language(progress: Progress, argument: str, world: World) -> Turn:
    """The languages to choose from, or the one named behind the command."""
    if clean(argument).lower() in world.knowledge.languages:
        return set_language(progress, clean(argument).lower(), world)
    ways = tuple(
        Button(label=name, data=f"language:{code}")
        for code, name in world.knowledge.languages.items()
    )
    return say(progress, Phrase(id="language.choose"), buttons=(ways,))


def set_language(progress: Progress, code: str, world: World) -> Turn:
    """Speaks the chosen language from now on; an open question is shown again in it."""
    if code not in world.knowledge.languages:
        return stale_button(progress)
    chosen = SetLanguage(language=code)
    if progress.flow == "interview" and progress.customer_id is not None:
        again = ShowAgain(notice="language.chosen")
        reload = LoadProfile(customer_id=progress.customer_id, then=again)
        return Turn(progress=progress, effects=(chosen, reload))
    return replace(say(progress, Phrase(id="language.chosen")), effects=(chosen,))


def show_help(progress: Progress, _argument: str, world: World) -> Turn:
    """All commands this person may use."""
    role = world.person.role if world.person else ""
    names = tuple(name for name, command in COMMANDS.items() if role in command.roles)
    return Turn(progress=no_longer_naming(progress), replies=(HelpScreen(commands=names),))


def cancel(progress: Progress, _argument: str, _world: World) -> Turn:
    """Stops what is going on; everything answered is kept."""
    if progress.flow == "interview" and progress.customer_id is not None:
        then = ShowAgain(notice="name.dropped") if progress.pending else Pause()
        effect = LoadProfile(customer_id=progress.customer_id, then=then)
        return Turn(progress=replace(progress, pending=None, note=""), effects=(effect,))
    if progress.flow == "audit" and progress.customer_id is not None:
        cannot_say = Judge(interview_id=progress.interview_id or "", group=0)
        effect = LoadProfile(customer_id=progress.customer_id, then=cannot_say)
        return Turn(progress=progress, effects=(effect,))
    if progress.note:
        return say(replace(progress, note="", pending=None), Phrase(id="note.dropped"))
    if progress.flow == "naming" or progress.pending is not None:
        return say(replace(progress, flow="idle", pending=None), Phrase(id="name.dropped"))
    return say(progress, Phrase(id="cancel.nothing"))


def learning(progress: Progress, _argument: str, _world: World) -> Turn:
    """How well the hypotheses, questions, cues and tips did, for managers."""
    return Turn(progress=no_longer_naming(progress), effects=(LoadHits(),))


def show_hits(progress: Progress, event: HitsLoaded, world: World) -> Turn:
    """The screen with what LoadHits asked for."""
    knowledge = world.knowledge
    screen = HitsScreen(hits=event.hits, bank=knowledge.bank, handbook=knowledge.handbook)
    return Turn(progress=progress, replies=(screen,))


COMMANDS: Mapping[str, Command] = {
    "start": Command(handler=start),
    "new": Command(handler=new),
    "customers": Command(handler=customers),
    "learning": Command(handler=learning, roles=MANAGERS),
    "language": Command(handler=language),
    "cancel": Command(handler=cancel),
    "help": Command(handler=show_help),
}


def carry_out(progress: Progress, name: str, argument: str, world: World) -> Turn:
    """Does what a command says; an unknown one is answered in words."""
    command = COMMANDS.get(name)
    if command is None or world.person is None or world.person.role not in command.roles:
        return say(progress, Phrase(id="command.unknown"))
    return command.handler(progress, argument, world)
