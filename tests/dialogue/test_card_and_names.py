"""The card, the person's own judgement, names, commands and rights."""

from typing import get_args

import pytest

from bot.dialogue import effects
from bot.dialogue.commands import COMMANDS
from bot.dialogue.events import Attached, Commanded, Tapped, Typed
from bot.dialogue.intents import Intent
from bot.dialogue.machine import WITH_PROFILE
from bot.dialogue.people import Person, may
from bot.dialogue.plain import LONGEST_NAME, clean
from bot.dialogue.replies import HelpScreen, HitsScreen, TipsScreen
from bot.dialogue.slash import heard
from tests.conversations import KNOWLEDGE
from tests.dialogue.scene import Scene, known, met


def carded() -> Scene:
    """A scene with the first card on the screen."""
    scene = met()
    while scene.progress.flow == "interview":
        scene.tap("pick")
    return scene


def test_every_situation_gives_tips_for_the_group_on_the_card() -> None:
    scene = carded()
    group = scene.card.card.persona.group
    for situation in KNOWLEDGE.handbook.situations:
        scene.tap(f"tips:{scene.card.card.customer.id}:{situation.id}")
        assert isinstance(scene.screen, TipsScreen)
        assert (scene.screen.situation, scene.screen.persona.group) == (situation, group)
        scene.tap("card")


@pytest.mark.parametrize("typed", ["báo giá", "BAO GIA", "Chốt", "khieu nai"])
def test_a_typed_situation_gives_its_tips(typed: str) -> None:
    assert isinstance(carded().type(typed).screen, TipsScreen)


def test_a_typed_situation_is_about_the_customer_seen_last() -> None:
    scene = carded().type("báo giá").type("chốt")
    assert isinstance(scene.screen, TipsScreen)
    assert scene.screen.situation.id == "closing"


def test_a_typed_situation_without_a_card_is_a_name() -> None:
    assert Scene().type("Báo giá").said == ["name.unknown"]


def test_tips_for_the_runner_up_are_one_tap_away_while_unsure() -> None:
    scene = carded()
    second = scene.card.card.second.persona.group
    scene.tap("tips")
    scene.tap(f"tips:{scene.progress.customer_id}:opening:{second}")
    assert isinstance(scene.screen, TipsScreen)
    assert scene.screen.persona.group == second


def test_confirming_is_kept_beside_what_was_shown() -> None:
    scene = carded()
    card = scene.card.card
    scene.tap("group:")
    kept = scene.told[-1]
    assert isinstance(kept, effects.SaveConfirmation)
    assert kept.group == kept.shown_group == card.first.persona.group
    assert kept.shown_probability == card.first.probability


def test_correcting_keeps_the_other_group_and_advice_follows_it() -> None:
    scene = carded().tap("groups")
    shown = scene.profiles[scene.progress.customer_id or ""]
    other = 9 if scene.progress.customer_id and shown.confirmed != 9 else 1
    scene.tap(f"group:{scene.progress.customer_id}:{other}")
    assert scene.card.card.confirmed is not None
    assert scene.card.card.persona.group == other


def test_confirming_twice_is_kept_once() -> None:
    scene = carded()
    data = scene.button("group:").data
    scene.hear(Tapped(data=data)).hear(Tapped(data=data))
    kept = [one for one in scene.told if isinstance(one, effects.SaveConfirmation)]
    assert len(kept) == 1


def test_a_confirmation_can_be_taken_back_once() -> None:
    scene = carded().tap("group:")
    data = scene.button("undo").data
    scene.hear(Tapped(data=data))
    assert scene.card.card.confirmed is None
    assert scene.hear(Tapped(data=data)).said == ["stale.button"]


def test_a_situation_that_is_gone_is_a_stale_button() -> None:
    scene = carded()
    customer_id = scene.progress.customer_id
    assert scene.hear(Tapped(data=f"tips:{customer_id}:gone:3")).said == ["stale.button"]


def test_a_card_without_evidence_only_offers_to_begin() -> None:
    scene = known(Scene(), "Anh Minh").type("Anh Minh")
    assert scene.progress.buttons == ("ask:anhminh",)


def test_an_old_create_button_creates_nothing() -> None:
    scene = Scene().type("Chị Lan")
    old = scene.button("create").data
    scene.type("Chị Mai").hear(Tapped(data=old))
    assert scene.said == ["stale.button"]
    assert scene.profiles == {}


