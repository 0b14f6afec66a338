"""Updates of one chat in their order, chats beside each other, a flood cut off."""

import asyncio

import pytest
from telegram import Update

from bot.transports.telegram.ordering import HELD_PER_CHAT, InOrder


def update(chat_id: int) -> Update:
    """A message from a chat."""
    chat = {"id": chat_id, "type": "private"}
    content = {"message_id": 1, "date": 1, "chat": chat, "text": "Lan"}
    return Update.de_json({"update_id": 1, "message": content}, None)


class Desk:
    """Handles updates as the application does; each waits until the desk opens."""

    def __init__(self) -> None:
        self.processor = InOrder()
        self.opened = asyncio.Event()
        self.begun: list[str] = []
        self.done: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def take(self, chat_id: int, name: str, *, waits: bool = True) -> None:
        """Hands one update over and lets it get as far as it can."""

        async def handle() -> None:
            self.begun.append(name)
            if waits:
                await self.opened.wait()
            self.done.append(name)

        work = self.processor.process_update(update(chat_id), handle())
        self._tasks.append(asyncio.create_task(work))
        for _ in range(3):
            await asyncio.sleep(0)

    async def finish(self) -> None:
        """Opens the desk and waits for all that was handed over."""
        self.opened.set()
        await asyncio.gather(*self._tasks)


async def test_one_chat_is_handled_one_update_at_a_time() -> None:
    desk = Desk()
    await desk.take(1, "first")
    await desk.take(1, "second")
    assert desk.begun == ["first"]
    await desk.finish()


async def test_one_chat_keeps_its_order() -> None:
    desk, names = Desk(), [str(number) for number in range(20)]
    for name in names:
        await desk.take(1, name)
    await desk.finish()
    assert desk.done == names


async def test_another_chat_does_not_wait() -> None:
    desk = Desk()
    await desk.take(1, "slow")
    await desk.take(2, "quick", waits=False)
    assert desk.done == ["quick"]
    await desk.finish()


async def test_the_rest_of_a_flood_is_dropped() -> None:
    desk = Desk()
    for number in range(HELD_PER_CHAT + 5):
        await desk.take(1, str(number))
    await desk.finish()
    assert desk.done == [str(number) for number in range(HELD_PER_CHAT)]


async def test_another_chat_is_answered_during_a_flood() -> None:
    desk = Desk()
    for number in range(HELD_PER_CHAT + 5):
        await desk.take(1, str(number))
    await desk.take(2, "other", waits=False)
    assert desk.done == ["other"]
    await desk.finish()


async def test_a_chat_is_answered_again_after_its_flood() -> None:
    desk = Desk()
    for number in range(HELD_PER_CHAT + 5):
        await desk.take(1, str(number))
    await desk.finish()
    await desk.take(1, "later")
    assert desk.done[-1] == "later"


async def test_nothing_is_kept_of_a_chat_that_was_answered() -> None:
    desk = Desk()
    for chat_id in (1, 1, 2, 3):
        await desk.take(chat_id, "x")
    await desk.finish()
    assert (desk.processor._turns, desk.processor._waiting) == ({}, {})


async def test_nothing_is_kept_of_a_chat_whose_update_failed() -> None:
    async def fail() -> None:
        raise RuntimeError

    processor = InOrder()
    with pytest.raises(RuntimeError):
        await processor.process_update(update(1), fail())
    assert (processor._turns, processor._waiting) == ({}, {})


async def test_a_failed_update_does_not_hold_up_the_next_one() -> None:
    async def fail() -> None:
        raise RuntimeError

    desk = Desk()
    with pytest.raises(RuntimeError):
        await desk.processor.process_update(update(1), fail())
    await desk.take(1, "next", waits=False)
    assert desk.done == ["next"]
