"""A small world for the machine: one person, a few customers, all in memory."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import TypeVar

from bot.dialogue import effects, events
from bot.dialogue.hits import Hits
from bot.dialogue.machine import step
from bot.dialogue.people import Person
from bot.dialogue.plain import plain
from bot.dialogue.profile import Answered, Customer, Noted, Profile, Sight, Stated
from bot.dialogue.progress import Progress
from bot.dialogue.replies import (
    Button,
    CardScreen,
    Message,
    Notice,
    QuestionScreen,
    Reply,
    Screen,
    buttons_of,
)
from bot.dialogue.world import Knowledge, World
from tests.conversations import KNOWLEDGE, START

REP = Person(id="rep", role="rep")
NO_HITS = Hits(confirmed=0, repeated=0, audits=0, agreed=0, version=0, temperature=1.25)
FACTS = (
    *(effects.SaveAnswer, effects.SaveNote, effects.SaveConfirmation, effects.SaveTipMark),
    effects.SaveFact,
)

Fact = TypeVar("Fact", Answered, Noted, Stated)


@dataclass
class Scene:
    """Plays the shell: answers what the machine asks, keeps what it tells.

    `chance` is the one of every step (1: nobody is audited), `days` how many have gone by.
    """

    person: Person | None = REP
    progress: Progress = field(default_factory=Progress)
    profiles: dict[str, Profile] = field(default_factory=dict)
    told: list[effects.Telling] = field(default_factory=list)
    replies: tuple[Reply, ...] = ()
    language: str = "vi"
    invites: dict[str, str] = field(default_factory=dict)
    knowledge: Knowledge = KNOWLEDGE
    chance: float = 1.0
    days: float = 0.0

    def __post_init__(self) -> None:
        self._ids = (f"{number:016x}" for number in count(1))

    def hear(self, event: events.Event) -> "Scene":
        """One event until nothing is asked any more."""
        self.replies = ()
        waiting = [event]
        while waiting:
            world = World(
                knowledge=self.knowledge,
                person=self.person,
                language=self.language,
                fresh_id=next(self._ids),
                today=self._today.day,
                chance=self.chance,
            )
            turn = step(self.progress, waiting.pop(0), world)
            self.progress, self.replies = turn.progress, self.replies + turn.replies
            for effect in turn.effects:
                waiting += self._carry_out(effect)
        return self

    def wait(self, days: float) -> "Scene":
        """So many days go by: everything seen so far is older."""
        self.days += days
        for profile in self.profiles.values():
            self._change(
                profile.customer.id,
                answers=tuple(_aged(fact, days) for fact in profile.answers),
                notes=tuple(_aged(note, days) for note in profile.notes),
                facts=tuple(_aged(fact, days) for fact in profile.facts),
            )
        return self

    def type(self, text: str) -> "Scene":
        return self.hear(events.Typed(text=text))

    def tap(self, kind: str) -> "Scene":
        """Taps the first button of the screen whose data begins with `kind`."""
        return self.hear(events.Tapped(data=self.button(kind).data))

    def button(self, kind: str) -> Button:
        shown = [button for block in buttons_of(self.screen) for button in block]
        return next(button for button in shown if button.data.startswith(kind))

    @property
    def screen(self) -> Screen:
        return [reply for reply in self.replies if not isinstance(reply, Notice)][-1]

    @property
    def question(self) -> QuestionScreen:
        assert isinstance(self.screen, QuestionScreen), self.screen
        return self.screen

    @property
    def card(self) -> CardScreen:
        assert isinstance(self.screen, CardScreen), self.screen
        return self.screen

    @property
    def said(self) -> list[str]:
        """The ids of all sentences said."""
        found = []
        for reply in self.replies:
            if isinstance(reply, Notice):
                found.append(reply.phrase.id)
            elif isinstance(reply, Message):
                found += [phrase.id for phrase in reply.phrases]
        return found

    def _carry_out(self, effect: effects.Effect) -> list[events.Event]:
        match effect:
            case effects.FindCustomers():
                return [self._find(effect)]
            case effects.ListCustomers():
                return [self._list(effect)]
            case effects.LoadProfile():
                profile = self.profiles.get(effect.customer_id)
                return [
                    events.ProfileLoaded(
                        customer_id=effect.customer_id, profile=profile, then=effect.then
                    )
                ]
            case effects.RemoveCustomer():
                removed = not any(isinstance(one, FACTS) for one in self.told)
                if removed:
                    del self.profiles[effect.customer.id]
                return [events.CustomerRemoved(customer=effect.customer, removed=removed)]
            case effects.RedeemInvite():
                role = self.invites.pop(effect.code, None)
                self.person = Person(id="new", role=role) if role else None
                return [events.InviteChecked(role=role)]
            case effects.LoadHits():
                return [events.HitsLoaded(hits=NO_HITS)]
            case _:
                self._keep(effect)
                return []

    def _find(self, effect: effects.FindCustomers) -> events.CustomersFound:
        typed = effect.typed
        names = [profile.customer for profile in self.profiles.values()]
        matches = tuple(
            events.Match(customer=one, closeness="same" if one.name == typed else "plain")
            for one in names
            if plain(one.name) == plain(typed)
        )
        return events.CustomersFound(typed=typed, matches=matches, note=effect.note)

    def _list(self, effect: effects.ListCustomers) -> events.CustomersListed:
        customers = tuple(profile.customer for profile in self.profiles.values())
        return events.CustomersListed(
            page=effect.page,
            customers=customers,
            has_more=False,
            greeting=effect.greeting,
            for_note=effect.for_note,
        )

    def _keep(self, effect: effects.Telling) -> None:
        self.told.append(effect)
        match effect:
            case effects.CreateCustomer():
                self.profiles[effect.customer.id] = Profile(customer=effect.customer)
            case effects.StartInterview():
                self._change(effect.customer_id, interview_id=effect.interview_id)
            case effects.SaveAnswer():
                fact = Answered(
                    interview_id=effect.interview_id,
                    number=effect.number,
                    question_id=effect.question_id,
                    answer_id=effect.answer_id,
                    sight=self._today,
                )
                owner = self._owner(effect.interview_id)
                self._change(owner.customer.id, answers=(*owner.answers, fact))
            case effects.WithdrawAnswer():
                owner = self._owner(effect.interview_id)
                kept = tuple(
                    fact
                    for fact in owner.answers
                    if (fact.interview_id, fact.number) != (effect.interview_id, effect.number)
                )
                self._change(owner.customer.id, answers=kept)
            case effects.SaveConfirmation() | effects.WithdrawConfirmation():
                self._change(effect.customer_id, confirmed=getattr(effect, "group", None))
            case effects.SaveNote() | effects.WithdrawNote() | effects.SaveMeaning():
                self._keep_note(effect)
            case effects.SaveFact():
                self._keep_fact(effect)
            case effects.SetLanguage():
                self.language = effect.language
            case effects.NoteRefusal() | effects.SaveJudgement() | effects.SaveTipMark():
                pass

    def _keep_note(
        self, effect: effects.SaveNote | effects.WithdrawNote | effects.SaveMeaning
    ) -> None:
        if isinstance(effect, effects.SaveNote):
            owner = self.profiles[effect.customer_id]
            note = Noted(note_id=effect.note_id, text=effect.text, sight=self._today)
            self._change(owner.customer.id, notes=(*owner.notes, note))
            return
        owner = next(one for one in self.profiles.values() if one.note(effect.note_id))
        notes = []
        for note in owner.notes:
            if note.note_id != effect.note_id:
                notes.append(note)
            elif isinstance(effect, effects.SaveMeaning):
                notes.append(replace(note, meant={**note.meant, effect.cue_id: effect.meant}))
        self._change(owner.customer.id, notes=tuple(notes))

    def _keep_fact(self, effect: effects.SaveFact) -> None:
        stated = Stated(fact_id=effect.fact_id, value=effect.value, sight=self._today)
        before = self.profiles[effect.customer_id].facts
        others = tuple(one for one in before if one.fact_id != effect.fact_id)
        self._change(effect.customer_id, facts=(*others, stated))

    @property
    def _today(self) -> Sight:
        day = (START + timedelta(days=self.days)).date().isoformat()
        return Sight(day=day, person_id=self.person.id if self.person else "")

    def _owner(self, interview_id: str) -> Profile:
        return next(one for one in self.profiles.values() if one.interview_id == interview_id)

    def _change(self, customer_id: str, **changes: object) -> None:
        self.profiles[customer_id] = replace(self.profiles[customer_id], **changes)  # type: ignore[arg-type]


def _aged(fact: Fact, days: float) -> Fact:
    return replace(fact, sight=replace(fact.sight, days_ago=fact.sight.days_ago + days))


def met(name: str = "Chị Lan Q7") -> Scene:
    """A scene in which the first question about a new customer is on the screen."""
    return Scene().type(name).tap("create")


def known(scene: Scene, name: str) -> Scene:
    """Adds a customer somebody met before."""
    customer = Customer(id=plain(name).replace(" ", ""), name=name)
    scene.profiles[customer.id] = Profile(customer=customer)
    return scene
