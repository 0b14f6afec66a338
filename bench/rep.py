"""A rep who taps through interviews, whatever answers."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bot.dialogue.events import FromPerson, Tapped
from bot.dialogue.replies import Notice, QuestionScreen, Reply, Screen

Handle = Callable[[FromPerson], Sequence[Reply]]


class Rep:
    """Holds interviews with customers by tapping random answers."""

    def __init__(self, handle: Handle, seed: int) -> None:
        self._handle = handle
        self._chance = random.Random(seed)
        self._screen: Screen | None = None

    def tap(self, data: str) -> None:
        """Taps a button and looks at the screen that follows."""
        replies = self._handle(Tapped(data=data))
        self._screen = next(one for one in reversed(replies) if not isinstance(one, Notice))

    def answers(self, customer_ids: Sequence[str], most: int) -> Iterator[Callable[[], None]]:
        """The taps on answers, to be made one by one; everything between is done here."""
        made = 0
        for customer_id in customer_ids:
            self.tap(f"ask:{customer_id}")
            while isinstance(self._screen, QuestionScreen) and made < most:
                data = self._chance.choice(self._screen.buttons[0]).data
                yield partial(self.tap, data)
                made += 1
