"""The bot's menu of commands and its descriptions."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import complaint_of, result_of
from .model import Command, Scope
from .people import User
from .server import BotApiServer


def commands(**texts: str) -> list[dict[str, str]]:
    return [{"command": name, "description": text} for name, text in texts.items()]


def test_commands_are_kept_apart_by_language_and_scope(server: BotApiServer, lan: User) -> None:
    private = {"type": "all_private_chats"}
    result_of(server, "setMyCommands", commands=commands(help="Help"))
    result_of(server, "setMyCommands", commands=commands(help="Trợ giúp"), language_code="vi")
    assert lan.menu() == (Command("help", "Trợ giúp"),)
    result_of(server, "setMyCommands", commands=commands(moi="Khách mới"), scope=private)
    assert lan.menu() == (Command("moi", "Khách mới"),)
    assert server.commands() == (Command("help", "Help"),)
    assert server.commands("vi") == (Command("help", "Trợ giúp"),)
    assert server.commands("vi", "all_private_chats") == ()
    assert server.commands(scope=Scope("all_private_chats")) == (Command("moi", "Khách mới"),)
    assert result_of(server, "getMyCommands", language_code="vi") == commands(help="Trợ giúp")
    result_of(server, "deleteMyCommands", language_code="vi")
    assert result_of(server, "getMyCommands", language_code="vi") == []
    result_of(server, "setMyCommands", commands=[], scope=private)
    assert lan.menu() == (Command("help", "Help"),)


def test_commands_of_one_chat(server: BotApiServer, lan: User) -> None:
    scope = {"type": "chat", "chat_id": lan.id}
    result_of(server, "setMyCommands", commands=commands(start="Bắt đầu"), scope=scope)
    assert server.commands(scope=Scope("chat", lan.id)) == lan.menu() != ()
    assert server.user(language_code="vi").menu() == ()


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"commands": commands(Help="Help")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands(khách="Khách")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands(**{"a-b": "A"})}, "BOT_COMMAND_INVALID"),
        ({"commands": commands(**{"a" * 33: "A"})}, "command length must not exceed 32"),
        ({"commands": commands(**{"/": "A"})}, "command must be non-empty"),
        ({"commands": commands(a=" ")}, "command description must be non-empty"),
        (
            {"commands": commands(a="a" * 257)},
            "command description length must not exceed 256",
        ),
        ({"commands": commands(**{f"a{n}": "A" for n in range(101)})}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": {}}, None),
        ({"commands": "5"}, "expected an Array of BotCommand"),
        ({"commands": [5]}, "can't parse BotCommand: expected an Object"),
        (
            {"commands": [{"command": "a"}]},
            "can't parse BotCommand: Can't find field \"description\"",
        ),
        ({"language_code": "vn-VN"}, "invalid language code specified"),
        (
            {"scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            {"scope": {"type": "chat"}},
            "can't parse BotCommandScope: Can't find field \"chat_id\"",
        ),
        ({"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"scope": {"type": "chat_member", "chat_id": 1001}},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
    ],
)
def test_refused_commands(
    server: BotApiServer, lan: User, parameters: dict[str, Any], complaint: str | None
) -> None:
    if complaint is None:
        result_of(server, "setMyCommands", **parameters)
    else:
        refused = complaint_of(server, "setMyCommands", **parameters)
        assert refused == f"Bad Request: {complaint}"


@pytest.mark.parametrize(
    ("method", "name", "limit", "complaint"),
    [
        ("MyDescription", "description", 512, "DESCRIPTION_TOO_LONG"),
        ("MyShortDescription", "short_description", 120, "ABOUT_TOO_LONG"),
    ],
)
def test_descriptions(
    server: BotApiServer, method: str, name: str, limit: int, complaint: str
) -> None:
    result_of(server, f"set{method}", **{name: "a" * limit})
    result_of(server, f"set{method}", **{name: "Xin chào"}, language_code="vi")
    assert result_of(server, f"get{method}", language_code="vi") == {name: "Xin chào"}
    assert result_of(server, f"get{method}", language_code="en") == {name: "a" * limit}
    assert server.description("vi", short="short" in name) == "Xin chào"
    refused = complaint_of(server, f"set{method}", **{name: "a" * (limit + 1)})
    assert refused == f"Bad Request: {complaint}"
