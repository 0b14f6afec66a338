"""Turns that few people meet: content that changed, buttons out of their place, no rights."""

from dataclasses import replace

import pytest

from bot.dialogue import effects, lookup
from bot.dialogue.card import make_card
from bot.dialogue.events import Commanded, CustomerRemoved, CustomersListed, Tapped
from bot.dialogue.profile import Answered, Customer, Profile
from bot.dialogue.progress import Pending, Progress
from bot.dialogue.replies import Message, Notice, TipsScreen, buttons_of
from bot.dialogue.world import World
from tests.conversations import KNOWLEDGE
from tests.dialogue.scene import Scene, known, met

LAN = Customer(id="chilan", name="Chị Lan")


def data_on(scene: Scene) -> list[str]:
    """The data of all buttons on the screen."""
    return [button.data for block in buttons_of(scene.screen) for button in block]


def without_question(scene: Scene) -> Scene:
    """The scene after the question on the screen was taken out of the content."""
    scene.progress = replace(scene.progress, question_id="gone")
    return scene


def test_an_answer_to_a_question_that_is_gone_is_not_kept() -> None:
    scene = without_question(met())
    scene.hear(Tapped(data=f"pick:{scene.progress.interview_id}:gone:any"))
    assert not any(isinstance(one, effects.SaveAnswer) for one in scene.told)


def test_an_answer_to_a_question_that_is_gone_leads_to_another_question() -> None:
    scene = without_question(met())
    scene.hear(Tapped(data=f"pick:{scene.progress.interview_id}:gone:any"))
    assert scene.said == ["stale.question"]
    assert scene.question.number == 1


def test_an_answer_that_is_gone_shows_its_question_again() -> None:
    scene = met()
    at = f"{scene.progress.interview_id}:{scene.progress.question_id}"
    before = scene.progress.question_id
    scene.hear(Tapped(data=f"pick:{at}:gone"))
    assert (scene.said, scene.question.question.id) == (["stale.question"], before)


def with_answer_gone() -> Scene:
    """An interview whose only answer is to a question that is gone."""
    scene = met().tap("pick")
    profile = next(iter(scene.profiles.values()))
    gone = replace(profile.answers[0], question_id="gone", answer_id="any")
    scene.profiles[profile.customer.id] = replace(profile, answers=(gone,))
    return scene


def test_back_to_a_question_that_is_gone_asks_another_one() -> None:
    scene = with_answer_gone().tap("back")
    assert scene.question.question.id != "gone"
    assert isinstance(scene.told[-1], effects.WithdrawAnswer)


def test_an_answer_to_a_question_that_is_gone_is_no_reason() -> None:
    gone = Answered(interview_id="i", number=1, question_id="gone", answer_id="any")
    assert make_card(Profile(customer=LAN, answers=(gone,)), KNOWLEDGE).reasons == ()


def test_a_look_at_another_customer_leaves_the_open_question_alone() -> None:
    scene = known(met(), "Chị Lan")
    before = scene.progress
    situation = KNOWLEDGE.handbook.situations[0].id
    scene.hear(Tapped(data=f"tips:chilan:{situation}:1"))
    assert isinstance(scene.screen, TipsScreen)
    assert replace(scene.progress, buttons=()) == replace(before, buttons=())


def test_cancel_while_a_name_is_asked_for_forgets_it() -> None:
    scene = Scene().hear(Commanded(name="new")).hear(Commanded(name="cancel"))
    assert (scene.said, scene.progress.flow) == (["name.dropped"], "idle")


def test_a_word_for_a_button_that_scrolled_away_means_the_open_question() -> None:
    scene = met().type("Anh Minh thép").type("bỏ qua")
    assert scene.question.number == 2


def test_a_word_for_a_button_that_was_never_there_changes_nothing() -> None:
    scene = Scene().type("hỏi tiếp")
    assert (scene.said, scene.told) == (["cancel.nothing"], [])


def test_a_customer_with_facts_is_not_taken_back_but_shown() -> None:
    scene = known(Scene(), "Chị Lan")
    scene.hear(CustomerRemoved(customer=LAN, removed=False))
    assert scene.card.card.customer == LAN


def test_a_page_of_customers_leads_to_the_next_one() -> None:
    page = CustomersListed(page=2, customers=(LAN,), has_more=True, greeting=False)
    assert data_on(Scene().hear(page)) == ["card:chilan", "list:3"]


def test_the_button_for_more_shows_a_page() -> None:
    assert data_on(known(Scene(), "Chị Lan").hear(Tapped(data="list:1"))) == ["card:chilan"]


@pytest.mark.parametrize("page", ["-1", "x", "", "99999", "²"])
def test_a_page_that_is_no_number_is_a_stale_button(page: str) -> None:
    assert Scene().hear(Tapped(data=f"list:{page}")).said == ["stale.button"]


def test_somebody_without_the_right_creates_no_customer() -> None:
    progress = Progress(pending=Pending(customer_id="chilan", name="Chị Lan"))
    nobody = World(knowledge=KNOWLEDGE, person=None, language="vi", fresh_id="1")
    turn = lookup.create(progress, "chilan", nobody)
    assert turn.effects == ()
    assert isinstance(turn.replies[0], Message | Notice)
