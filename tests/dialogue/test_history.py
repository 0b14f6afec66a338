"""Several sightings by several people: history, contradictions, fading, a fresh look."""

from datetime import timedelta

import pytest

from bot.conversation import Identity
from bot.dialogue.replies import Phrase
from db.models import InterviewRow
from tests.conversations import KNOWLEDGE
from tests.dialogue.talking import BOSS, BUSINESS, EMPTY, GENTLE, HOA, HURRY, LAN, STRONG, Talk

STALE = KNOWLEDGE.stale_days


def seen_twice(talk: Talk, first: str = GENTLE, second: str = STRONG, days: float = 3) -> Talk:
    """A rep and, days later, an owner who each tell something of one customer."""
    talk.knows(LAN).write(LAN, first)
    return talk.switch_to(BOSS).later(days).write(LAN, second)


def test_two_sightings_have_a_history(talk: Talk) -> None:
    seen_twice(talk).tap("card").tap("history")
    assert [(one.day, one.group, one.alone) for one in talk.history.steps] == [
        ("2026-03-02", 9, 9),
        ("2026-03-05", talk.history.steps[1].group, 8),
    ]


def test_the_last_step_is_the_card(talk: Talk) -> None:
    card = seen_twice(talk).tap("card").card.card
    last = talk.tap("history").history.steps[-1]
    assert (last.group, last.runner_up) == (card.first.persona.group, card.second.persona.group)
    assert last.probability == pytest.approx(card.first.probability, rel=1e-4)


def test_the_first_step_is_what_the_first_card_was(talk: Talk) -> None:
    then = talk.knows(LAN).write(LAN, GENTLE).note.card.first.probability
    talk.switch_to(BOSS).later(200).write(LAN, STRONG).tap("card").tap("history")
    assert talk.history.steps[0].probability == pytest.approx(then, rel=1e-4)


def test_the_history_says_days_groups_and_how_much_was_seen(talk: Talk) -> None:
    lines = seen_twice(talk).tap("card").tap("history").text.splitlines()
    assert lines[0] == f"{LAN} · giả thuyết qua các lần gặp"
    assert lines[1].startswith("• 02/03/2026: nhóm 9 ")
    assert "kế đến nhóm" in lines[1]
    assert "thêm 5 điều" in lines[2]


def test_a_sighting_apart_from_the_whole_says_so(talk: Talk) -> None:
    talk.knows(LAN).write(LAN, GENTLE).later(1).write(LAN, BUSINESS).write(LAN, HURRY)
    talk.tap("card").tap("history")
    assert "riêng lần này nghiêng về nhóm" in talk.text
    assert talk.history.steps[1].group == 9


@pytest.mark.parametrize(("second", "sightings"), [(HOA, 1), (BOSS, 2)])
def test_two_people_on_one_day_are_two_sightings(
    talk: Talk, second: Identity, sightings: int
) -> None:
    talk.knows(LAN).write(LAN, GENTLE)
    talk.switch_to(second).write(LAN, STRONG).tap("card")
    assert talk.card.card.sightings == sightings


def test_one_sighting_has_no_history_button(talk: Talk) -> None:
    assert not talk.knows(LAN).write(LAN, GENTLE).tap("card").has("history")


def test_what_says_nothing_is_no_sighting(talk: Talk) -> None:
    seen_twice(talk, second=EMPTY).tap("card")
    assert (talk.card.card.sightings, talk.card.card.shift) == (1, None)


def test_a_history_asked_for_by_an_old_button_may_be_empty(talk: Talk) -> None:
    talk.knows(LAN).write(LAN)
    talk.tap_data(f"history:{talk.progress.customer_id}")
    assert talk.history.steps == ()
    assert "Chưa đủ dữ liệu" in talk.text


def test_a_long_history_keeps_its_newest_steps(talk: Talk) -> None:
    talk.knows(LAN).write(LAN)
    for _ in range(10):
        talk.write(BUSINESS).later(1)
    talk.write(STRONG).tap("card").tap("history")
    assert (len(talk.history.steps), talk.history.steps[-1].day) == (8, "2026-03-12")


def test_the_history_leads_on_and_back(talk: Talk) -> None:
    seen_twice(talk).tap("card").tap("history")
    assert talk.has("ask:")
    assert talk.has("card:")
    assert talk.tap("card").card.card.customer.name == LAN


def test_the_history_leaves_an_open_question_as_it_is(talk: Talk) -> None:
    seen_twice(talk).tap("card").tap("ask").answer(1)
    data = talk.button("pick").data
    talk.tap_data(f"history:{talk.progress.customer_id}").tap_data(data)
    assert talk.question.number == 3


# Contradictions


def test_a_sighting_that_contradicts_all_before_is_said_on_the_card(talk: Talk) -> None:
    seen_twice(talk).tap("card")
    assert "Những lần trước nghiêng nhóm 9, lần gần nhất nghiêng nhóm 8." in talk.text


