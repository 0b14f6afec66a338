"""The interview: questions, skips, taking back, pausing and going on."""

from dataclasses import replace

import pytest

from bot.dialogue import effects
from bot.dialogue.events import Commanded, Tapped
from bot.dialogue.progress import Progress
from tests.conversations import KNOWLEDGE
from tests.dialogue.scene import Scene, known, met

AFTER = KNOWLEDGE.first_card_after


def answers(scene: Scene) -> list[effects.SaveAnswer]:
    return [effect for effect in scene.told if isinstance(effect, effects.SaveAnswer)]


def test_the_first_questions_are_those_of_the_probing_rules() -> None:
    scene = met()
    assert scene.question.question.probe == ("R1", "R2")
    assert scene.tap("pick").question.question.probe == ("R3",)


def test_every_question_offers_its_answers_and_four_ways_on() -> None:
    scene = met()
    kinds = [button.data.split(":")[0] for block in scene.question.buttons for button in block]
    shown = len(scene.question.question.answers)
    assert kinds == ["pick"] * shown + ["skip", "back", "look", "later"]


def test_the_card_comes_after_five_questions_even_when_unsure() -> None:
    scene = met()
    for _ in range(AFTER):
        scene.tap("skip")
    assert scene.card.card.verdict == "unsure"
    assert scene.card.card.answers == 0


def test_a_skip_is_kept_but_is_no_evidence() -> None:
    scene = met().tap("skip").tap("look")
    assert answers(scene)[0].answer_id is None
    assert scene.card.card.answers == 0


def test_back_withdraws_the_answer_and_asks_it_again() -> None:
    scene = met()
    first = scene.question.question.id
    scene.tap("pick").tap("back")
    assert scene.question.question.id == first
    assert scene.question.number == 1
    assert isinstance(scene.told[-1], effects.WithdrawAnswer)


def test_back_before_the_first_answer_takes_a_new_customer_back() -> None:
    scene = met().tap("back")
    assert scene.said == ["name.taken_back"]
    assert scene.profiles == {}


def test_back_before_the_first_question_of_a_known_customer_shows_the_card() -> None:
    scene = met().tap("pick").tap("back").tap("back")
    assert scene.card.card.customer.name == "Chị Lan Q7"
    assert len(scene.profiles) == 1


def test_later_keeps_the_place_and_ask_on_finds_it() -> None:
    scene = met().tap("pick").tap("pick")
    waiting = scene.question.question.id
    scene.tap("later")
    assert scene.said == ["interview.paused"]
    scene.tap("ask")
    assert (scene.question.question.id, scene.question.number) == (waiting, 3)


def test_cancel_in_an_interview_keeps_the_answers() -> None:
    scene = met().tap("pick").hear(Commanded(name="cancel"))
    assert scene.said == ["interview.paused"]
    assert len(answers(scene)) == 1


@pytest.mark.parametrize("word", ["huỷ", "Hủy", "THÔI", "thoi", "cancel"])
def test_typed_words_cancel_as_the_command_does(word: str) -> None:
    assert met().type(word).said == ["interview.paused"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("chưa rõ", "skip"), ("quay lại", "back"), ("xem kết quả", "look"), ("để sau", "later")],
)
def test_typed_words_do_what_their_button_does(word: str, kind: str) -> None:
    typed, tapped = met().tap("pick").type(word), met().tap("pick").tap(kind)
    assert typed.progress == tapped.progress
    assert typed.told == tapped.told


def test_a_typed_number_is_the_button_with_that_number() -> None:
    scene = met().type("2")
    assert answers(scene)[0].answer_id == KNOWLEDGE.bank.questions[0].answers[1].id


def test_a_typed_answer_counts_without_accents_and_capitals() -> None:
    scene = met()
    answer = scene.question.question.answers[0]
    scene.type(answer.text["vi"].upper())
    assert answers(scene)[0].answer_id == answer.id


def test_a_number_too_large_leaves_the_question_as_it_is() -> None:
    scene = met()
    before = scene.progress
    assert scene.type("99").said == ["number.out_of_range"]
    assert scene.progress == before


def test_an_interview_never_asks_the_same_question_twice() -> None:
    scene = met()
    asked = []
    for _ in range(60):
        while scene.progress.flow == "interview":
            asked.append(scene.question.question.id)
            scene.tap("pick")
        scene.tap("ask")
        if "interview.nothing_left" in scene.said:
            break
    assert len(asked) == len(set(asked)) == len(KNOWLEDGE.bank.questions)


def test_a_later_interview_adds_to_the_evidence() -> None:
    scene = met()
    while scene.progress.flow == "interview":
        scene.tap("pick")
    before = scene.card.card.answers
    scene.tap("ask").tap("pick").tap("look")
    assert scene.card.card.answers == before + 1


