"""What one step of the machine gives back."""

from dataclasses import dataclass

from bot.dialogue.effects import Effect
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Blocks, Message, Notice, Phrase, Reply


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The chat's next memory, what to say, and what to look up or write, in this order."""

    progress: Progress
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()


def say(progress: Progress, *phrases: Phrase, buttons: Blocks = ()) -> Turn:
    """A turn that only says something."""
    return Turn(progress=progress, replies=(Message(phrases=phrases, buttons=buttons),))


def notice(progress: Progress, phrase: Phrase) -> Turn:
    """A turn that says something in passing: the last screen and its buttons stay valid."""
    return Turn(progress=progress, replies=(Notice(phrase=phrase),))


def stale_button(progress: Progress) -> Turn:
    """What an old, unknown or foreign button does: says so and changes nothing."""
    return notice(progress, Phrase(id="stale.button"))
