"""Whatever arrives, it is answered in words and nothing stored is lost or changed."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from db.models import AnswerRow, ChatRow, ConfirmationRow, CustomerRow, PersonRow, RefusedAttemptRow
from tests.botapi import BotApiServer, User
from tests.telegram.running import open_question, tap


def count(shell: Conversation, table: type) -> int:
    """How many rows a table has."""
    with Session(shell.engine) as session, session.begin():
        return len(session.execute(select(table)).all())


def test_an_unknown_person_is_refused_and_not_stored(
    bot: None, server: BotApiServer, shell: Conversation
) -> None:
    stranger = server.user(first_name="Lạ", language_code="vi")
    stranger.send("xin chào")
    assert "được mời" in stranger.wait_for_message().text
    assert count(shell, RefusedAttemptRow) == 1
    assert count(shell, PersonRow) == count(shell, ChatRow) == 0


def test_an_unknown_person_is_refused_in_english_too(bot: None, server: BotApiServer) -> None:
    stranger = server.user(first_name="John", language_code="en")
    stranger.send_photo()
    assert "invited" in stranger.wait_for_message().text


def test_an_invite_admits_one_person_once(rep: User, server: BotApiServer) -> None:
    other = server.user(first_name="Khác", language_code="vi")
    other.start("invite_Hoa")
    assert "hết hạn" in other.wait_for_message().text


@pytest.mark.parametrize(
    ("send", "said"),
    [
        (User.send_sticker, "chữ"),
        (User.send_photo, "ảnh"),
        (User.send_voice, "tin thoại"),
        (User.send_location, "vị trí"),
        (lambda user: user.send_document(b"x", "a.pdf"), "tệp"),
        (lambda user: user.send_contact("0903000000", "Lan"), "danh bạ"),
        (lambda user: user.send("😀" * 50), "chưa thấy tên"),
        (lambda user: user.send("x" * 4096), "dài quá"),
        (lambda user: user.send("\u202e\u200f\u0007"), "chưa thấy chữ"),
        (lambda user: user.send("/khongco"), "chưa có lệnh"),
        (lambda user: user.send("/help"), "Gõ tên khách"),
    ],
)
def test_odd_input_in_the_middle_of_a_question_is_answered_and_changes_nothing(
    rep: User,
    server: BotApiServer,
    shell: Conversation,
    send: Callable[[User], object],
    said: str,
) -> None:
    question = tap(rep, first := open_question(rep, "Chị Lan Q7"), first.labels[0])
    send(rep)
    assert said in rep.wait_for_message().text
    assert count(shell, AnswerRow) == 1
    assert "câu 3" in tap(rep, question, question.labels[0]).text
    assert server.unplanned_refusals == []


def test_a_double_tap_counts_once(rep: User, shell: Conversation) -> None:
    question = open_question(rep, "Chị Lan Q7")
    first, second = rep.tap(question, question.labels[0]), rep.tap(question, question.labels[0])
    first.wait_answer()
    assert "ghi rồi" in (second.wait_answer().text or "")
    assert count(shell, AnswerRow) == 1


def test_an_old_question_says_so_and_shows_the_current_one(rep: User, shell: Conversation) -> None:
    question = open_question(rep, "Chị Lan Q7")
    old = question.tappable[0].value
    tap(rep, question, question.labels[0])
    answer = rep.tap_data(question, old).wait_answer()
    assert "ghi rồi" in (answer.text or "")
    assert count(shell, AnswerRow) == 1


@pytest.mark.parametrize(
    "data",
    [
        " ",
        "x",
        "answer",
        "answer:1:2:3:4",
        "tips:a:b:77",
        "list:-1",
        "list:99999999999",
        "group:a:0",
    ],
)
def test_a_button_that_never_was_is_answered_in_words(
    rep: User, data: str, server: BotApiServer
) -> None:
    question = open_question(rep, "Chị Lan Q7")
    said = rep.tap_data(question, data).wait_answer().text or ""
    assert "cũ rồi" in said or "ghi rồi" in said
    assert server.unplanned_refusals == []


def test_a_button_of_another_chat_opens_nothing(
    bot: None, admit: Callable[..., User], shell: Conversation
) -> None:
    an, eve = admit("An"), admit("Eve")
    question = open_question(an, "Chị Lan Q7")
    for data in [button.value for button in question.tappable]:
        assert "cũ rồi" in (eve.tap_data(question, data).wait_answer().text or "")
    assert count(shell, AnswerRow) == 0


def test_a_customer_of_someone_else_cannot_be_opened_by_its_id(
    bot: None, admit: Callable[..., User], shell: Conversation
) -> None:
    an, eve = admit("An"), admit("Eve")
    open_question(an, "Chị Lan Q7")
    with Session(shell.engine) as session, session.begin():
        customer_id = session.scalars(select(CustomerRow.id)).one()
    for data in (f"card:{customer_id}", f"ask:{customer_id}", f"group:{customer_id}:3:0"):
        eve.send("xin chào")
        tapped = eve.wait_for_message()
        eve.tap_data(tapped, data).wait_answer()
        assert "không tìm thấy" in eve.wait_for_edit().text
    assert count(shell, ConfirmationRow) == 0


def test_the_same_update_twice_is_handled_once(
    rep: User, server: BotApiServer, shell: Conversation
) -> None:
    question = open_question(rep, "Chị Lan Q7")
    tap(rep, question, question.labels[0])
    server.redeliver(server.last_update_id)
    rep.send("/help")
    assert rep.wait_for_message().text.startswith("Gõ tên khách")
    assert count(shell, AnswerRow) == 1


def test_a_group_hears_nothing_about_customers(
    bot: None, admit: Callable[..., User], server: BotApiServer
) -> None:
    an = admit("An")
    group = server.group(title="Đội bán hàng", members=[an])
    group.send(an, "/customers")
    assert "nhắn riêng" in group.wait_for_message().text


def test_a_tap_that_changes_nothing_on_the_screen_is_no_trouble(
    rep: User, server: BotApiServer
) -> None:
    question = open_question(rep, "Chị Lan Q7")
    card = tap(rep, question, "Xem kết quả")
    customer_id = card.tappable[0].value.partition(":")[2]
    before = len(rep.chat.log)
    rep.tap_data(card, f"card:{customer_id}").wait_answer()
    server.wait_for_calls("editMessageText", 3)
    rep.send("/help")
    assert rep.wait_for_message().text.startswith("Gõ tên khách")
    assert [one.description for one in server.refusals if "not modified" in one.description]
    assert len(rep.chat.log) == before + 2  # what was typed, and its answer: no apology