def test_an_interview_that_is_over_is_followed_by_a_new_one() -> None:
    scene = met()
    for _ in range(20):
        while scene.progress.flow == "interview":
            scene.tap("pick")
        scene.tap("ask")
    started = [one for one in scene.told if isinstance(one, effects.StartInterview)]
    assert len(started) > 1
    numbers = [one.number for one in answers(scene)]
    assert max(numbers) <= KNOWLEDGE.policy.maximum_questions


def test_the_answer_to_a_question_the_content_lost_is_asked_anew() -> None:
    scene = met()
    data = scene.button("pick").data
    scene.progress = replace(scene.progress, question_id="gone_for_ever")
    scene.hear(Tapped(data=data))
    assert scene.said == ["stale.question"]
    assert scene.question.question.probe == ("R1", "R2")
    assert answers(scene) == []


def test_a_stale_answer_shows_the_current_question_and_changes_nothing() -> None:
    scene = met()
    old = scene.button("pick").data
    scene.tap("pick")
    before, told = scene.progress, list(scene.told)
    scene.hear(Tapped(data=old))
    assert scene.said == ["stale.question"]
    assert (scene.progress, scene.told) == (before, told)
    assert scene.question.number == 2


def test_a_name_of_another_customer_leaves_the_question_for_later() -> None:
    scene = known(met().tap("pick"), "Anh Minh thép").type("Anh Minh thép")
    assert scene.said == ["interview.left_for_later"]
    assert scene.card.card.customer.name == "Anh Minh thép"


def test_an_unknown_text_in_an_interview_asks_what_was_meant_and_loses_nothing() -> None:
    scene = met().tap("pick").type("trời đẹp quá")
    assert scene.said == ["interview.typed_name"]
    assert scene.tap("ask").question.number == 2


def test_giving_up_a_name_in_an_interview_returns_to_the_question() -> None:
    scene = met().tap("pick").type("trời đẹp quá").type("thôi")
    assert scene.said == ["name.dropped"]
    assert scene.question.number == 2


def test_changing_the_language_in_an_interview_shows_the_question_again() -> None:
    scene = met().tap("pick").hear(Commanded(name="language", argument="en"))
    assert scene.language == "en"
    assert scene.question.number == 2


def test_a_customer_that_vanished_ends_the_interview_in_words() -> None:
    scene = met()
    data = scene.button("pick").data
    scene.profiles.clear()
    scene.hear(Tapped(data=data))
    assert scene.said == ["customer.missing"]
    assert replace(scene.progress, buttons=()) == Progress()


def test_a_button_of_another_question_is_stale() -> None:
    scene = met()
    old = scene.button("skip").data
    scene.tap("pick").hear(Tapped(data=old))
    assert scene.said == ["stale.question"]
    assert [fact.answer_id is None for fact in answers(scene)] == [False]


def test_back_never_removes_a_customer_met_before() -> None:
    scene = known(Scene(), "Anh Minh").type("Anh Minh").tap("ask").tap("back")
    assert scene.card.card.customer.name == "Anh Minh"
    assert len(scene.profiles) == 1


def test_a_new_customer_left_for_later_is_no_longer_just_created() -> None:
    scene = met().tap("later").tap("ask").tap("back")
    assert scene.card.card.customer.name == "Chị Lan Q7"


def test_pausing_does_not_put_the_first_card_off() -> None:
    scene = met()
    for _ in range(AFTER - 1):
        scene.tap("pick").tap("later").tap("ask")
    assert scene.tap("pick").card.card.answers == AFTER


def test_an_answer_forgets_a_name_that_was_waiting() -> None:
    scene = met().tap("pick").type("trời đẹp quá").tap("ask").tap("pick").type("thôi")
    assert scene.said == ["interview.paused"]


@pytest.mark.parametrize("typed", ["2.", "2)", "２"])
def test_a_number_may_be_written_as_people_write_it(typed: str) -> None:
    scene = met().type(typed)
    assert answers(scene)[0].answer_id == KNOWLEDGE.bank.questions[0].answers[1].id


def test_a_question_asked_on_request_survives_a_stale_tap() -> None:
    scene = met()
    old = scene.button("pick").data
    for _ in range(12):
        while scene.progress.flow == "interview":
            scene.tap("pick")
        scene.tap("ask")
    waiting = scene.question.question.id
    assert scene.hear(Tapped(data=old)).question.question.id == waiting


def test_a_customer_missing_elsewhere_leaves_the_interview_alone() -> None:
    scene = met().tap("pick").hear(Tapped(data="card:000000000000ffff"))
    assert scene.said == ["customer.missing"]
    assert scene.progress.flow == "interview"
