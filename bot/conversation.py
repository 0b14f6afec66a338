"""The shell around the dialogue: recall, step, carry out, remember, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot import memory
from bot.clerk import Clerk, InviteLostError
from bot.dialogue.effects import (
    Effect,
    FindCustomers,
    ListCustomers,
    LoadHits,
    LoadProfile,
    RedeemInvite,
    RemoveCustomer,
)
from bot.dialogue.events import Event, FromPerson
from bot.dialogue.machine import step
from bot.dialogue.people import Person
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Reply
from bot.dialogue.world import Knowledge, World
from bot.learner import Learner
from bot.profiles import day_of
from db import chats, people

ATTEMPTS = 5  # a chat changed by another process in between is stepped again this often
ROUNDS = 6  # effects that ask may lead to effects that ask, this often at most


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who someone is on a transport, and where they talk; `language` is the transport's hint."""

    transport: str
    external_id: str
    chat_id: str
    language: str


class BusyError(Exception):
    """The database did not answer in time; nothing was written, the person may try again."""


class DialogueLoopError(Exception):
    """The machine kept asking: a mistake of ours, nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What to say to an event and in which language; nothing for an update seen before."""

    replies: tuple[Reply, ...]
    language: str


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Everything a message needs.

    `clock` gives aware moments, `new_id` unused ids, `chance` numbers from 0 to 1.
    """

    engine: Engine
    learner: Learner
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    first_language: str
    chance: Callable[[], float] = lambda: 1.0  # never: nobody is audited

    @property
    def knowledge(self) -> Knowledge:
        """The shipped content."""
        return self.learner.shipped

    def handle(self, identity: Identity, event: FromPerson, update_id: int | None = None) -> Heard:
        """Carries one event through the dialogue; the same `update_id` again does nothing."""
        for _attempt in range(ATTEMPTS):
            try:
                return self._handle_once(identity, event, update_id)
            except (chats.ConcurrentChangeError, InviteLostError, IntegrityError):
                continue  # somebody else was faster: the same step on what is there now
            except OperationalError:  # locked for too long, or the connection is gone
                break
        raise BusyError

    def admit(self, identity: Identity, role: str) -> None:
        """Makes sure that the person behind an identity is admitted: the local owner."""
        with Session(self.engine) as session, session.begin():
            if people.find_person(session, identity.transport, identity.external_id) is None:
                language = self._language(identity)
                people.add_person(
                    session,
                    people.Person(id=self.new_id(), role=role, language=language),
                    transport=identity.transport,
                    external_id=identity.external_id,
                    now=self.clock(),
                )

    def language_of(self, identity: Identity) -> str:
        """The language someone is spoken to: the chosen one, else the transport's hint."""
        with Session(self.engine) as session, session.begin():
            person = people.find_person(session, identity.transport, identity.external_id)
            return self._spoken(person, identity)

    def _spoken(self, person: people.Person | None, identity: Identity) -> str:
        """The person's own language while there are texts for it, else the client's."""
        if person is not None and person.language in self.knowledge.languages:
            return person.language
        return self._language(identity)

    def _language(self, identity: Identity) -> str:
        hint = identity.language.partition("-")[0].lower()
        return hint if hint in self.knowledge.languages else self.first_language

    def _handle_once(self, identity: Identity, event: FromPerson, update_id: int | None) -> Heard:
        now = self.clock()
        with Session(self.engine) as session, session.begin():
            fresh = update_id is None or chats.claim_update(
                session, identity.transport, update_id, now
            )
            if not fresh:
                return Heard(replies=(), language=self.first_language)
            person = people.find_person(session, identity.transport, identity.external_id)
            clerk = Clerk(
                session=session,
                transport=identity.transport,
                external_id=identity.external_id,
                now=now,
                language=self._spoken(person, identity),
                knowledge=self.learner.knowledge(session, now),
                person=person,
                new_person_id=self.new_id(),
            )
            replies = self._talk(clerk, identity, event)
            if clerk.judged:
                self.learner.take_in(session, now)
            return Heard(replies=replies, language=clerk.language)

    def _talk(self, clerk: Clerk, identity: Identity, event: FromPerson) -> tuple[Reply, ...]:
        at = (identity.transport, identity.chat_id)
        stored, version = memory.recall(clerk.session, *at)
        progress = stored if clerk.person is not None else Progress()
        following, replies = self._run(clerk, progress, event)
        if clerk.person is not None and following != stored:
            memory.remember(clerk.session, *at, following, version, clerk.now)
        return replies

    def _run(
        self, clerk: Clerk, progress: Progress, event: FromPerson
    ) -> tuple[Progress, tuple[Reply, ...]]:
        """Steps until nothing is asked any more."""
        replies: tuple[Reply, ...] = ()
        waiting: list[Event] = [event]
        for _round in range(ROUNDS):
            if not waiting:
                return progress, replies
            turn = step(progress, waiting.pop(0), self._world(clerk))
            progress, replies = turn.progress, replies + turn.replies
            for effect in turn.effects:
                waiting += self._carry_out(clerk, effect)
        if waiting:
            raise DialogueLoopError
        return progress, replies

    def _carry_out(self, clerk: Clerk, effect: Effect) -> list[Event]:
        match effect:
            case FindCustomers() | ListCustomers() | LoadProfile() | RemoveCustomer():
                return [clerk.look_up(effect)]
            case RedeemInvite() | LoadHits():
                return [clerk.look_up(effect)]
            case _:
                clerk.write(effect)
                return []

    def _world(self, clerk: Clerk) -> World:
        person = clerk.person
        return World(
            knowledge=clerk.knowledge,
            person=Person(id=person.id, role=person.role) if person else None,
            language=clerk.language,
            fresh_id=self.new_id(),
            today=day_of(clerk.now, clerk.knowledge.timezone),
            chance=self.chance(),
        )
