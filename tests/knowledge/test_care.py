"""Care: the tip, the next actions, the message and the day that fit a customer."""

from collections.abc import Collection, Mapping

import pytest

from bot.language import Speech
from knowledge.advice import principles_for
from knowledge.care import (
    NextContact,
    NoTemplate,
    Unfilled,
    bare_name,
    combined_tip,
    message,
    next_contact,
    planned_actions,
    tone_of,
)
from knowledge.care_bank import load_care
from knowledge.care_model import EVENTS, FACTS, RELATIONSHIPS, Care, CareAction, Template
from knowledge.model import Handbook, Principle
from tests.conversations import KNOWLEDGE, SPEECHES

EMPTY = {"vi": "", "en": ""}
SHIPPED = load_care()
LONGEST_COPY = 256  # characters: what Telegram lets a button copy
VIETNAMESE: Speech = SPEECHES["vi"]
HONORIFICS = VIETNAMESE.address.keys() - {"other"}


def action(
    action_id: str, after_days: int, *, of: Collection[str] = (), event: str | None = None
) -> CareAction:
    """An action without words."""
    return CareAction(
        id=action_id,
        relationships=frozenset(of),
        event=event,
        after_days=after_days,
        text=EMPTY,
        why=EMPTY,
        template="hello",
    )


def template(vi: str, en: str = "en") -> Template:
    """A template named hello that says the same in every tone."""
    text = {"vi": vi, "en": en}
    return Template(id="hello", by_tone={"plain": text, "warm": text, "reassuring": text})


def care(*actions: CareAction, hello: Template | None = None) -> Care:
    """Care of some actions and one template."""
    return Care(combined={}, actions=actions, templates={"hello": hello or template("Chào")})


def days(
    plan: Care, relationship: str, entered: int, events: Mapping[str, int]
) -> list[tuple[str, int]]:
    """What is planned, with the days from today."""
    planned = planned_actions(plan, relationship, entered, events)
    return [(one.action.id, one.in_days) for one in planned]


# --- the combined tip


def test_the_tip_is_that_of_the_group_in_the_relationship() -> None:
    tip = combined_tip(SHIPPED, 6, "lost")
    assert tip is not None
    assert tip == SHIPPED.combined[6].by_relationship["lost"]


@pytest.mark.parametrize(("group", "relationship"), [(6, ""), (6, "gone"), (10, "lost")])
def test_a_pair_the_content_does_not_know_has_no_tip(group: int, relationship: str) -> None:
    assert combined_tip(SHIPPED, group, relationship) is None


# --- the plan


def test_an_action_is_due_the_given_days_after_the_entry() -> None:
    plan = care(action("call", 5, of=["new"]))
    assert days(plan, "new", 2, {}) == [("call", 3)]


def test_the_due_day_is_counted_from_the_entry() -> None:
    plan = care(action("call", 5, of=["new"]))
    assert [one.due_day for one in planned_actions(plan, "new", 2, {})] == [5]


def test_an_action_whose_day_has_passed_is_overdue() -> None:
    plan = care(action("call", 5, of=["new"]))
    assert days(plan, "new", 9, {}) == [("call", -4)]


def test_an_action_of_another_relationship_is_not_planned() -> None:
    assert days(care(action("call", 5, of=["lost"])), "new", 0, {}) == []


def test_an_action_of_an_event_waits_for_the_event() -> None:
    assert days(care(action("wish", 0, event="birthday")), "new", 0, {}) == []


def test_an_action_of_an_event_counts_from_the_event() -> None:
    plan = care(action("check", 3, event="first_order"))
    assert days(plan, "new", 100, {"first_order": 1}) == [("check", 2)]


def test_an_event_may_still_be_to_come() -> None:
    plan = care(action("wish", 0, event="birthday"))
    assert days(plan, "new", 0, {"birthday": -12}) == [("wish", 12)]


def test_an_action_of_an_event_can_be_for_one_relationship() -> None:
    plan = care(action("gift", 0, event="birthday", of=["loyal"]))
    assert days(plan, "new", 0, {"birthday": 0}) == []
    assert days(plan, "loyal", 0, {"birthday": 0}) == [("gift", 0)]


def test_without_a_relationship_only_events_start_actions() -> None:
    plan = care(action("call", 0, of=["new"]), action("wish", 0, event="birthday"))
    assert days(plan, "", 0, {"birthday": 0}) == [("wish", 0)]


def test_an_event_nobody_knows_starts_nothing() -> None:
    assert days(care(action("wish", 0, event="birthday")), "new", 0, {"wedding": 0}) == []


def test_the_most_urgent_action_comes_first() -> None:
    plan = care(action("late", 9, of=["new"]), action("soon", 1, event="birthday"))
    assert days(plan, "new", 0, {"birthday": 0}) == [("soon", 1), ("late", 9)]


def test_actions_of_one_day_keep_the_order_of_the_plan() -> None:
    plan = care(action("b", 1, of=["new"]), action("a", 1, of=["new"]))
    assert [one for one, _ in days(plan, "new", 0, {})] == ["b", "a"]


# --- the message


