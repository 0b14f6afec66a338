"""Tells commands from text."""

from bot.dialogue.events import Commanded, Typed


def heard(text: str) -> Commanded | Typed:
    """A text as a command when it begins with a slash and a letter, else as typed."""
    if not (text.startswith("/") and text[1:2].isalpha()):
        return Typed(text=text)
    name, *argument = text[1:].split(maxsplit=1)
    return Commanded(name=name.partition("@")[0].lower(), argument="".join(argument))
