"""Telegram or the database fails at an awkward moment: the bot goes on, nothing is said twice."""

import logging
from collections.abc import Callable

import pytest
from telegram.ext import ApplicationBuilder, CallbackContext

from bot.conversation import BusyError, Conversation, Heard, Identity
from bot.dialogue.events import FromPerson
from bot.transports.telegram import sending
from bot.transports.telegram.failures import Failures, kind_of, where
from tests.botapi import BotApiServer, User
from tests.conversations import SPEECHES
from tests.telegram.running import open_question, running, tap


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_PAUSE_SECONDS", 0.01)


class Busy(Conversation):
    """A conversation whose database is always locked."""

    def handle(self, identity: Identity, event: FromPerson, update_id: int | None = None) -> Heard:
        raise BusyError


class Gone(Busy):
    """A conversation whose database cannot even say who speaks which language."""

    def language_of(self, identity: Identity) -> str:
        raise BusyError


def as_kind(kind: type[Conversation], shell: Conversation) -> Conversation:
    """The shell, failing in its own way."""
    return kind(
        engine=shell.engine,
        learner=shell.learner,
        clock=shell.clock,
        new_id=shell.new_id,
        first_language=shell.first_language,
    )


def refuse_menu(server: BotApiServer) -> None:
    server.fail_next("setMyCommands", 400, "Bad Request: can't parse commands")


def drop_menu(server: BotApiServer) -> None:
    server.drop_next_connection("setMyCommands")


@pytest.mark.parametrize("fail", [refuse_menu, drop_menu])
def test_a_menu_that_cannot_be_set_does_not_stop_the_bot(
    server: BotApiServer,
    shell: Conversation,
    admit: Callable[..., User],
    fail: Callable[[BotApiServer], None],
) -> None:
    fail(server)
    with running(server, shell):
        assert "Chào mừng" in admit("Hoa").chat.bot_messages[0].text


def test_a_menu_that_cannot_be_set_is_logged(
    server: BotApiServer, shell: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    refuse_menu(server)
    with running(server, shell):
        pass
    assert "menu not set: BadRequest" in caplog.text


def test_a_tap_whose_answer_fails_still_draws_the_screen(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    server.fail_next("answerCallbackQuery", 502, "Bad Gateway")
    rep.tap(question, question.labels[0])
    assert "câu 2" in rep.wait_for_edit().text


def test_a_message_that_may_have_arrived_is_not_sent_again(rep: User, server: BotApiServer) -> None:
    server.drop_next_connection("sendMessage", after_execution=True)
    rep.send("Chị Lan Q7")
    rep.wait_for_message()
    rep.send("/help")
    assert rep.wait_for_message().text.startswith("Gõ tên khách")


def test_a_screen_edited_without_an_answer_is_edited_again(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    server.drop_next_connection("editMessageText", after_execution=True)
    following = tap(rep, question, question.labels[0])
    assert following.message_id == question.message_id
    rep.send("/help")
    assert rep.wait_for_message().text.startswith("Gõ tên khách")


def test_a_screen_that_never_gets_through_is_given_up(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    for _ in range(sending.PATIENCE + 1):
        server.fail_next("editMessageText", 502, "Bad Gateway")
    rep.tap(question, question.labels[0]).wait_answer()
    rep.send("/help")
    assert rep.wait_for_message().text.startswith("Gõ tên khách")


def test_what_is_tapped_while_the_network_is_down_is_kept(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    for _ in range(sending.PATIENCE + 1):
        server.fail_next("editMessageText", 502, "Bad Gateway")
    rep.tap(question, question.labels[0]).wait_answer()
    rep.send("?")
    assert "câu 2" in rep.wait_for_message().text


def test_a_long_flood_limit_is_apologised_for(rep: User, server: BotApiServer) -> None:
    server.flood_once(sending.LONGEST_WAIT_SECONDS + 1)
    rep.send("Chị Lan Q7")
    assert "trục trặc" in rep.wait_for_message().text


def test_a_busy_database_is_said_so(server: BotApiServer, shell: Conversation) -> None:
    user = server.user(first_name="Hoa", language_code="vi")
    with running(server, as_kind(Busy, shell)):
        user.send("Chị Lan Q7")
        assert user.wait_for_message().text == SPEECHES["vi"].sentences["busy"]


def test_a_busy_database_is_said_so_in_the_users_language(
    server: BotApiServer, shell: Conversation
) -> None:
    john = server.user(first_name="John", language_code="en")
    with running(server, as_kind(Busy, shell)):
        john.send("Mrs Lan")
        assert john.wait_for_message().text == SPEECHES["en"].sentences["busy"]


def test_a_database_that_is_gone_is_said_so_in_the_first_language(
    server: BotApiServer, shell: Conversation
) -> None:
    john = server.user(first_name="John", language_code="en")
    with running(server, as_kind(Gone, shell)):
        john.send("Mrs Lan")
        assert john.wait_for_message().text == SPEECHES["vi"].sentences["busy"]


def test_a_button_tapped_on_a_busy_database_stops_waiting(
    server: BotApiServer, shell: Conversation
) -> None:
    user = server.user(first_name="Hoa", language_code="vi")
    with running(server, as_kind(Busy, shell)):
        user.send("Chị Lan Q7")
        assert user.tap_data(user.wait_for_message(), "list:0").wait_answer().text == ""


def test_an_apology_that_fails_is_only_logged(
    server: BotApiServer, shell: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    user = server.user(first_name="Hoa", language_code="vi")
    with running(server, as_kind(Busy, shell)):
        server.fail_next("sendMessage", 400, "Bad Request: chat not found")
        user.send("Chị Lan Q7")
        user.send("Chị Mai")
        user.wait_for_message()
    assert "apology not sent: BadRequest" in caplog.text


async def test_a_failure_without_a_person_is_only_logged(
    server: BotApiServer, shell: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    application = ApplicationBuilder().token(server.token).build()
    context = CallbackContext.from_error(None, ConnectionError("https://x"), application)
    with caplog.at_level(logging.WARNING):
        await Failures(conversation=shell, speeches=SPEECHES).apologise(None, context)
    assert caplog.messages == ["Telegram: ConnectionError"]


def test_a_failure_is_named_with_its_cause_but_without_its_words() -> None:
    error = RuntimeError("Chị Lan")
    error.__cause__ = ValueError("0903")
    assert kind_of(error) == "RuntimeError from ValueError"


def test_no_failure_has_no_place() -> None:
    assert where(None) == ""
