"""The relationship category: questions about facts, what they lead to, and how they age."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue import buttons
from bot.dialogue.profile import Customer, Profile, Stated
from bot.dialogue.relationship import known_of, relationship_of
from bot.dialogue.replies import RelationshipScreen
from bot.dialogue.world import Knowledge
from bot.rendering import render
from db.models import CustomerFactRow, CustomerRow
from knowledge.classify import classify
from knowledge.scheme_model import YES_NO, Fact, Known, SchemeBank
from tests.conversations import KNOWLEDGE, SPEECHES
from tests.dialogue.talking import BOSS, GENTLE, HOA, LAN, STRONG, Talk

LONGEST_BUTTON_DATA = 64  # bytes: Telegram takes no more
CUSTOMER = "c" * 16  # as long as every customer's id
FACTS = list(KNOWLEDGE.schemes.facts.values())
ASKED = [fact for fact in FACTS if fact.question is not None]
YES_NO_FACT = next(fact for fact in ASKED if fact.kind == "yes_no")
TITLE = f"{LAN} · quan hệ"
NOT_ENOUGH = "Chưa đủ dữ liệu để biết khách thuộc loại nào."


def screen(talk: Talk) -> RelationshipScreen:
    """The relationship screen, which must be the last one."""
    return talk.shown(RelationshipScreen)


def class_of(talk: Talk) -> str | None:
    """The class on the relationship screen."""
    return screen(talk).classification.class_id


def look(talk: Talk) -> Talk:
    """Opens the relationship screen of the customer last seen."""
    return talk.write("quan hệ")


def tell(talk: Talk, fact_id: str, answer_id: str) -> Talk:
    """Taps an answer about the customer last seen, as an older screen may offer it."""
    return talk.tap_data(f"fact:{talk.progress.customer_id}:{fact_id}:{answer_id}")


def tells(talk: Talk, **facts: str) -> Talk:
    """Taps several answers."""
    for fact_id, answer_id in facts.items():
        tell(talk, fact_id, answer_id)
    return talk


@pytest.fixture
def lan(talk: Talk) -> Talk:
    """A talk about a customer of whom nothing is known."""
    return talk.knows(LAN).write(LAN)


@pytest.fixture
def new(lan: Talk) -> Talk:
    """A customer who first bought within the last month."""
    return tells(lan, orders="one", days_since_last_order="month")


# Questions and answers


def test_without_facts_it_says_not_enough_and_asks(lan: Talk) -> None:
    shown = look(lan).text.splitlines()
    assert shown == [TITLE, NOT_ENOUGH, "", "Khách đã mua mấy lần?"]
    assert class_of(lan) is None


def test_the_answers_stand_as_buttons_in_their_order(lan: Talk) -> None:
    orders = KNOWLEDGE.schemes.facts["orders"]
    found = [one.data.split(":")[3] for one in look(lan).buttons() if one.data.startswith("fact:")]
    assert found == [one.id for one in orders.answers]


def test_one_answer_can_be_enough(lan: Talk) -> None:
    tells(lan, orders="none")
    assert class_of(lan) == "potential"
    assert lan.text.splitlines()[:2] == [TITLE, "🌱 Tiềm năng: chưa mua lần nào"]


def test_an_answer_that_leaves_it_open_leads_to_the_next_question(lan: Talk) -> None:
    look(lan)
    tell(lan, "orders", "two")
    assert class_of(lan) is None
    assert NOT_ENOUGH in lan.text
    assert "Lần gần nhất khách mua cách đây bao lâu?" in lan.text
    assert lan.button("fact:").data.split(":")[2] == "days_since_last_order"


@pytest.mark.parametrize(
    ("orders", "last", "expected"),
    [
        ("one", "month", "new"),
        ("one", "quarter", "new"),
        ("one", "half", "casual"),
        ("two", "half", "casual"),
        ("few", "month", "casual"),
        ("many", "month", "loyal"),
        ("many", "half", "loyal"),
        ("many", "year", "lost"),
        ("one", "over", "lost"),
    ],
)
def test_tapped_facts_lead_to_a_class(lan: Talk, orders: str, last: str, expected: str) -> None:
    look(lan)
    tells(lan, orders=orders, days_since_last_order=last)
    assert class_of(lan) == expected
    assert NOT_ENOUGH not in lan.text


def test_tapping_whatever_is_asked_always_ends_with_a_class(lan: Talk) -> None:
    look(lan)
    for _ in range(len(KNOWLEDGE.schemes.facts)):
        if not lan.has("fact:"):
            break
        lan.tap("fact:")
    assert class_of(lan) is not None


def test_a_class_says_its_care(new: Talk) -> None:
    found = screen(new).scheme.class_of("new")
    assert found is not None
    for text in found.care:
        assert text["vi"] in new.text


def test_not_enough_says_no_care(lan: Talk) -> None:
    found = screen(look(lan)).scheme
    assert not [text for one in found.classes for text in one.care if text["vi"] in lan.text]


def test_the_card_names_the_class(new: Talk) -> None:
    assert "Quan hệ: 🐣 Mới" in new.tap("card").text


def test_the_card_does_not_name_a_class_that_is_not_known(lan: Talk) -> None:
    assert "Quan hệ" not in lan.write(LAN).text


def test_a_card_about_which_something_is_known_offers_the_relationship(lan: Talk) -> None:
    assert lan.write(GENTLE).tap("card").has("relation:")
    assert class_of(lan.tap("relation:")) is None


def test_the_way_back_is_the_card(new: Talk) -> None:
    assert new.tap("card").card.card.customer.name == LAN


def test_an_open_question_stays_open(lan: Talk) -> None:
    lan.tap("ask")
    pick = lan.button("pick").data
    tells(look(lan), orders="none")
    assert class_of(lan) == "potential"
    assert lan.tap_data(pick).question.number == 2


# Facts and the days that pass


def test_a_tapped_fact_is_kept_with_person_and_moment(new: Talk) -> None:
    told = {fact.fact_id: fact for fact in new.profile().facts}
    assert {one: told[one].value for one in told} == {
        "orders": "one",
        "days_since_last_order": "month",
    }
    assert [one.sight.day for one in told.values()] == ["2026-03-02"] * 2
    assert len({one.sight.person_id for one in told.values()}) == 1


def test_who_is_new_is_lost_two_hundred_days_later(new: Talk) -> None:
    rows = new.count(CustomerFactRow)
    assert class_of(new) == "new"
    look(new.later(200))
    assert class_of(new) == "lost"
    assert "215 ngày" in new.text
    assert new.count(CustomerFactRow) == rows


def test_the_card_follows_the_days_too(new: Talk) -> None:
    assert "Quan hệ: 🍂 Đã rời bỏ" in new.later(200).write(LAN).text


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "new"), (74, "new"), (77, "casual"), (164, "casual"), (167, "lost")],
)
def test_a_class_ends_after_its_days(new: Talk, days: float, expected: str) -> None:
    assert class_of(look(new.later(days))) == expected


def test_only_days_grow(lan: Talk) -> None:
    tells(lan, orders="many", average_order="small", days_since_contact="week").later(100)
    known = known_of(lan.profile(), KNOWLEDGE).values
    assert (known["orders"], known["average_order"]) == (5, 150_000)
    assert known["days_since_contact"] == 103


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_a_fact_told_today_is_as_it_was_told(fact: Fact) -> None:
    for answer_id in YES_NO if fact.kind == "yes_no" else [one.id for one in fact.answers]:
        known = known_of(with_facts(Stated(fact_id=fact.id, value=answer_id)), KNOWLEDGE)
        assert known.values == {fact.id: fact.value_of(answer_id)}


def test_a_fact_said_again_replaces_the_old_one(new: Talk) -> None:
    tell(new, "orders", "many")
    assert class_of(new) == "loyal"
    assert class_of(look(new)) == "loyal"
    assert [one.value for one in new.profile().facts if one.fact_id == "orders"] == ["many"]


def test_what_was_said_before_stays_as_history(new: Talk) -> None:
    tell(new, "orders", "many")
    with Session(new.engine) as session, session.begin():
        rows = select(CustomerFactRow.value).where(CustomerFactRow.fact_id == "orders")
        assert list(session.scalars(rows.order_by(CustomerFactRow.id))) == ["one", "many"]


def test_days_said_again_count_from_the_new_moment(new: Talk) -> None:
    tell(new.later(200), "days_since_last_order", "month")
    assert class_of(new) == "new"
    assert class_of(look(new.later(100))) == "casual"


def test_the_facts_of_all_people_count(new: Talk) -> None:
    customer_id = new.progress.customer_id
    new.switch_to(BOSS).tap_data(f"fact:{customer_id}:orders:many")
    assert class_of(new) == "loyal"


def test_another_customer_has_facts_of_its_own(new: Talk) -> None:
    new.knows("Anh Minh").write("Anh Minh")
    assert class_of(look(new)) is None


def test_facts_outlive_the_chat(new: Talk) -> None:
    assert class_of(look(new.restart_chat().write(LAN))) == "new"


def test_what_was_told_can_be_asked_again(new: Talk) -> None:
    tells(new, complaint="open", referral="not_yet")
    new.tap("retell:" + str(new.progress.customer_id) + ":complaint")
    assert "Khách có đang phàn nàn điều gì không?" in new.text
    tell(new, "complaint", "solved")
    assert "Khiếu nại" not in new.text


# What is stale or unknown


@pytest.mark.parametrize(
    ("fact_id", "answer_id"),
    [
        ("gone", "one"),
        ("orders", "gone"),
        ("orders", ""),
        ("profit", "one"),
        ("complaint", "yes"),
        (YES_NO_FACT.id, "one"),
    ],
)
def test_an_unknown_fact_or_answer_changes_nothing(new: Talk, fact_id: str, answer_id: str) -> None:
    shown = new.screen
    tell(new, fact_id, answer_id)
    assert new.said == ["stale.button"]
    assert new.screen == shown
    assert new.count(CustomerFactRow) == 2


@pytest.mark.parametrize("data", ["fact:gone:orders:one", "fact:../:orders:one", "relation:gone"])
def test_a_button_about_a_customer_that_is_gone_changes_nothing(lan: Talk, data: str) -> None:
    lan.tap_data(data)
    assert lan.said
    assert lan.count(CustomerFactRow) == 0


@pytest.mark.parametrize("data", ["fact:{}:orders", "fact:{}:orders:one:two", "relation:{}:one"])
def test_a_malformed_button_changes_nothing(lan: Talk, data: str) -> None:
    lan.tap_data(data.format(lan.progress.customer_id))
    assert lan.said == ["stale.button"]
    assert lan.count(CustomerFactRow) == 0


def test_nobody_tells_facts_of_a_customer_they_may_not_see(lan: Talk) -> None:
    lan.switch_to(BOSS).knows("Anh Minh").write("Anh Minh")
    theirs = lan.progress.customer_id
    lan.switch_to(HOA).tap_data(f"fact:{theirs}:orders:one")
    assert lan.count(CustomerFactRow) == 0


def test_a_stored_fact_that_the_content_lost_is_left_out() -> None:
    gone = Stated(fact_id="gone", value="one"), Stated(fact_id="orders", value="gone")
    assert known_of(with_facts(*gone), KNOWLEDGE).values == {}


def test_without_the_scheme_there_is_no_category() -> None:
    assert relationship_of(with_facts(), without_schemes()) is None


def test_without_the_scheme_the_button_is_stale(lan: Talk) -> None:
    lan.shell.learner.shipped = without_schemes()
    assert look(lan).said == ["stale.button"]


def test_a_customer_with_facts_is_not_taken_back(talk: Talk) -> None:
    back = talk.meets(LAN).button("back").data
    tells(talk, orders="one").tap_data(back)
    assert talk.count(CustomerRow) == 1
    assert [one.value for one in talk.profile().facts] == ["one"]


def with_facts(*facts: Stated) -> Profile:
    """A customer of whom only facts are known, told today."""
    return Profile(customer=Customer(id=CUSTOMER, name=LAN), facts=facts)


def without_schemes() -> Knowledge:
    """The shipped content after somebody took every scheme out."""
    return replace(KNOWLEDGE, schemes=SchemeBank(facts=KNOWLEDGE.schemes.facts, schemes=()))


# Complaints and praise


def test_a_complaint_comes_before_everything_else(new: Talk) -> None:
    tell(new, "complaint", "open")
    flag, found = screen(new).scheme.flag_of("complaint"), screen(new).scheme.class_of("new")
    assert flag is not None
    assert found is not None
    assert [one for one in flag.care if one["vi"] not in new.text] == []
    assert not [one for one in found.care if one["vi"] in new.text]


def test_a_complaint_stands_beside_the_class(new: Talk) -> None:
    tell(new, "complaint", "often")
    assert class_of(new) == "new"
    assert [line.split(":")[0] for line in new.text.splitlines()[1:3]] == ["🐣 Mới", "🔥 Khiếu nại"]
    assert "Quan hệ: 🐣 Mới · 🔥 Khiếu nại" in new.tap("card").text


@pytest.mark.parametrize("answer_id", ["none", "solved"])
def test_what_is_solved_is_no_complaint(new: Talk, answer_id: str) -> None:
    tells(new, complaint="open")
    tells(new, complaint=answer_id)
    assert "Khiếu nại" not in new.text
    assert "Khiếu nại" not in new.tap("card").text


def test_praise_leaves_the_care_of_the_class_first(new: Talk) -> None:
    tell(new, "referral", "referred")
    found = screen(new).scheme.class_of("new")
    assert found is not None
    assert "📣 Quảng bá" in new.text
    assert found.care[0]["vi"] in new.text


def test_a_flag_is_named_though_no_class_is_known(lan: Talk) -> None:
    tell(lan, "complaint", "open")
    assert class_of(lan) is None
    assert NOT_ENOUGH in lan.text
    assert "🔥 Khiếu nại" in lan.text
    assert "Nghe hết, nhận việc ngay" in lan.text
    assert "Quan hệ: 🔥 Khiếu nại" in lan.write(LAN).text


# The combined tip


def tip(group: int, relationship: str) -> str:
    """The shipped tip for a group in a relationship, spoken about LAN."""
    text = KNOWLEDGE.care.combined[group].by_relationship[relationship]["vi"]
    return text.replace("{customer}", "chị ấy")


def shown_tip(talk: Talk) -> str | None:
    """The tip on the screen."""
    text = screen(talk).tip
    return None if text is None else text["vi"].replace("{customer}", "chị ấy")


def test_without_anything_about_the_person_there_is_no_tip(new: Talk) -> None:
    assert shown_tip(new) is None
    assert "nhóm" not in new.text


def test_without_a_class_there_is_no_tip(lan: Talk) -> None:
    assert shown_tip(look(lan.write(GENTLE))) is None


@pytest.mark.parametrize(("note", "group"), [(GENTLE, 9), (STRONG, 8)])
def test_the_tip_follows_the_group_of_the_card(new: Talk, note: str, group: int) -> None:
    assert new.write(note).note.card.persona.group == group
    assert shown_tip(look(new)) == tip(group, "new")
    assert f"nhóm {group}" in new.text


def test_the_tip_follows_the_confirmed_group(new: Talk) -> None:
    new.write(GENTLE).tap_data(f"group:{new.progress.customer_id}:5:0")
    assert shown_tip(look(new)) == tip(5, "new")
    assert f"Với nhóm 5: {tip(5, 'new')}".lower() in new.text.lower()


def test_a_confirmed_group_needs_no_observations(new: Talk) -> None:
    new.tap_data(f"group:{new.progress.customer_id}:3:0")
    assert shown_tip(look(new)) == tip(3, "new")


def test_the_tip_follows_the_class(new: Talk) -> None:
    look(new.write(GENTLE).later(200))
    assert shown_tip(new) == tip(screen(new).persona.group, "lost")


def test_the_tip_follows_a_complaint(new: Talk) -> None:
    tell(new.write(GENTLE), "complaint", "open")
    assert shown_tip(new) == tip(9, "complaint")


def test_a_tip_for_a_guess_says_if(new: Talk) -> None:
    look(new.tap("card").tap("begin" if new.has("begin") else "ask").answer(1))
    group = screen(new).persona.group
    assert not screen(new).is_sure
    assert f"Nếu đúng là nhóm {group}: " in new.text


# Buttons


@pytest.mark.parametrize("fact", ASKED, ids=lambda fact: fact.id)
def test_every_answer_fits_a_button(fact: Fact) -> None:
    for block in buttons.of_relationship(CUSTOMER, fact):
        assert [one for one in block if len(one.data.encode()) > LONGEST_BUTTON_DATA] == []


@pytest.mark.parametrize("fact", ASKED, ids=lambda fact: fact.id)
def test_every_answer_of_a_fact_has_a_button(fact: Fact) -> None:
    answers = list(YES_NO) if fact.kind == "yes_no" else [one.id for one in fact.answers]
    told, back = buttons.of_relationship(CUSTOMER, fact)
    assert [one.data for one in told] == [f"fact:{CUSTOMER}:{fact.id}:{one}" for one in answers]
    assert [one.data for one in back] == [f"card:{CUSTOMER}"]


@pytest.mark.parametrize(("answer_id", "value"), YES_NO.items())
def test_a_yes_no_fact_is_told_with_yes_or_no(lan: Talk, answer_id: str, value: bool) -> None:
    tell(lan, YES_NO_FACT.id, answer_id)
    assert known_of(lan.profile(), KNOWLEDGE).values == {YES_NO_FACT.id: value}


def test_a_yes_no_fact_is_asked_with_yes_and_no(lan: Talk) -> None:
    """No class of the shipped scheme needs one, so another scheme stands in its place."""
    schemes = KNOWLEDGE.schemes.schemes
    asking = (one for one in schemes if classify(one, Known()).question == YES_NO_FACT.id)
    other = replace(next(asking), id="relationship")
    bank = replace(KNOWLEDGE.schemes, schemes=(other,))
    lan.shell.learner.shipped = replace(lan.shell.learner.shipped, schemes=bank)
    rows = render(look(lan).screen, SPEECHES["vi"]).rows
    assert [key.label for key in rows[0]] == ["Có", "Không"]
    assert YES_NO_FACT.question is not None
    assert YES_NO_FACT.question["vi"] in lan.text
    tell(lan, YES_NO_FACT.id, "no")
    assert YES_NO_FACT.question["vi"] not in lan.text