def test_a_double_tapped_create_button_creates_one_customer() -> None:
    scene = Scene().type("Chị Lan")
    data = scene.button("create").data
    scene.hear(Tapped(data=data)).hear(Tapped(data=data))
    assert len(scene.profiles) == 1


def test_accents_that_differ_ask_who_is_meant() -> None:
    scene = known(Scene(), "Anh Hùng").type("Anh Hưng")
    assert scene.said == ["name.choose"]


def test_dropping_a_name_forgets_it() -> None:
    scene = Scene().type("Chị Lan").tap("drop")
    assert scene.said == ["name.dropped"]
    assert scene.progress.pending is None


def test_an_old_drop_button_is_stale() -> None:
    assert Scene().hear(Tapped(data="drop:0000")).said == ["stale.button"]


def test_after_new_an_unknown_name_is_created_at_once() -> None:
    scene = Scene().hear(Commanded(name="new")).type("Chị Lan")
    assert scene.question.name == "Chị Lan"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "name.empty"),
        ("\u200b\u202e\u0000", "name.empty"),
        ("😀 !!!", "name.no_letters"),
        ("0903 123 456", "name.no_letters"),
        ("x" * (LONGEST_NAME + 1), "note.whose_first"),
        ("a" * 10_000, "note.too_long"),
    ],
)
def test_what_can_be_no_name_is_answered_in_words(text: str, said: str) -> None:
    scene = Scene().type(text)
    assert scene.said == [said]
    assert scene.told == []


@pytest.mark.parametrize("text", ["x" * (LONGEST_NAME + 1), "a" * 10_000])
def test_where_a_name_is_asked_for_a_long_text_is_none(text: str) -> None:
    scene = Scene().hear(Commanded(name="new")).type(text)
    assert scene.said == ["name.too_long"]
    assert scene.told == []


def test_invisible_characters_leave_no_trace_in_a_name() -> None:
    assert clean("\u202eChị\u00a0\u200bLan\r\n Q7\u0007") == "Chị Lan Q7"


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "file", "place", "contact", "other"])
def test_every_attachment_has_its_answer(kind: str) -> None:
    scene = met()
    before = scene.progress
    scene.hear(Attached(kind=kind))  # type: ignore[arg-type]
    assert scene.said == [f"attached.{kind}"]
    assert scene.progress == before


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_help_lists_every_command_of_the_table_for_those_who_lead(role: str) -> None:
    scene = Scene(person=Person(id="chu", role=role)).hear(Commanded(name="help"))
    assert scene.screen == HelpScreen(commands=tuple(COMMANDS))


def test_help_tells_a_rep_nothing_about_commands_of_managers() -> None:
    scene = Scene().hear(Commanded(name="help"))
    assert scene.screen == HelpScreen(
        commands=tuple(name for name in COMMANDS if name != "learning")
    )


def test_a_command_of_managers_is_unknown_to_a_rep() -> None:
    assert Scene().hear(Commanded(name="learning")).said == ["command.unknown"]


def test_the_report_about_learning_is_shown_to_those_who_lead() -> None:
    scene = Scene(person=Person(id="quan", role="manager")).hear(Commanded(name="learning"))
    assert isinstance(scene.screen, HitsScreen)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_in_the_middle_of_a_question(name: str) -> None:
    scene = met().tap("pick").hear(Commanded(name=name))
    assert scene.replies
    assert len([one for one in scene.told if isinstance(one, effects.SaveAnswer)]) == 1


def test_an_unknown_command_is_answered_in_words() -> None:
    assert Scene().hear(Commanded(name="nonsense")).said == ["command.unknown"]


def test_start_in_an_interview_offers_to_go_on() -> None:
    scene = met().tap("pick").hear(Commanded(name="start"))
    assert scene.tap("ask").question.number == 2


def test_cancel_with_nothing_under_way_says_so() -> None:
    assert Scene().hear(Commanded(name="cancel")).said == ["cancel.nothing"]


def test_an_unknown_language_changes_nothing() -> None:
    scene = Scene().hear(Tapped(data="language:xx"))
    assert scene.said == ["stale.button"]
    assert scene.language == "vi"


def test_a_stranger_hears_a_refusal_whatever_comes() -> None:
    for event in (Commanded(name="start"), Tapped(data="card:1"), Commanded(name="customers")):
        scene = Scene(person=None).hear(event)
        assert scene.said == ["refused"]
        assert scene.told == [effects.NoteRefusal()]