def test_a_sighting_that_agrees_is_no_contradiction(talk: Talk) -> None:
    assert seen_twice(talk, first=STRONG).tap("card").card.card.shift is None


def test_a_weak_sighting_is_no_contradiction(talk: Talk) -> None:
    assert seen_twice(talk, second=BUSINESS).tap("card").card.card.shift is None


# Fading


def test_older_evidence_counts_less(talk: Talk) -> None:
    fresh = talk.knows(LAN).write(LAN, STRONG).tap("card").card.card.first
    faded = talk.later(540).write(LAN).card.card.first
    assert (fresh.persona.group, faded.persona.group) == (8, 8)
    assert faded.probability < fresh.probability - 0.05


def test_of_two_contradictory_sightings_the_newer_one_weighs_more(talk: Talk) -> None:
    soon = float(seen_twice(talk, days=1).note.card.posterior[7])
    late = float(seen_later(talk))
    assert late > soon


def seen_later(talk: Talk) -> float:
    """P(group 8) of a second customer whose two sightings lie two years apart."""
    talk.switch_to(HOA).restart_chat()
    talk.knows("Anh Ba").write("Anh Ba", GENTLE).later(730).write("Anh Ba", STRONG)
    return float(talk.note.card.posterior[7])


# A profile nobody looked at for long


@pytest.mark.parametrize(("days", "stale"), [(STALE - 1, False), (STALE + 1, True)])
def test_a_profile_is_stale_after_six_months(talk: Talk, days: float, stale: bool) -> None:
    talk.knows(LAN).write(LAN, STRONG).later(days).write(LAN)
    assert (talk.card.card.stale_days is not None) == stale
    assert ("Đã 6 tháng chưa có gì mới" in talk.text) == stale
    assert (Phrase(id="button.ask_again") in [one.label for one in talk.buttons()]) == stale


def test_a_new_note_ends_the_staleness(talk: Talk) -> None:
    talk.knows(LAN).write(LAN, STRONG).later(STALE + 1).write(LAN).write(BUSINESS).tap("card")
    assert talk.card.card.stale_days is None


def test_a_stale_profile_offers_to_look_again_first(talk: Talk) -> None:
    talk.knows(LAN).write(LAN, STRONG).later(STALE + 1).write(LAN)
    assert talk.buttons()[0].data.startswith("ask:")


def test_looking_again_asks_old_questions_in_a_new_interview(talk: Talk) -> None:
    talk.meets()
    first = talk.progress.question_id
    talk.answer(5).later(STALE + 1).write(LAN)
    old = talk.count(InterviewRow)
    talk.tap("ask")
    assert (talk.question.number, talk.progress.question_id) == (1, first)
    assert talk.count(InterviewRow) == old + 1


def test_what_was_answered_lately_is_not_asked_again(talk: Talk) -> None:
    talk.meets()
    first = talk.progress.question_id
    talk.answer(5).later(STALE - 10).write(LAN).tap("ask")
    assert talk.progress.question_id != first


def test_an_old_answer_counts_less_beside_a_new_one(talk: Talk) -> None:
    talk.meets().answer(5).later(STALE + 1).write(LAN).tap("ask")
    before = talk.profile().answers[0]
    talk.answer(1)
    answers = talk.profile().answers
    assert answers[-1].question_id == before.question_id
    assert answers[-1].sight.days_ago < 1 < answers[0].sight.days_ago


# An interview that was left


@pytest.mark.parametrize(("hours", "interviews"), [(1, 1), (11, 1), (13, 2), (72, 2)])
def test_an_interview_left_for_days_begins_anew(talk: Talk, hours: float, interviews: int) -> None:
    talk.meets().answer(2).tap("later")
    talk.clock.now += timedelta(hours=hours)
    talk.write(LAN).tap("ask")
    assert talk.count(InterviewRow) == interviews
    assert talk.question.number == (3 if interviews == 1 else 1)


def test_an_interview_begun_anew_keeps_what_was_answered(talk: Talk) -> None:
    talk.meets().answer(2).tap("later").later(3).write(LAN).tap("ask").tap("look")
    assert talk.card.card.answers == 2


def test_an_interview_begun_anew_does_not_ask_the_same_again(talk: Talk) -> None:
    talk.meets().answer(2).tap("later").later(3).write(LAN).tap("ask").answer(1)
    ids = [one.question_id for one in talk.profile().answers]
    assert len(ids) == len(set(ids)) == 3


def test_what_another_person_answered_is_another_interview(talk: Talk) -> None:
    talk.meets().answer(2).tap("later")
    talk.switch_to(BOSS).write(LAN).tap("ask")
    assert (talk.question.number, talk.count(InterviewRow)) == (1, 2)


def test_the_day_is_the_day_where_the_rep_lives(talk: Talk) -> None:
    talk.clock.now += timedelta(hours=15)  # 23:00 in UTC, six in the morning in Việt Nam
    talk.knows(LAN).write(LAN, GENTLE).later(1).write(STRONG).tap("card").tap("history")
    assert talk.history.steps[0].day == "2026-03-03"
