"""How the bot receives updates: offsets, long polling, conflicts and the webhook."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .asking import address, ask, complaint_of, result_of
from .people import User
from .server import BotApiServer


def test_updates_stay_until_the_offset_confirms_them(server: BotApiServer, lan: User) -> None:
    lan.send("một")
    lan.send("hai")
    first = result_of(server, "getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["/start", "một"]
    assert result_of(server, "getUpdates", limit=2) == first
    rest = result_of(server, "getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["hai"]
    assert result_of(server, "getUpdates", offset=rest[-1]["update_id"] + 1) == []


def test_a_negative_offset_keeps_the_last_updates(server: BotApiServer, lan: User) -> None:
    lan.send("một")
    assert len(result_of(server, "getUpdates", offset=-1)) == 1
    assert len(result_of(server, "getUpdates")) == 1


def test_long_polling_returns_as_soon_as_something_happens(server: BotApiServer, lan: User) -> None:
    offset = server.last_update_id + 1
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(result_of, server, "getUpdates", offset=offset, timeout=30)
        server.wait_for_calls("getUpdates", 1)
        lan.send("Chào em")
        assert waiting.result(5)[0]["message"]["text"] == "Chào em"


def test_long_polling_ends_with_nothing(server: BotApiServer) -> None:
    started = time.monotonic()
    assert result_of(server, "getUpdates", timeout=1) == []
    assert time.monotonic() - started >= 0.9


def test_two_pollers_conflict(server: BotApiServer, lan: User) -> None:
    offset = server.last_update_id + 1
    with ThreadPoolExecutor() as pool:
        older = pool.submit(ask, server, "getUpdates", offset=offset, timeout=30)
        server.wait_for_calls("getUpdates", 1)
        newer = pool.submit(ask, server, "getUpdates", offset=offset, timeout=30)
        refused = older.result(5)
        lan.send("Chào em")
        assert newer.result(5)["ok"]
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request")


def test_a_poller_that_hung_up_makes_no_conflict(server: BotApiServer, lan: User) -> None:
    offset = server.last_update_id + 1
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            address(server, "getUpdates"), json={"offset": offset, "timeout": 30}, timeout=0.05
        )
    with ThreadPoolExecutor() as pool:
        newer = pool.submit(result_of, server, "getUpdates", offset=offset, timeout=30)
        server.wait_for_calls("getUpdates", 2)
        lan.send("Chào em")
        assert len(newer.result(5)) == 1
    assert server.refusals == []


def test_stopping_does_not_wait_for_pollers() -> None:
    with ThreadPoolExecutor() as pool:
        with BotApiServer() as server:
            url = address(server, "getUpdates")
            waiting = pool.submit(httpx.post, url, json={"timeout": 50}, timeout=50)
            server.wait_for_calls("getUpdates")
        with pytest.raises(httpx.RemoteProtocolError):
            waiting.result(5)


def test_only_allowed_updates_are_kept(server: BotApiServer, lan: User) -> None:
    result_of(server, "getUpdates", allowed_updates=["callback_query"])
    known = len(server.updates)
    lan.send("không ai nghe")
    assert len(server.updates) == known
    result_of(server, "getUpdates", allowed_updates=[])
    lan.send("nghe rồi")
    assert len(server.updates) == known + 1


def test_redelivery_hands_out_the_same_update_again(server: BotApiServer, lan: User) -> None:
    update = result_of(server, "getUpdates")[0]
    offset = update["update_id"] + 1
    assert result_of(server, "getUpdates", offset=offset) == []
    server.redeliver(update["update_id"])
    assert result_of(server, "getUpdates", offset=offset) == [update]
    assert result_of(server, "getUpdates", offset=offset) == []


def test_webhook_and_polling_exclude_each_other(server: BotApiServer) -> None:
    result_of(server, "setWebhook", url="https://example.com/hook")
    assert result_of(server, "getWebhookInfo")["url"] == "https://example.com/hook"
    assert complaint_of(server, "getUpdates").startswith("Conflict: can't use getUpdates method")
    result_of(server, "deleteWebhook")
    assert result_of(server, "getUpdates") == []
    assert "HTTPS" in complaint_of(server, "setWebhook", url="http://example.com")


def test_deleting_the_webhook_can_drop_updates(server: BotApiServer, lan: User) -> None:
    assert result_of(server, "getWebhookInfo")["pending_update_count"] == 1
    result_of(server, "deleteWebhook", drop_pending_updates=True)
    assert result_of(server, "getUpdates") == []
