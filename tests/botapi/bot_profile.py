"""The bot's own account: getMe, its commands and descriptions, logOut and close."""

from __future__ import annotations

import re
from typing import Any

from .calls import Call, Handler
from .model import Command, Json, Scope
from .parameters import Parameters
from .refusal import RefusalError, bad_request
from .wire import user_json
from .world import World

COMMAND = re.compile(r"[a-z0-9_]+")
LANGUAGE_CODE = re.compile(r"(?:[a-z]{2})?")
PLAIN_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
MAXIMUM_COMMANDS = 100
MAXIMUM_COMMAND = 32
MAXIMUM_COMMAND_DESCRIPTION = 256
DESCRIPTION_LIMITS = {"description": 512, "short_description": 120}


def get_me(world: World, call: Call) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, call: Call) -> bool:
    listed = call.parameters.json("commands", "commands") or []
    if not isinstance(listed, list):
        raise bad_request("expected an Array of BotCommand")
    read = [read_command(item) for item in listed]
    place = command_place(world, call.parameters)
    commands = tuple(checked_command(command) for command in read)
    if len(commands) > MAXIMUM_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[place] = commands
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    commands = world.profile.commands.get(command_place(world, call.parameters), ())
    return [{"command": item.command, "description": item.description} for item in commands]


def delete_my_commands(world: World, call: Call) -> bool:
    world.profile.commands.pop(command_place(world, call.parameters), None)
    return True


def read_command(content: Any) -> Command:
    if not isinstance(content, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(content.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    return Command(content["command"].strip().removeprefix("/"), content["description"].strip())


def checked_command(command: Command) -> Command:
    if not command.command:
        raise bad_request("command must be non-empty")
    if len(command.command) > MAXIMUM_COMMAND:
        raise bad_request(f"command length must not exceed {MAXIMUM_COMMAND}")
    if not command.description:
        raise bad_request("command description must be non-empty")
    if len(command.description) > MAXIMUM_COMMAND_DESCRIPTION:
        limit = MAXIMUM_COMMAND_DESCRIPTION
        raise bad_request(f"command description length must not exceed {limit}")
    if not COMMAND.fullmatch(command.command):
        raise bad_request("BOT_COMMAND_INVALID")
    return command


def command_place(world: World, parameters: Parameters) -> tuple[Scope, str]:
    return read_scope(world, parameters), language_code(parameters)


def language_code(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if not LANGUAGE_CODE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def read_scope(world: World, parameters: Parameters) -> Scope:
    content = parameters.json("scope", "BotCommandScope")
    if content is None:
        return Scope()
    kind = content.get("type") if isinstance(content, dict) else None
    if kind in PLAIN_SCOPES:
        return Scope(kind)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" not in content:
        raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
    chat = world.chat_to_read(str(content["chat_id"]))
    user_id = int(content.get("user_id", 0))
    if kind == "chat_member" and user_id <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return Scope(kind, chat.id, user_id or None)


def setter(name: str) -> Handler:
    """The handler that keeps one of the bot's texts, such as setMyDescription."""

    def set_text(world: World, call: Call) -> bool:
        text = call.parameters.text(name)
        if len(text) > DESCRIPTION_LIMITS[name]:
            raise bad_request("ABOUT_TOO_LONG" if name != "description" else "DESCRIPTION_TOO_LONG")
        world.profile.texts[name, language_code(call.parameters)] = text
        return True

    return set_text


def getter(name: str) -> Handler:
    def get_text(world: World, call: Call) -> Json:
        texts = world.profile.texts
        own = texts.get((name, language_code(call.parameters)))
        return {name: own or texts.get((name, ""), "")}

    return get_text


def log_out(world: World, call: Call) -> bool:
    world.profile.logged_out = True
    return True


def close(world: World, call: Call) -> bool:
    return True


def require_login(world: World) -> None:
    if world.profile.logged_out:
        raise RefusalError(400, "Logged out")