@pytest.mark.parametrize(
    ("tone", "groups"), [("plain", [1, 3, 5, 8]), ("warm", [2, 4, 7, 9]), ("reassuring", [6])]
)
def test_a_group_has_its_tone(tone: str, groups: list[int]) -> None:
    assert [group for group in range(1, 10) if tone_of(group) == tone] == groups


def test_a_group_that_does_not_exist_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        tone_of(10)


def test_a_message_has_its_facts_filled_in() -> None:
    plan = care(hello=template("Chào {you} {name}, {me} bên {shop}: {product} giao {date}"))
    facts = {"you": "chị", "me": "em", "name": "Lan", "shop": "An", "product": "đèn", "date": "2/9"}
    assert message(plan, "hello", 1, "vi", facts) == "Chào chị Lan, em bên An: đèn giao 2/9"


def test_a_message_is_written_in_the_language() -> None:
    plan = care(hello=template("Chào {name}", "Hi {name}"))
    assert message(plan, "hello", 1, "en", {"name": "Lan"}) == "Hi Lan"


def test_a_language_it_is_not_written_in_gives_vietnamese() -> None:
    assert message(care(hello=template("Chào")), "hello", 1, "xx", {}) == "Chào"


@pytest.mark.parametrize("group", [1, 2, 6])
def test_a_message_speaks_in_the_tone_of_the_group(group: int) -> None:
    tone = tone_of(group)
    facts = dict.fromkeys(("you", "me", *FACTS), "x")
    said = message(SHIPPED, "thanks", group, "en", facts)
    assert said == SHIPPED.templates["thanks"].by_tone[tone]["en"].replace(
        "{product}", "x"
    ).replace("{shop}", "x")


@pytest.mark.parametrize("value", ["", "  ", "\n"])
def test_a_placeholder_there_is_nothing_for_is_refused_by_name(value: str) -> None:
    plan = care(hello=template("{product} giao ngày {date}, {product}"))
    refused = message(plan, "hello", 1, "vi", {"product": "đèn", "date": value})
    assert refused == Unfilled(template="hello", missing=("date",))


def test_all_placeholders_there_is_nothing_for_are_named_once_in_order() -> None:
    plan = care(hello=template("{product} giao ngày {date}, {product}"))
    refused = message(plan, "hello", 1, "vi", {})
    assert refused == Unfilled(template="hello", missing=("product", "date"))


def test_a_fact_the_message_does_not_name_is_not_needed() -> None:
    assert message(care(hello=template("Chào")), "hello", 1, "vi", {"date": ""}) == "Chào"


def test_a_fact_that_looks_like_a_placeholder_is_sent_as_it_is() -> None:
    plan = care(hello=template("Chào {name} {shop}"))
    assert message(plan, "hello", 1, "vi", {"name": "{shop}", "shop": "An"}) == "Chào {shop} An"


def test_a_fact_stands_on_one_line() -> None:
    plan = care(hello=template("Chào {name}."))
    assert message(plan, "hello", 1, "vi", {"name": " Lan\n Anh "}) == "Chào Lan Anh."


def test_a_word_of_address_that_opens_a_sentence_gets_a_capital() -> None:
    plan = care(hello=template("{you} ơi. {me} chào {you}"))
    assert message(plan, "hello", 1, "vi", {"you": "chị", "me": "em"}) == "Chị ơi. Em chào chị"


def test_a_product_that_opens_a_sentence_is_written_as_it_is() -> None:
    plan = care(hello=template("{product} tới rồi"))
    assert message(plan, "hello", 1, "vi", {"product": "iPad"}) == "iPad tới rồi"


def test_a_template_the_content_no_longer_has_is_said() -> None:
    assert message(care(), "gone", 1, "vi", {}) == NoTemplate(template="gone")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("template_id", SHIPPED.templates)
def test_every_shipped_message_can_be_sent_and_copied(template_id: str, language: str) -> None:
    facts = {"name": "Phương Thảo", "product": "Máy lọc nước để bàn 10 lít", "date": "31/12/2026"}
    facts |= {"shop": "Cửa hàng An Bình"}
    for name in ("Phương Thảo", "Chị Phương Thảo", "Bác Phương Thảo"):
        words = VIETNAMESE.address_words(name)
        for group in range(1, 10):
            said = message(SHIPPED, template_id, group, language, {**words, **facts})
            assert isinstance(said, str)
            assert len(said) <= LONGEST_COPY
            assert not set("{}") & set(said)


# --- the bare name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Chị Lan Q7", "Lan"),
        ("chị lan q.7", "lan"),
        ("C.Lan", "Lan"),
        ("Anh Tuấn Anh", "Tuấn Anh"),
        ("Lan", "Lan"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Chị Hoa quận Bình Thạnh", "Hoa"),
        ("Chị Lan (Hà Nội)", "Lan"),
        ("Chị Lan - kế toán", "Lan"),
        ("Chị Lan, Thủ Đức", "Lan"),
        ("Chị Mai FPT", "Mai"),
        ("Chị Mai 0909123456", "Mai"),
        ("Chị Lan 🌸", "Lan"),
        ("Sếp Hùng", "Hùng"),
        ("Chị Lan Q7".replace("ị", "i\u0323"), "Lan"),
    ],
)
def test_a_bare_name_has_no_honorific_and_no_place(written: str, name: str) -> None:
    assert bare_name(written, HONORIFICS) == name


