"""A network that fails, Telegram that refuses, and mistakes of our own."""

import logging
from dataclasses import replace
from datetime import datetime

import pytest

from bot.conversation import Conversation
from bot.transports.telegram import sending
from bot.transports.telegram.failures import Redacting
from tests.botapi import BotApiServer, User
from tests.telegram.running import open_question, running, tap


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_PAUSE_SECONDS", 0.01)


def test_a_late_answer_to_a_tap_does_not_stop_the_screen(rep: User) -> None:
    question = open_question(rep, "Chị Lan Q7")
    tapped = rep.tap(question, question.labels[0])
    tapped.expire()
    assert "câu 2" in rep.wait_for_edit().text


def test_a_flood_limit_is_waited_out(rep: User, server: BotApiServer) -> None:
    server.flood_once(1)
    rep.send("Chị Lan Q7")
    assert "chưa có khách" in rep.wait_for_message().text


def test_a_dropped_connection_is_tried_again(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    server.drop_next_connection("editMessageText")
    assert "câu 2" in tap(rep, question, question.labels[0]).text


def test_a_screen_that_cannot_be_edited_is_sent_anew(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    server.fail_next("editMessageText", 400, "Bad Request: message can't be edited")
    following = tap(rep, question, question.labels[0])
    assert following.message_id != question.message_id
    assert "câu 2" in following.text


def test_somebody_who_blocked_the_bot_disturbs_nobody(rep: User, server: BotApiServer) -> None:
    rep.send("Chị Lan Q7")
    rep.block_bot()
    server.wait_for_calls("sendMessage", 3)
    rep.unblock_bot()
    rep.skip()
    rep.send("/help")
    assert rep.wait_for_message().text.startswith("Gõ tên khách")


def broken(shell: Conversation) -> Conversation:
    """A shell whose clock fails: any mistake of ours."""

    def clock() -> datetime:
        raise RuntimeError("Chị Lan 0903 000 000")

    return replace(shell, clock=clock)


def test_a_mistake_of_ours_is_apologised_for_in_the_users_language(
    server: BotApiServer, shell: Conversation
) -> None:
    john = server.user(first_name="John", language_code="en")
    with running(server, broken(shell)):
        john.send("Lan")
        assert "something went wrong" in john.wait_for_message().text


def test_the_log_of_a_mistake_names_the_place_but_no_person(
    server: BotApiServer, shell: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    user = server.user(first_name="Hoa", language_code="vi")
    with running(server, broken(shell)):
        user.send("Chị Lan 0903")
        user.wait_for_message()
    assert "RuntimeError" in caplog.text
    assert "test_failures.py" in caplog.text
    assert "0903" not in caplog.text
    assert "Hoa" not in caplog.text


def test_the_token_never_stands_in_a_log_line() -> None:
    record = logging.LogRecord(
        "httpx", logging.INFO, "", 0, "GET %s", ("https://host/bot123:SECRET/getMe",), None
    )
    assert "SECRET" not in Redacting("123:SECRET").format(record)
