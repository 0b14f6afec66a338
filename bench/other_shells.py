"""Other ways than ours to keep the same dialogue: in memory, and in one JSON file."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from bot.assembly import random_id
from bot.dialogue.effects import Effect, LoadProfile, SaveAnswer, StartInterview
from bot.dialogue.events import Event, FromPerson, ProfileLoaded
from bot.dialogue.machine import step
from bot.dialogue.people import REP, Person
from bot.dialogue.profile import Answered, Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Reply
from bot.dialogue.world import Knowledge, World


class InMemory:
    """Steps the machine and keeps all profiles in a dictionary."""

    def __init__(self, knowledge: Knowledge, profiles: Sequence[Profile] = ()) -> None:
        self._knowledge = knowledge
        self._profiles = {profile.customer.id: profile for profile in profiles}
        self._progress = Progress()

    def handle(self, event: FromPerson) -> Sequence[Reply]:
        """What the machine says to an event."""
        person = self._begin()
        world = World(knowledge=self._knowledge, person=person, language="vi", fresh_id=random_id())
        waiting: list[Event] = [event]
        replies: tuple[Reply, ...] = ()
        while waiting:
            turn = step(self._progress, waiting.pop(0), world)
            self._progress, replies = turn.progress, replies + turn.replies
            for effect in turn.effects:
                waiting += self._carry_out(effect)
        self._end()
        return replies

    def _carry_out(self, effect: Effect) -> list[Event]:
        match effect:
            case LoadProfile():
                customer_id, then = effect.customer_id, effect.then
                profile = self._load(customer_id)
                return [ProfileLoaded(customer_id=customer_id, profile=profile, then=then)]
            case StartInterview():
                self._start(effect)
            case SaveAnswer():
                self._add(effect)
            case _:
                raise NotImplementedError(effect)
        return []

    def _begin(self) -> Person:
        return Person(id="rep", role=REP)

    def _load(self, customer_id: str) -> Profile:
        return self._profiles[customer_id]

    def _start(self, effect: StartInterview) -> None:
        profile = self._profiles[effect.customer_id]
        self._profiles[effect.customer_id] = replace(profile, interview_id=effect.interview_id)

    def _add(self, effect: SaveAnswer) -> None:
        profile = self._profiles[self._progress.customer_id or ""]
        fact = Answered(**asdict(effect))
        following = replace(profile, answers=(*profile.answers, fact))
        self._profiles[profile.customer.id] = following

    def _end(self) -> None:
        """Keeps everything: nothing to do in memory."""


class JsonFile(InMemory):
    """Writes all profiles into one file after each event, as small bots do."""

    def __init__(self, knowledge: Knowledge, profiles: Sequence[Profile], path: Path) -> None:
        super().__init__(knowledge, profiles)
        self._path = path

    def _end(self) -> None:
        everything = {
            "progress": asdict(self._progress),
            "profiles": [asdict(profile) for profile in self._profiles.values()],
        }
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(everything), encoding="utf-8")
        os.replace(fresh, self._path)