@pytest.mark.parametrize("name", ["Anh Thư", "Anh Đào", "Chị", "Anh", "Anh Thư Q7"])
def test_a_name_that_only_looks_like_an_honorific_is_kept(name: str) -> None:
    assert bare_name(name, HONORIFICS) == name.removesuffix(" Q7")


def test_an_honorific_is_taken_away_once() -> None:
    assert bare_name("Chị Anh Thư", HONORIFICS) == "Anh Thư"


def test_only_the_given_honorifics_are_taken_away() -> None:
    assert bare_name("Chị Lan", ["anh"]) == "Chị Lan"


def test_a_number_by_birth_is_a_name() -> None:
    assert bare_name("Anh 7 Q8", HONORIFICS) == "7"


def test_a_name_in_capitals_is_no_abbreviation() -> None:
    assert bare_name("CHỊ LAN ANH", HONORIFICS) == "LAN ANH"


@pytest.mark.parametrize("written", ["", " ", "Chị Q7", "0909123456", "(Hà Nội)", "🌸"])
def test_where_there_is_no_name_nothing_is_left(written: str) -> None:
    assert bare_name(written, HONORIFICS) == ""


# --- the next contact


@pytest.mark.parametrize(
    ("since", "interval", "stage", "in_days", "reason"),
    [
        (None, 30, "current", 0, "never_contacted"),
        (None, None, "", 0, "never_contacted"),
        (10, 45, "current", 35, "usual_interval"),
        (45, 45, "current", 0, "usual_interval"),
        (46, 45, "current", 0, "interval_passed"),
        (1, 2, "current", 6, "not_too_often"),
        (1, 0, "current", 6, "not_too_often"),
        (10, 200, "current", 80, "stay_in_touch"),
        (10, 45, "", 35, "usual_interval"),
        (10, 45, "past", 50, "stage_past"),
        (10, None, "current", 20, "stage_current"),
        (3, None, "potential", 4, "stage_potential"),
        (3, None, "lead", 11, "stage_lead"),
        (99, None, "lead", 0, "stage_lead"),
        (10, None, "gone", 20, "stage_unknown"),
    ],
)
def test_the_next_contact_has_its_day_and_its_reason(
    since: int | None, interval: int | None, stage: str, in_days: int, reason: str
) -> None:
    assert next_contact(since, interval, stage) == NextContact(in_days=in_days, reason=reason)


# --- principles by relationship


def principle(
    principle_id: str, *, categories: Collection[str] = ("all",), groups: Collection[int] = ()
) -> Principle:
    """A principle of the opening without words."""
    return Principle(
        id=principle_id,
        text=EMPTY,
        categories=frozenset(categories),
        situations=frozenset({"opening"}),
        groups=frozenset(groups),
    )


def chosen(
    *principles: Principle, relationship: str = "lost", situation: str = "opening"
) -> list[tuple[str, str]]:
    """The principles chosen for group 1, each with its reason."""
    book = Handbook(situations=(), tips={}, principles=principles)
    found = principles_for(book, 1, situation, relationship, most=9)
    return [(one.id, one.why) for one in found]


def test_a_principle_of_the_relationship_says_so() -> None:
    assert chosen(principle("a", categories=["lost"])) == [("a", "category")]


def test_a_principle_of_the_group_says_so() -> None:
    assert chosen(principle("a", groups=[1])) == [("a", "group")]


def test_a_principle_for_everybody_is_there_for_the_situation() -> None:
    assert chosen(principle("a")) == [("a", "situation")]


def test_a_principle_of_another_relationship_is_not_chosen() -> None:
    assert chosen(principle("a", categories=["loyal"])) == []


def test_a_principle_of_a_relationship_waits_until_it_is_known() -> None:
    assert chosen(principle("a", categories=["lost"]), relationship="") == []


def test_the_nearer_a_principle_is_to_the_customer_the_earlier_it_comes() -> None:
    found = chosen(
        principle("others", groups=[2]),
        principle("all"),
        principle("group", groups=[1]),
        principle("category", categories=["lost"]),
        principle("both", categories=["lost"], groups=[1]),
    )
    assert [one for one, _ in found] == ["both", "category", "group", "all", "others"]


def test_without_a_situation_only_what_was_written_for_the_customer_is_chosen() -> None:
    found = chosen(
        principle("all"), principle("group", groups=[1]), principle("lost", categories=["lost"]),
        situation="",
    )  # fmt: skip
    assert found == [("lost", "category"), ("group", "group")]


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_every_card_has_a_principle_with_its_reason(relationship: str) -> None:
    for group in range(1, 10):
        found = principles_for(KNOWLEDGE.handbook, group, "", relationship, most=3)
        assert 1 <= len(found) <= 3
        assert {one.why for one in found} <= {"category", "group"}


def test_every_event_starts_a_shipped_action() -> None:
    assert {one.event for one in SHIPPED.actions} - {None} == set(EVENTS)
