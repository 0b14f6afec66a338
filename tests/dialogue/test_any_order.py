"""Whatever is tapped, typed or sent, in whatever order: some rules always hold."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from bot.dialogue import effects
from bot.dialogue.commands import COMMANDS
from bot.dialogue.events import Attached, Commanded, Event, Tapped, Typed
from bot.dialogue.people import Person
from bot.dialogue.replies import CardScreen, Message, NoteScreen, RelationshipScreen, buttons_of
from bot.rendering import render
from tests.conversations import KNOWLEDGE, SPEECHES
from tests.dialogue.scene import Scene

STEPS = 400
TEXTS = (
    *("Chị Lan", "Chi Lan", "Anh Minh", "thôi", "quay lại", "xem kết quả", "báo giá", "?", ""),
    *("kh vào việc luôn, hỏi giá", "Chị Lan: cười suốt, kể chuyện con cái", "x" * 70, "客户很急"),
    *("quan hệ", "relationship"),
)
NOT_ENOUGH = {"vi": "hưa đủ dữ liệu", "en": "ot enough data"}
RUNNER_UP = {"vi": "Cũng có thể", "en": "Could also be"}


class Play:
    """Taps anything ever shown, types anything, and remembers what was shown.

    Days go by, and every other first card is held back for a judgement.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        person = Person(id="one", role=self.random.choice(("owner", "rep")))
        knowledge = replace(KNOWLEDGE, audit_share=0.5)
        self.scene = Scene(person=person, knowledge=knowledge)
        self.shown: list[str] = ["card:0", "nonsense"]

    def step(self) -> Event:
        """One event, chosen by chance; what it says is looked at by the tests."""
        self.scene.chance = self.random.random()
        if self.random.random() < 0.05:
            self.scene.wait(self.random.choice((0.3, 30, 300)))
        event = self.random.choice((self._tap, self._tap, self._old_tap, self._text, self._other))()
        self.scene.hear(event)
        for reply in self.scene.replies:
            self.shown += [button.data for block in buttons_of(reply) for button in block]
        return event

    def _tap(self) -> Event:
        return Tapped(data=self.random.choice(self.scene.progress.buttons or ("card:0",)))

    def _old_tap(self) -> Event:
        return Tapped(data=self.random.choice(self.shown[-300:]))

    def _text(self) -> Event:
        return Typed(text=self.random.choice((*TEXTS, str(self.random.randint(0, 12)))))

    def _other(self) -> Event:
        if self.random.random() < 0.2:
            return Attached(kind="voice")
        return Commanded(name=self.random.choice(list(COMMANDS)))


@pytest.fixture(params=range(6))
def play(request: pytest.FixtureRequest) -> Play:
    return Play(request.param)


def test_every_event_is_answered(play: Play) -> None:
    for _ in range(STEPS):
        event = play.step()
        assert play.scene.replies, event


def test_no_number_of_an_interview_has_two_standing_answers(play: Play) -> None:
    for _ in range(STEPS):
        play.step()
        for profile in play.scene.profiles.values():
            places = Counter((fact.interview_id, fact.number) for fact in profile.answers)
            assert not [place for place, count in places.items() if count > 1]


def test_an_answer_is_only_kept_for_the_question_its_button_stood_under(play: Play) -> None:
    for _ in range(STEPS):
        told = len(play.scene.told)
        event = play.step()
        if isinstance(event, Tapped) and event.data.startswith(("pick:", "skip:")):
            for effect in play.scene.told[told:]:
                assert isinstance(effect, effects.SaveAnswer | effects.SetLanguage)
                assert getattr(effect, "question_id", None) == event.data.split(":")[2]


def test_a_note_is_kept_once_and_shown_at_once(play: Play) -> None:
    for _ in range(STEPS):
        told = len(play.scene.told)
        play.step()
        kept = [one for one in play.scene.told[told:] if isinstance(one, effects.SaveNote)]
        assert len(kept) <= 1
        assert not kept or isinstance(play.scene.screen, NoteScreen)


def test_a_fact_is_kept_only_for_the_button_that_says_it_and_shown_at_once(play: Play) -> None:
    for _ in range(STEPS):
        told = len(play.scene.told)
        play.step()
        facts = [one for one in play.scene.told[told:] if isinstance(one, effects.SaveFact)]
        assert len(facts) <= 1
        for one in facts:
            assert f"fact:{one.customer_id}:{one.fact_id}:{one.value}" in play.shown
            assert isinstance(play.scene.screen, RelationshipScreen)


def test_a_judgement_is_kept_only_for_a_card_that_was_held_back(play: Play) -> None:
    held_back = False
    for _ in range(STEPS):
        told = len(play.scene.told)
        play.step()
        judged = [one for one in play.scene.told[told:] if isinstance(one, effects.SaveJudgement)]
        assert held_back or not judged
        held_back = play.scene.progress.flow == "audit"


def test_a_card_that_is_held_back_is_not_shown(play: Play) -> None:
    for _ in range(STEPS):
        play.step()
        asked = any(
            isinstance(one, Message) and any(said.id == "audit.ask" for said in one.phrases)
            for one in play.scene.replies
        )
        assert not (asked and any(isinstance(one, CardScreen) for one in play.scene.replies))


def test_whatever_is_shown_can_be_said_in_every_language(play: Play) -> None:
    for _ in range(STEPS):
        play.step()
        for reply in play.scene.replies:
            for speech in SPEECHES.values():
                assert render(reply, speech).text


def test_a_button_carries_ids_alone_and_fits_telegram(play: Play) -> None:
    for _ in range(STEPS):
        play.step()
    assert max(len(data.encode()) for data in play.shown) <= 64
    assert all(data.replace(":", "").replace("_", "").isalnum() for data in play.shown)


def test_a_card_never_shows_a_percentage_alone(play: Play) -> None:
    for _ in range(STEPS):
        play.step()
        for reply in play.scene.replies:
            if isinstance(reply, CardScreen):
                for code, speech in SPEECHES.items():
                    text = render(reply, speech).text
                    assert "%" not in text or RUNNER_UP[code] in text
                    assert "%" in text or NOT_ENOUGH[code] in text
