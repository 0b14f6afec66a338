"""A real python-telegram-bot application talks to the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from .asking import result_of
from .people import User
from .server import BotApiServer

Context = ContextTypes.DEFAULT_TYPE
PTB = Application[Any, Any, Any, Any, Any, Any]


async def greet(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_text("Chào <b>bạn</b>", parse_mode="HTML")


async def echo(update: Update, context: Context) -> None:
    assert update.effective_message
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Đổi", callback_data="edit:1"))
    await update.effective_message.reply_text(
        update.effective_message.text or "?", reply_markup=keyboard
    )


async def change(update: Update, context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Đã đổi")
    await update.callback_query.edit_message_text(f"Đã đổi {update.callback_query.data}")


async def send_table(update: Update, context: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_document(b"a;b", filename="bảng.csv", caption="Đây ạ")


def build(server: BotApiServer) -> PTB:
    application: PTB = (
        ApplicationBuilder()
        .token(server.token)
        .base_url(server.base_url)
        .base_file_url(server.base_file_url)
        .build()
    )
    application.add_handler(CommandHandler("start", greet))
    application.add_handler(CommandHandler("xuat", send_table))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(change))
    return application


@asynccontextmanager
async def polling(server: BotApiServer) -> AsyncIterator[PTB]:
    application = build(server)
    assert application.updater
    async with application:
        await application.updater.start_polling(poll_interval=0, timeout=5)
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


def converse(user: User) -> None:
    user.start()
    greeting = user.wait_for_message()
    assert (greeting.text, greeting.entities[0].type) == ("Chào bạn", "bold")
    for text in ("một", "hai", "ba"):
        user.send(f"{user.person.first_name} {text}")
        echoed = user.wait_for_message()
        assert echoed.text == f"{user.person.first_name} {text}"
        tap = user.tap(echoed, "Đổi")
        assert tap.wait_answer().text == "Đã đổi"
        edited = user.wait_for_edit()
        assert (edited.message_id, edited.text) == (echoed.message_id, "Đã đổi edit:1")
        assert edited.labels == []


async def test_two_people_talk_at_once(server: BotApiServer) -> None:
    people = [server.user(first_name=name, language_code="vi") for name in ("Lan", "Hùng")]
    async with polling(server):
        await asyncio.gather(*(asyncio.to_thread(converse, person) for person in people))
    assert server.refusals == []
    assert [len(person.chat.bot_messages) for person in people] == [4, 4]


async def test_a_restarted_application_goes_on(server: BotApiServer, lan: User) -> None:
    async with polling(server):
        await asyncio.to_thread(lan.wait_for_message)
    lan.send("đến muộn")
    async with polling(server):
        assert (await asyncio.to_thread(lan.wait_for_message)).text == "đến muộn"
    assert len(lan.chat.bot_messages) == 2
    assert server.refusals == []


async def test_files_go_both_ways(server: BotApiServer, lan: User) -> None:
    lan.send("/xuat")
    lan.send_document(b"\x00\xff", "a.bin")
    file_id = server.updates[-1]["message"]["document"]["file_id"]
    async with polling(server) as application:
        await asyncio.to_thread(lan.wait_for_message)
        sent = await asyncio.to_thread(lan.wait_for_message)
        fetched = await (await application.bot.get_file(file_id)).download_as_bytearray()
    assert sent.file is not None
    assert (sent.file.name, sent.file.data, sent.text) == ("bảng.csv", b"a;b", "Đây ạ")
    assert fetched == b"\x00\xff"


async def test_errors_arrive_as_those_of_the_library(
    server: BotApiServer, lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # without it the library warns that retry_after is still a number
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with build(server) as application:
        bot = application.bot
        server.flood_once(3)
        with pytest.raises(RetryAfter):
            await bot.send_message(lan.id, "A")
        server.drop_next_connection("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(lan.id, "A")
        with pytest.raises(BadRequest, match="Message text is empty"):
            await bot.send_message(lan.id, "")
        lan.block_bot()
        with pytest.raises(Forbidden):
            await bot.send_message(lan.id, "A")
        first = asyncio.create_task(bot.get_updates(offset=server.last_update_id + 1, timeout=5))
        await asyncio.to_thread(server.wait_for_calls, "getUpdates", 1)
        await asyncio.to_thread(result_of, server, "getUpdates", offset=9999, timeout=1)
        with pytest.raises(Conflict):
            await first


async def test_the_menu_is_set_as_the_library_sets_it(server: BotApiServer, lan: User) -> None:
    async with build(server) as application:
        await application.bot.set_my_commands([("moi", "Khách mới")], language_code="vi")
        assert [command.description for command in lan.menu()] == ["Khách mới"]
        assert await application.bot.get_my_commands() == ()
