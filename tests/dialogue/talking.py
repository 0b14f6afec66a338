"""Talks with the machine over a real database, with a reader of notes that reads by a table."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import memory
from bot.conversation import Conversation, Heard, Identity
from bot.dialogue.events import Commanded, FromPerson, Tapped, Typed
from bot.dialogue.profile import Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import (
    Button,
    CardScreen,
    HistoryScreen,
    Message,
    NoteScreen,
    Notice,
    QuestionScreen,
    Screen,
    buttons_of,
)
from bot.profiles import load_profile
from bot.rendering import render
from db import customers, people
from db.models import Base, CustomerRow
from personas.notes import LONGEST_NOTE, NoteReader, Reading, Told
from tests.conversations import KNOWLEDGE, LEARNER, SPEECHES, Clock, conversation, database, person

HOA, BOSS = person("Hoa"), person("Sếp")
LAN = "Chị Lan Q7"
SURE, DOUBTFUL = 0.9, 0.3

BUSINESS = "vào việc luôn, không hỏi han gì"
HURRY = "đang vội lắm, bảo làm lẹ giùm"
STRONG = "tự quyết, ép giá, đòi theo ý mình, quát nhân viên, chốt luôn"
GENTLE = "nói nhỏ nhẹ, nhờ chọn giúp, ai nói sao cũng ừ"
MAYBE = "hình như khách cũng hơi gấp gấp gì đó, mình không rõ lắm"
TWICE = "khách kể hoài, mình nghe cũng không hiểu hết ý khách muốn gì"
WORDS = "khách tới rồi khách về, mình kể vậy thôi chứ không có gì"
EMPTY = "hẹn chiều mai mười giờ ở quán cũ, nhớ mang theo mẫu"


def told(*cue_ids: str, probability: float = SURE) -> tuple[Told, ...]:
    """Cues as a reading holds them."""
    return tuple(Told(cue_id=one, words="lời khách", probability=probability) for one in cue_ids)


def leaning(group: int, probability: float = 0.4) -> tuple[float, ...]:
    """An impression that leans to a group."""
    rest = (1 - probability) / 8
    return tuple(probability if one == group else rest for one in range(1, 10))


TABLE: Mapping[str, Reading] = {
    BUSINESS: Reading(cues=told("straight_to_business")),
    HURRY: Reading(cues=told("in_a_hurry")),
    STRONG: Reading(
        cues=told(
            "decides_alone", "bargains_hard", "wants_control", "commanding_voice", "decides_at_once"
        )
    ),
    GENTLE: Reading(
        cues=told("slow_gentle", "lets_you_choose", "avoids_conflict", "trusts_easily")
    ),
    MAYBE: Reading(doubtful=told("in_a_hurry", probability=DOUBTFUL)),
    TWICE: Reading(doubtful=told("roundabout_talk", "vague_needs", probability=DOUBTFUL)),
    WORDS: Reading(impression=leaning(4)),
    "Anh Vội": Reading(cues=told("in_a_hurry")),
    "anh vội": Reading(cues=told("in_a_hurry")),
    "minh": Reading(cues=told("cares_for_rep")),
    "báo giá": Reading(cues=told("asks_price_first")),
}
NOTHING, OTHER_SCRIPT = Reading(problem="nothing"), Reading(problem="other_script")


class TableReader(NoteReader):
    """Reads what stands in TABLE: these tests do not depend on what was trained."""

    def __init__(self) -> None:
        self.read = lru_cache(maxsize=None)(_look_up)


def _look_up(text: str) -> Reading:
    if len(text) > LONGEST_NOTE:
        return Reading(problem="too_long")
    if any(one.isalpha() for one in text) and not any("a" <= one <= "z" for one in text.lower()):
        return OTHER_SCRIPT
    return TABLE.get(text, NOTHING)


READER = TableReader()
Kind = TypeVar("Kind")


@dataclass
class Talk:
    """One database, several people; who talks and when can change between two messages."""

    engine: Engine
    clock: Clock
    shell: Conversation
    who: Identity = HOA
    heard: Heard = field(default_factory=lambda: Heard(replies=(), language="vi"))
    screens: list[Screen] = field(default_factory=list)

    def hear(self, event: FromPerson) -> "Talk":
        """One event and what is said to it."""
        self.heard = self.shell.handle(self.who, event)
        self.screens += [one for one in self.heard.replies if not isinstance(one, Notice)]
        return self

    def write(self, *texts: str) -> "Talk":
        for text in texts:
            self.hear(Typed(text=text))
        return self

    def command(self, name: str, argument: str = "") -> "Talk":
        return self.hear(Commanded(name=name, argument=argument))

    def tap(self, kind: str) -> "Talk":
        """Taps the first button of the screen whose data begins with `kind`."""
        return self.hear(Tapped(data=self.button(kind).data))

    def tap_data(self, data: str) -> "Talk":
        """Taps a button that may stand on an older screen."""
        return self.hear(Tapped(data=data))

    def answer(self, times: int) -> "Talk":
        """Taps the first answer so many times."""
        for _ in range(times):
            self.tap("pick")
        return self

    def meets(self, name: str = LAN) -> "Talk":
        """Creates a customer: the first question is on the screen."""
        return self.write(name).tap("create")

    def knows(self, *names: str) -> "Talk":
        """Customers without any fact, none of them on the screen."""
        for name in names:
            self.meets(name).tap("later")
        return self.restart_chat()

    def restart_chat(self) -> "Talk":
        """The chat forgets whom it was about; the facts stay."""
        with Session(self.engine) as session, session.begin():
            at = (self.who.transport, self.who.chat_id)
            _, version = memory.recall(session, *at)
            memory.remember(session, *at, Progress(), version, self.clock())
        return self

    def switch_to(self, who: Identity) -> "Talk":
        """Somebody else types from now on."""
        self.who = who
        return self

    def later(self, days: float) -> "Talk":
        """So many days pass."""
        self.clock.now += timedelta(days=days)
        return self

    def buttons(self) -> list[Button]:
        """All buttons of the last screen."""
        return [button for block in buttons_of(self.screen) for button in block]

    def button(self, kind: str) -> Button:
        return next(button for button in self.buttons() if button.data.startswith(kind))

    def has(self, kind: str) -> bool:
        """Whether the last screen has a button of that kind."""
        return any(button.data.startswith(kind) for button in self.buttons())

    @property
    def screen(self) -> Screen:
        return self.screens[-1]

    def shown(self, kind: type[Kind]) -> Kind:
        """The last screen, which must be of a kind."""
        assert isinstance(self.screen, kind), self.screen
        return self.screen

    @property
    def note(self) -> NoteScreen:
        return self.shown(NoteScreen)

    @property
    def card(self) -> CardScreen:
        return self.shown(CardScreen)

    @property
    def question(self) -> QuestionScreen:
        return self.shown(QuestionScreen)

    @property
    def history(self) -> HistoryScreen:
        return self.shown(HistoryScreen)

    @property
    def said(self) -> list[str]:
        """The ids of all sentences said to the last event."""
        found = []
        for reply in self.heard.replies:
            if isinstance(reply, Notice):
                found.append(reply.phrase.id)
            elif isinstance(reply, Message):
                found += [phrase.id for phrase in reply.phrases]
        return found

    @property
    def text(self) -> str:
        """The last screen as it is shown in Vietnamese."""
        return render(self.screen, SPEECHES["vi"]).text

    @property
    def progress(self) -> Progress:
        """What the chat remembers."""
        with Session(self.engine) as session, session.begin():
            return memory.recall(session, self.who.transport, self.who.chat_id)[0]

    def count(self, table: type[Base]) -> int:
        """How many rows a table has."""
        with Session(self.engine) as session, session.begin():
            return len(session.execute(select(table)).all())

    def profile(self, name: str = LAN) -> Profile:
        """All stored facts about a customer, for the person who talks."""
        with Session(self.engine) as session, session.begin():
            row = session.scalars(select(CustomerRow).where(CustomerRow.name == name)).one()
            me = people.find_person(session, self.who.transport, self.who.external_id)
            assert me is not None
            customer = customers.Customer(id=row.id, name=row.name)
            return load_profile(session, customer, me.id, self.clock.now)

    def notes(self, name: str = LAN) -> list[str]:
        """The texts of a customer's standing notes."""
        return [one.text for one in self.profile(name).notes]


def begin(folder: Path, *, share: float = 0.0, chance: float = 1.0) -> Talk:
    """A rep and an owner over a fresh database."""
    engine, clock = database(folder), Clock()
    knowledge = replace(KNOWLEDGE, reader=READER, audit_share=share)
    learner = replace(LEARNER, shipped=knowledge, make_reader=lambda _accepted: READER)
    shell = replace(conversation(engine, clock), learner=learner, chance=lambda: chance)
    shell.admit(HOA, "rep")
    shell.admit(BOSS, "owner")
    return Talk(engine=engine, clock=clock, shell=shell)


def probability(talk: Talk, group: int) -> float:
    """What the screen, a note or a card, gives a group."""
    with suppress(AssertionError):
        return float(talk.note.card.posterior[group - 1])
    return float(talk.card.card.posterior[group - 1])