def test_an_invite_lets_a_stranger_in() -> None:
    scene = Scene(person=None, invites={"code": "rep"})
    scene.hear(Commanded(name="start", argument="code"))
    assert scene.said == ["admitted", "start.welcome", "start.first"]


def test_a_wrong_invite_is_refused() -> None:
    scene = Scene(person=None).hear(Commanded(name="start", argument="wrong"))
    assert scene.said == ["invite_refused"]


def test_a_role_that_is_not_in_the_table_may_do_nothing() -> None:
    assert not may(Person(id="x", role="guest"), "talk")
    assert not may(Person(id="x", role="owner"), "fly")
    assert not may(None, "talk")


@pytest.mark.parametrize(
    "data",
    [
        *("group:abc:x:0", "group:a:-1:0", "group:a::0", "group:a:1_0:0", "tips:c:opening:x"),
        *("cue:c:n:x", "cue:c d:n:x:1", "unnote:c", "mark:c:opening:x:1", "mark:c:opening:0:1"),
        *("judge:c:i", "history:c:d", "history:a b", "notefor:c", "asnote:c", "nonote"),
        *("tips:::", "undo:c:zz", "card:\ud800", "card:a b", "list:²", "pick:a:b:c", "skip::"),
    ],
)
def test_malformed_data_is_a_stale_button(data: str) -> None:
    assert Scene().hear(Tapped(data=data)).said == ["stale.button"]


def test_an_old_button_does_not_override_a_newer_judgement() -> None:
    scene = carded()
    old = scene.button("group:").data
    scene.tap("groups")
    other = next(one for one in scene.progress.buttons if one.split(":")[2] != old.split(":")[2])
    scene.hear(Tapped(data=other)).hear(Tapped(data=old))
    assert scene.said == ["stale.button"]
    assert scene.card.card.persona.group == int(other.split(":")[2])


def test_the_screen_of_tips_is_about_its_own_customer() -> None:
    scene = known(carded(), "Anh Minh")
    data = scene.button("tips").data if scene.replies else ""
    scene.type("Anh Minh").hear(Tapped(data=data)).type("xem kết quả")
    assert scene.card.card.customer.name == "Chị Lan Q7"


def test_a_second_customer_of_the_same_name_can_be_created_after_new() -> None:
    scene = known(Scene(), "Anh Minh").hear(Commanded(name="new")).type("Anh Minh")
    assert scene.said == ["name.choose"]
    assert scene.tap("create").question.name == "Anh Minh"


@pytest.mark.parametrize("name", ["start", "help", "customers"])
def test_another_command_ends_naming(name: str) -> None:
    scene = Scene().hear(Commanded(name="new")).hear(Commanded(name=name)).type("xin chào em")
    assert scene.said == ["name.unknown"]


@pytest.mark.parametrize("word", ["ok", "dạ", "chào em", "em ơi", "đúng", "sai", "alo"])
def test_small_talk_is_kept_as_no_note(word: str) -> None:
    scene = carded().type(word)
    assert not any(isinstance(one, effects.SaveNote) for one in scene.told)


@pytest.mark.parametrize(
    "name",
    [
        *("Chị Mai", "Anh Nam", "chị bình", "anh quyết", "Chị Hiền", "chi lan", "Anh Quyết xe tải"),
        *("Bác Hòa nội thất", "Chú Nam công ty ABC", "Khách số một", "Nguyễn Văn Tám"),
    ],
)
def test_a_name_is_no_note(name: str) -> None:
    assert Scene().type(name).said == ["name.unknown"]
    scene = carded().type(name)
    assert not any(isinstance(one, effects.SaveNote) for one in scene.told)


def test_letters_that_show_nothing_are_no_name() -> None:
    assert Scene().type("\u3164\u115f").said == ["name.empty"]


def test_every_intent_has_its_place_in_the_table() -> None:
    assert set(WITH_PROFILE) == set(get_args(Intent))


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [("/new", "new", ""), ("/new\nChị Mai", "new", "Chị Mai"), ("/New@x_bot a b", "new", "a b")],
)
def test_a_command_may_be_followed_by_any_white_space(text: str, name: str, argument: str) -> None:
    assert heard(text) == Commanded(name=name, argument=argument)


@pytest.mark.parametrize("text", ["/", "/1", "a /new", "//"])
def test_what_only_looks_like_a_command_is_text(text: str) -> None:
    assert heard(text) == Typed(text=text)
