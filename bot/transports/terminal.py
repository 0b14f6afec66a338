"""The same dialogue in a terminal: numbered answers, colours where they can be shown."""

from collections.abc import Iterable, Mapping
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.conversation import BusyError, Conversation, Heard, Identity
from bot.dialogue.events import Commanded
from bot.dialogue.slash import heard as heard_as
from bot.language import Speech
from bot.rendering import Rendered, render

LOCAL = Identity(transport="terminal", external_id="local", chat_id="local", language="")
LEAVING = frozenset({"exit", "quit", "thoát", "thoat"})
STYLES = {"plain": "", "bold": "bold"}


class Terminal:
    """Shows replies on a console; plain text when it is none."""

    def __init__(self, output: TextIO, speeches: Mapping[str, Speech]) -> None:
        # A pipe gets whole lines; on a screen words are not broken.
        whole = not output.isatty()
        self._console = Console(file=output, highlight=False, soft_wrap=whole, emoji=False)
        self._speeches = speeches

    def show(self, heard: Heard) -> None:
        """Prints all replies, the last screen's buttons numbered as typed numbers mean them."""
        speech = self._speeches[heard.language]
        for reply in heard.replies:
            self._print(render(reply, speech))

    def say(self, sentence: str, language: str) -> None:
        """Prints one of the terminal's own sentences."""
        self._console.print(Text(self._speeches[language].sentences[sentence]))

    def _print(self, rendered: Rendered) -> None:
        self._console.print()
        for line in rendered.lines:
            spans = [(span.text, STYLES[span.style]) for span in line]
            self._console.print(Text.assemble(*spans))
        keys = [key for row in rendered.rows for key in row if key.data]
        for number, key in enumerate(keys, start=1):
            self._console.print(Text.assemble((f"{number:>3} ", "cyan"), key.label))


def chat(conversation: Conversation, terminal: Terminal, lines: Iterable[str]) -> None:
    """Holds the conversation until the lines end."""
    terminal.say("terminal.hello", conversation.language_of(LOCAL))
    terminal.show(conversation.handle(LOCAL, Commanded(name="start")))
    for line in lines:
        if line.strip().lower() in LEAVING:
            break
        try:
            terminal.show(conversation.handle(LOCAL, heard_as(line.rstrip("\r\n"))))
        except BusyError:
            terminal.say("busy", conversation.first_language)
    terminal.say("terminal.bye", conversation.language_of(LOCAL))
