"""Holds a conversation with the product and draws its card for the README."""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.assembly import make_learner
from bot.config import Config, Secrets, Settings
from bot.conversation import Conversation, Identity
from bot.dialogue.events import Tapped, Typed
from bot.dialogue.replies import CardScreen, QuestionScreen, Reply, buttons_of
from bot.rendering import render
from bot.speeches import load_speeches
from db.engine import open_engine
from db.schema import upgrade
from docs.drawing import drawn

FOLDER = Path(__file__).parent
SPEECHES = load_speeches()

# The conversation: who is talked about, and like which group this customer answers.
CUSTOMER = "Chị Lan Q7"
USUALLY = 8
SOMETIMES = {2: 3, 4: 3}  # question number: group; nobody is of one piece
ENOUGH = 10  # answers after which the card is taken as it is
MOST_TAPS = 40
REP = Identity(transport="picture", external_id="rep", chat_id="rep", language="vi")

TITLES = {
    "vi": f"Thẻ khách của Hiểu Khách: {CUSTOMER}",
    "en": f"A customer card of Hiểu Khách: {CUSTOMER}",
}


def pictures() -> Mapping[Path, str]:
    """Every picture as it should be today, by its file."""
    with tempfile.TemporaryDirectory() as folder:
        screen = played(Path(folder))
    return {
        FOLDER / f"card-{code}.svg": drawn(render(screen, SPEECHES[code]), title, code)
        for code, title in TITLES.items()
    }


def played(folder: Path) -> CardScreen:
    """The card at the end of a conversation, held over a fresh database in a folder."""
    config = Config(settings=Settings(), secrets=Secrets(), home=folder)
    engine = open_engine(f"sqlite:///{(folder / 'picture.db').as_posix()}")
    upgrade(engine)
    ids, seconds = count(1), count()
    conversation = Conversation(
        engine=engine,
        learner=make_learner(config, SPEECHES),
        clock=lambda: datetime.fromtimestamp(next(seconds), UTC),
        new_id=lambda: f"{next(ids):016x}",
        first_language="vi",
    )
    try:
        return _talk(conversation)
    finally:
        engine.dispose()


def _talk(conversation: Conversation) -> CardScreen:
    conversation.admit(REP, "owner")
    screen = conversation.handle(REP, Typed(text=CUSTOMER)).replies[-1]
    for _tap in range(MOST_TAPS):
        screen = conversation.handle(REP, Tapped(data=_choice(screen))).replies[-1]
        if isinstance(screen, CardScreen) and _is_ready(screen):
            return screen
    raise RuntimeError(f"no card after {MOST_TAPS} taps")


def _is_ready(screen: CardScreen) -> bool:
    return screen.card.verdict == "sure" or screen.card.answers >= ENOUGH


def _choice(screen: Reply) -> str:
    """What the rep taps: a likely answer, on a card to ask on, else to create the customer."""
    if isinstance(screen, QuestionScreen):
        group = SOMETIMES.get(screen.number, USUALLY)
        return screen.buttons[0][int(screen.question.likelihood()[:, group - 1].argmax())].data
    wanted = "ask:" if isinstance(screen, CardScreen) else "create:"
    buttons = (button for block in buttons_of(screen) for button in block)
    return next(button.data for button in buttons if button.data.startswith(wanted))


def main() -> None:
    """Writes every picture to its file."""
    for path, svg in pictures().items():
        path.write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
