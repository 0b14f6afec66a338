"""The test server as one object: start it, play people, look at what the bot did."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from .calls import MadeCall
from .chats import Chat
from .dispatch import Dispatcher
from .faults import SENDING, Fault
from .model import Command, Json, Person, Scope
from .people import Group, User
from .posting import MEMBER, post_membership
from .refusal import RefusalError, Refused, too_many_requests
from .transport import HttpServer
from .waiting import TIMEOUT_SECONDS, wait_for
from .world import World

TEST_TOKEN = "123456:TEST"
CALLBACK_SECONDS = 15


class BotApiServer:
    """A strict Telegram for one bot on a free port of this machine; use it in a `with`."""

    def __init__(
        self,
        token: str = TEST_TOKEN,
        bot_username: str = "test_bot",
        *,
        now: Callable[[], int] = lambda: int(time.time()),
        privacy_mode: bool = True,
        callback_lifetime: int = CALLBACK_SECONDS,
    ) -> None:
        bot = Person(int(token.partition(":")[0]), "Test Bot", username=bot_username, is_bot=True)
        self.token = token
        self._world = World(
            bot, now, privacy_mode=privacy_mode, callback_lifetime=callback_lifetime
        )
        self._dispatcher = Dispatcher(self._world, token)
        self._http = HttpServer(self._dispatcher.answer)
        self._user_ids = itertools.count(1001)
        self._group_ids = itertools.count(-2001, -1)

    def __enter__(self) -> Self:
        self._http.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.disconnect()
        self._world.updates.interrupt("the test server stops")
        self._http.server_close()

    @property
    def bot(self) -> Person:
        return self._world.bot

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def base_url(self) -> str:
        return f"{self.address}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.address}/file/bot"

    def user(
        self,
        id: int | None = None,  # noqa: A002  # the Bot API's own name for it
        first_name: str = "",
        language_code: str = "",
        *,
        last_name: str = "",
        username: str = "",
    ) -> User:
        """A person the bot has not met yet: nothing can be sent before `start` or `send`."""
        with self._world.changed:
            number = next(self._user_ids) if id is None else id
            if number in self._world.people:
                raise ValueError(f"there is a user {number} already")
            name = first_name or f"User {number}"
            person = Person(number, name, last_name, username, language_code)
            self._world.people[number] = person
            self._world.chats[number] = Chat(number, self._world.changed, person=person)
            return User(self._world, person)

    def group(
        self,
        id: int | None = None,  # noqa: A002
        title: str = "Group",
        members: Iterable[User] = (),
    ) -> Group:
        """A group to which its first member has added the bot."""
        with self._world.changed:
            chat = Chat(
                next(self._group_ids) if id is None else id, self._world.changed, title=title
            )
            if chat.id >= 0 or chat.id in self._world.chats:
                raise ValueError(f"a group needs a negative id of its own, not {chat.id}")
            self._world.chats[chat.id] = chat
            group = Group(self._world, chat, members)
            for member in group.members[:1]:
                post_membership(self._world, chat, member.person, "left", MEMBER)
            return group

    @property
    def updates(self) -> list[Json]:
        """Every update made so far, whether the bot has fetched it or not."""
        return self._world.updates.posted

    @property
    def last_update_id(self) -> int:
        return int(self.updates[-1]["update_id"])

    def redeliver(self, update_id: int) -> None:
        """Hands out an update once more, as after a crash before it was confirmed."""
        self._world.updates.redeliver(update_id)

    def flood_once(self, retry_after: int) -> None:
        """The next call that sends or edits is answered with 429 Too Many Requests."""
        self._plan(SENDING, Fault(too_many_requests(retry_after)))

    def fail_next(self, method: str, status: int, description: str) -> None:
        self._plan(frozenset({method}), Fault(RefusalError(status, description)))

    def drop_next_connection(self, method: str, *, after_execution: bool = False) -> None:
        """Hangs up instead of answering, before or after doing what was asked."""
        self._plan(frozenset({method}), Fault(after_execution=after_execution))

    def _plan(self, methods: frozenset[str], fault: Fault) -> None:
        with self._world.changed:
            self._dispatcher.faults.plan(methods, fault)

    @property
    def calls(self) -> list[MadeCall]:
        """Every call of the bot, as (method, parameters)."""
        with self._world.changed:
            return list(self._dispatcher.calls)

    def calls_to(self, method: str) -> list[dict[str, str]]:
        return [call.parameters for call in self.calls if call.method.lower() == method.lower()]

    def wait_for_calls(self, method: str, count: int = 1, timeout: float = TIMEOUT_SECONDS) -> None:
        """Until the bot has called the method that often in all."""
        failure = f"there are not {count} calls to {method} yet"
        wait_for(self._world, lambda: len(self.calls_to(method)) >= count, timeout, lambda: failure)

    @property
    def refusals(self) -> list[Refused]:
        """Every error the server gave, also those a test had planned."""
        with self._world.changed:
            return list(self._dispatcher.refusals)

    @property
    def unplanned_refusals(self) -> list[Refused]:
        """The errors that show a mistake of the bot."""
        return [refused for refused in self.refusals if not refused.planned]

    def commands(
        self, language_code: str = "", scope: Scope | str = "default"
    ) -> tuple[Command, ...]:
        """What setMyCommands stored for exactly this scope and language."""
        place = Scope(scope) if isinstance(scope, str) else scope
        with self._world.changed:
            return self._world.profile.commands.get((place, language_code), ())

    def description(self, language_code: str = "", *, short: bool = False) -> str:
        name = "short_description" if short else "description"
        with self._world.changed:
            return self._world.profile.texts.get((name, language_code), "")
