"""In a group the bot says that it talks in private, and only to those who ask it."""

from collections.abc import Callable, Iterator

import pytest

from bot.conversation import Conversation
from tests.botapi import BotApiServer, User
from tests.telegram.running import running


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A server that lets the bot read all of a group."""
    with BotApiServer(bot_username="hieukhach_bot", privacy_mode=False) as started:
        yield started


def test_the_talk_of_a_group_is_not_answered(rep: User, server: BotApiServer) -> None:
    group = server.group(title="Đội bán hàng", members=[rep])
    for text in ("Chị Lan Q7", "1", "/customers"):
        group.send(rep, text)
    group.wait_for_message()
    assert len(group.chat.bot_messages) == 1


def test_a_command_in_a_group_is_refused(rep: User, server: BotApiServer) -> None:
    group = server.group(title="Đội bán hàng", members=[rep])
    group.send(rep, "Chị Lan Q7")
    group.send(rep, "/customers")
    assert "nhắn riêng" in group.wait_for_message().text


def test_a_tap_in_a_group_is_refused_over_the_button(rep: User, server: BotApiServer) -> None:
    group = server.group(title="Đội bán hàng", members=[rep])
    tapped = rep.tap_data(group.send(rep, "Chị Lan Q7"), "list:0")
    assert "nhắn riêng" in tapped.wait_answer().text


def test_a_tap_in_a_group_changes_no_message(rep: User, server: BotApiServer) -> None:
    group = server.group(title="Đội bán hàng", members=[rep])
    rep.tap_data(group.send(rep, "Chị Lan Q7"), "list:0").wait_answer()
    assert group.chat.bot_messages == ()


def test_an_invite_is_not_used_up_in_a_group(
    server: BotApiServer, shell: Conversation, admit: Callable[..., User]
) -> None:
    with running(server, shell):
        first = admit("An")
        group = server.group(title="Đội bán hàng", members=[first])
        group.send(first, "/start invite_Eve")
        group.wait_for_message()
        assert "Chào mừng" in admit("Eve").chat.bot_messages[0].text
