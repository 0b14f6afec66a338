"""Judgements asked for before the first card, marks of tips, and what only managers see."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.replies import CardScreen, HitsScreen, Message
from db.models import AuditRow, TipMarkRow
from tests.conversations import KNOWLEDGE
from tests.dialogue.conftest import Begin
from tests.dialogue.talking import BOSS, BUSINESS, HOA, LAN, STRONG, Talk

FIRST_CARD = KNOWLEDGE.first_card_after


def asked(audited: Begin) -> Talk:
    """A new customer asked about until the first card, which is held back."""
    return audited(1.0).meets().answer(FIRST_CARD)


def audits(talk: Talk) -> list[tuple[int | None, str]]:
    """The kept judgements: the group, and the forecast as it is stored."""
    with Session(talk.engine) as session, session.begin():
        return [(one.group, one.forecast) for one in session.scalars(select(AuditRow))]


# Who is asked


def test_the_judgement_is_asked_for_before_the_first_card(audited: Begin) -> None:
    talk = asked(audited)
    assert talk.said == ["audit.ask"]
    assert not any(isinstance(one, CardScreen) for one in talk.screens)


def test_nothing_of_the_hypothesis_stands_beside_the_question(audited: Begin) -> None:
    text = asked(audited).text
    assert "%" not in text
    assert "iả thuyết" not in text


def test_all_nine_groups_and_not_sure_can_be_tapped(audited: Begin) -> None:
    groups = [one.data.rpartition(":")[2] for one in asked(audited).buttons()]
    assert groups == [*map(str, range(1, 10)), "0"]


@pytest.mark.parametrize(("share", "chance"), [(0.0, 0.0), (0.1, 0.1), (0.1, 0.5), (0.999, 1.0)])
def test_nobody_is_asked_where_the_chance_is_not_below_the_share(
    audited: Begin, share: float, chance: float
) -> None:
    talk = audited(share, chance).meets().answer(FIRST_CARD)
    assert talk.card.card.answers == FIRST_CARD


@pytest.mark.parametrize(("share", "chance"), [(0.1, 0.0), (0.1, 0.09), (1.0, 0.999)])
def test_one_is_asked_where_the_chance_is_below_the_share(
    audited: Begin, share: float, chance: float
) -> None:
    assert audited(share, chance).meets().answer(FIRST_CARD).said == ["audit.ask"]


def test_the_second_card_is_shown_without_asking(audited: Begin) -> None:
    talk = asked(audited).tap("judge").tap("ask").answer(FIRST_CARD)
    assert isinstance(talk.screen, CardScreen)
    assert talk.count(AuditRow) == 1


def test_a_customer_with_a_note_is_not_asked_about(audited: Begin) -> None:
    talk = audited(1.0).meets().write(BUSINESS).tap("ask").answer(FIRST_CARD)
    assert isinstance(talk.screen, CardScreen)


def test_a_customer_of_an_earlier_interview_is_not_asked_about(audited: Begin) -> None:
    talk = audited(1.0).meets().answer(2).tap("later").later(2).tap("ask").answer(FIRST_CARD)
    assert isinstance(talk.screen, CardScreen)


def test_a_customer_somebody_else_asked_about_is_not_asked_about(audited: Begin) -> None:
    talk = audited(1.0).meets().answer(1).tap("later")
    talk.switch_to(BOSS).write(LAN).tap("ask").answer(FIRST_CARD)
    assert isinstance(talk.screen, CardScreen)


def test_a_confirmed_customer_is_not_asked_about(audited: Begin) -> None:
    talk = audited(1.0).meets().answer(1).tap("look").tap("group:").tap("ask")
    talk.answer(FIRST_CARD - 1)
    assert isinstance(talk.screen, CardScreen)


def test_who_only_skipped_is_not_asked(audited: Begin) -> None:
    talk = audited(1.0).meets()
    for _ in range(FIRST_CARD):
        talk.tap("skip")
    assert isinstance(talk.screen, CardScreen)


def test_a_card_looked_at_early_is_shown_without_asking(audited: Begin) -> None:
    assert audited(1.0).meets().answer(2).tap("look").card.card.answers == 2


def test_who_has_seen_a_card_already_is_not_asked(audited: Begin) -> None:
    talk = audited(1.0).meets().answer(2).tap("look").tap("ask").answer(FIRST_CARD - 2)
    assert isinstance(talk.screen, CardScreen)


# The judgement


def test_a_judgement_is_kept_and_the_card_is_shown(audited: Begin) -> None:
    talk = judged(asked(audited), 3)
    assert talk.said == ["audit.thanks"]
    assert talk.card.card.answers == FIRST_CARD
    assert [group for group, _ in audits(talk)] == [3]


def judged(talk: Talk, group: int) -> Talk:
    """The talk after a group was tapped."""
    data = next(one.data for one in talk.buttons() if one.data.endswith(f":{group}"))
    return talk.tap_data(data)


def test_not_sure_keeps_no_group(audited: Begin) -> None:
    talk = judged(asked(audited), 0)
    assert [group for group, _ in audits(talk)] == [None]
    assert isinstance(talk.screen, CardScreen)


def test_the_forecast_is_kept_as_nine_probabilities(audited: Begin) -> None:
    talk = judged(asked(audited), 1)
    forecast = [float(one) for one in audits(talk)[0][1].strip("[]").split(",")]
    assert len(forecast) == 9
    assert sum(forecast) == pytest.approx(1, abs=1e-3)


def test_the_judgement_does_not_move_the_hypothesis(audited: Begin) -> None:
    talk = judged(asked(audited), 9)
    assert talk.card.card.confirmed is None
    assert talk.card.card.answers == FIRST_CARD


def test_a_typed_number_judges_too(audited: Begin) -> None:
    assert [group for group, _ in audits(asked(audited).write("4"))] == [4]


@pytest.mark.parametrize("again", [0, 1, 2])
def test_an_old_audit_button_changes_nothing(audited: Begin, again: int) -> None:
    talk = asked(audited)
    data = talk.button("judge").data
    talk.tap_data(data).tap_data(data[:-1] + str(again))
    assert talk.said == ["stale.button"]
    assert [group for group, _ in audits(talk)] == [1]


def test_an_audit_button_after_the_card_was_opened_by_name_changes_nothing(audited: Begin) -> None:
    talk = asked(audited)
    data = talk.button("judge").data
    talk.write(LAN).tap_data(data)
    assert talk.said == ["stale.button"]
    assert talk.count(AuditRow) == 0


@pytest.mark.parametrize("wrong", ["x", "10", "-1", "", "²"])
def test_a_group_that_is_none_is_never_kept(audited: Begin, wrong: str) -> None:
    talk = asked(audited)
    talk.tap_data(talk.button("judge").data[:-1] + wrong)
    assert [group for group, _ in audits(talk)] in ([], [None])


def test_a_judgement_about_another_interview_changes_nothing(audited: Begin) -> None:
    talk = asked(audited)
    customer_id = talk.progress.customer_id
    talk.tap_data(f"judge:{customer_id}:{'f' * 16}:1")
    assert talk.said == ["stale.button"]
    assert talk.count(AuditRow) == 0


def test_not_sure_can_be_typed(audited: Begin) -> None:
    assert [group for group, _ in audits(asked(audited).write("Chưa rõ"))] == [None]


def test_a_judgement_after_a_note_showed_the_hypothesis_is_not_kept(audited: Begin) -> None:
    talk = asked(audited)
    data = talk.button("judge").data
    talk.write(STRONG).tap_data(data)
    assert talk.count(AuditRow) == 0


@pytest.mark.parametrize("doing", ["start", "customers", "help", "language", "cancel"])
def test_commands_while_a_judgement_is_asked_for_are_answered(audited: Begin, doing: str) -> None:
    talk = asked(audited).command(doing)
    assert talk.heard.replies
    assert talk.write(LAN).card.card.answers == FIRST_CARD


# Marks of tips


def tips(talk: Talk) -> Talk:
    """The tips of the first situation of a card."""
    return talk.meets().answer(FIRST_CARD).tap("tips")


@pytest.mark.parametrize(
    ("label", "said", "useful"),
    [("button.useful", "tips.marked_useful", True), ("button.wrong", "tips.marked_wrong", False)],
)
def test_a_mark_of_tips_is_kept_and_the_screen_stays(
    talk: Talk, label: str, said: str, useful: bool
) -> None:
    screens = len(tips(talk).screens)
    data = next(one.data for one in talk.buttons() if getattr(one.label, "id", "") == label)
    talk.tap_data(data)
    assert (talk.said, len(talk.screens)) == ([said], screens)
    with Session(talk.engine) as session, session.begin():
        assert [one.useful for one in session.scalars(select(TipMarkRow))] == [useful]


@pytest.mark.parametrize("wrong", ["mark:c:nosuch:1:1", "mark:c:opening:0:1", "mark:c:opening:1"])
def test_a_mark_that_fits_nothing_is_stale(talk: Talk, wrong: str) -> None:
    tips(talk).tap_data(wrong.replace(":c:", f":{talk.progress.customer_id}:"))
    assert talk.said == ["stale.button"]
    assert talk.count(TipMarkRow) == 0


def test_of_two_marks_of_one_person_the_last_counts(talk: Talk) -> None:
    tips(talk)
    useful = talk.button("mark").data
    talk.tap_data(useful).tap_data(f"{useful[:-1]}0")
    talk.switch_to(BOSS).command("learning")
    tip = talk.shown(HitsScreen).hits.tips[0]
    assert (tip.useful, tip.wrong) == (0, 1)


# What managers see


@pytest.mark.parametrize("way", ["/learning", "help"])
def test_learning_is_not_for_reps(talk: Talk, way: str) -> None:
    if way == "/learning":
        talk.switch_to(HOA).command("learning")
        assert talk.said == ["command.unknown"]
    else:
        assert "/learning" not in talk.switch_to(HOA).command("help").text


def test_learning_is_for_owners(talk: Talk) -> None:
    assert isinstance(talk.switch_to(BOSS).command("learning").screen, HitsScreen)
    assert "/learning" in talk.command("help").text


def test_learning_counts_what_was_judged(audited: Begin) -> None:
    talk = judged(asked(audited), 1)
    talk.tap("group:").switch_to(BOSS).command("learning")
    hits = talk.shown(HitsScreen).hits
    assert (hits.confirmed, hits.repeated, hits.audits) == (1, 1, 1)


def test_learning_names_no_customer(audited: Begin) -> None:
    talk = judged(asked(audited), 1)
    assert LAN not in talk.tap("group:").switch_to(BOSS).command("learning").text


def test_learning_leaves_an_open_question_as_it_is(talk: Talk) -> None:
    talk.switch_to(BOSS).meets().answer(1)
    data = talk.button("pick").data
    talk.command("learning").tap_data(data)
    assert talk.question.number == 3


def test_an_audit_where_the_rep_could_not_say_agrees_with_nothing(audited: Begin) -> None:
    talk = judged(asked(audited), 0).switch_to(BOSS).command("learning")
    hits = talk.shown(HitsScreen).hits
    assert hits.agreed == 0
    assert not isinstance(talk.screen, Message)
