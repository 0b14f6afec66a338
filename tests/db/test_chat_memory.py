"""Chats: what one remembers, who may replace it, and which updates were already handled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from db.chats import (
    KEEP_SEEN,
    ConcurrentChangeError,
    Remembered,
    claim_update,
    recall,
    remember,
)
from db.models import ChatRow, SeenUpdateRow
from tests.db.together import twice_at_once

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
CHAT = ("telegram", "42")
NOTHING_YET = Remembered()
TURNS = 10


def write(session: Session, version: int, progress: str) -> None:
    remember(session, *CHAT, Remembered(version=version, progress=progress), NOW)


class TestMemory:
    """What a chat remembers between two messages."""

    def test_a_new_chat_remembers_nothing(self, session: Session) -> None:
        assert recall(session, *CHAT) == NOTHING_YET

    def test_nothing_yet_is_version_zero(self) -> None:
        assert NOTHING_YET.version == 0

    def test_the_first_memory_is_version_one(self, session: Session) -> None:
        write(session, 0, "hỏi tên")
        assert recall(session, *CHAT) == Remembered(version=1, progress="hỏi tên")

    def test_a_memory_is_replaced_by_the_next_version(self, session: Session) -> None:
        write(session, 0, "first")
        write(session, 1, "second")
        session.expire_all()
        assert recall(session, *CHAT) == Remembered(version=2, progress="second")

    def test_a_memory_keeps_the_moment_it_was_written(self, session: Session) -> None:
        write(session, 0, "first")
        later = NOW + timedelta(hours=1)
        remember(session, *CHAT, Remembered(version=1, progress="second"), later)
        assert session.scalar(select(ChatRow.updated_at)) == later

    def test_a_long_memory_is_kept_whole(self, session: Session) -> None:
        write(session, 0, "ệ" * 100_000)
        assert recall(session, *CHAT).progress == "ệ" * 100_000

    @pytest.mark.parametrize("other", [("telegram", "43"), ("terminal", "42")])
    def test_another_chat_remembers_something_else(
        self, session: Session, other: tuple[str, str]
    ) -> None:
        write(session, 0, "first")
        assert recall(session, *other) == NOTHING_YET

    def test_replacing_a_memory_leaves_the_other_chats_alone(self, session: Session) -> None:
        others = [("telegram", "43"), ("terminal", "42")]
        for chat in (CHAT, *others):
            remember(session, *chat, Remembered(progress="first"), NOW)
        write(session, 1, "second")
        session.expire_all()
        assert [recall(session, *chat).progress for chat in others] == ["first", "first"]


class TestTwoWriters:
    """A memory is replaced only by who has read it."""

    def test_an_older_memory_does_not_replace_a_newer_one(self, session: Session) -> None:
        write(session, 0, "first")
        write(session, 1, "second")
        with pytest.raises(ConcurrentChangeError):
            write(session, 1, "late")

    def test_the_newer_memory_stays(self, session: Session) -> None:
        write(session, 0, "first")
        write(session, 1, "second")
        with pytest.raises(ConcurrentChangeError):
            write(session, 1, "late")
        session.expire_all()
        assert recall(session, *CHAT) == Remembered(version=2, progress="second")

    @pytest.mark.parametrize("version", [1, 7])
    def test_a_version_that_was_never_written_is_refused(
        self, session: Session, version: int
    ) -> None:
        with pytest.raises(ConcurrentChangeError):
            write(session, version, "from nowhere")

    def test_a_second_first_memory_is_refused(self, database: Engine) -> None:
        with Session(database) as session, session.begin():
            write(session, 0, "first")
        with Session(database) as session, pytest.raises(ConcurrentChangeError):
            write(session, 0, "also first")

    def test_the_first_of_two_first_memories_stays(self, database: Engine) -> None:
        with Session(database) as session, session.begin():
            write(session, 0, "first")
        with Session(database) as session, pytest.raises(ConcurrentChangeError):
            write(session, 0, "also first")
        with Session(database) as session:
            assert recall(session, *CHAT) == Remembered(version=1, progress="first")

    def test_of_two_first_writers_at_once_exactly_one_succeeds(self, database: Engine) -> None:
        def write_first(number: int) -> str:
            try:
                with Session(database) as session, session.begin():
                    write(session, 0, str(number))
            except ConcurrentChangeError:
                return "refused"
            return "written"

        assert sorted(twice_at_once(write_first)) == ["refused", "written"]

    def test_of_two_who_read_the_same_memory_the_slower_one_is_refused(
        self, postgresql: Engine
    ) -> None:
        with Session(postgresql) as session, session.begin():
            write(session, 0, "first")
        with Session(postgresql) as quick, Session(postgresql) as slow:
            assert recall(quick, *CHAT) == recall(slow, *CHAT)
            write(quick, 1, "quick")
            with ThreadPoolExecutor(1) as thread:
                waiting = thread.submit(write, slow, 1, "slow")
                quick.commit()
                assert isinstance(waiting.exception(), ConcurrentChangeError)

    def test_turns_done_again_after_a_conflict_are_all_counted(self, database: Engine) -> None:
        def add_one() -> None:
            with Session(database) as session, session.begin():
                memory = recall(session, *CHAT)
                write(session, memory.version, str(int(memory.progress or 0) + 1))

        def add_all(_number: int) -> None:
            done = 0
            while done < TURNS:
                try:
                    add_one()
                except ConcurrentChangeError:
                    continue
                done += 1

        twice_at_once(add_all)
        with Session(database) as session:
            total = 2 * TURNS
            assert recall(session, *CHAT) == Remembered(version=total, progress=str(total))


class TestHandledUpdates:
    """An update delivered twice is handled once."""

    def test_an_update_is_claimed(self, session: Session) -> None:
        assert claim_update(session, "telegram", 7, NOW)

    def test_an_update_is_claimed_once(self, session: Session) -> None:
        claim_update(session, "telegram", 7, NOW)
        assert not claim_update(session, "telegram", 7, NOW)

    def test_an_update_is_claimed_once_across_transactions(self, database: Engine) -> None:
        with Session(database) as session, session.begin():
            claim_update(session, "telegram", 7, NOW)
        with Session(database) as session:
            assert not claim_update(session, "telegram", 7, NOW)

    @pytest.mark.parametrize("other", [("telegram", 8), ("terminal", 7)])
    def test_another_update_is_claimed_too(self, session: Session, other: tuple[str, int]) -> None:
        claim_update(session, "telegram", 7, NOW)
        assert claim_update(session, *other, NOW)

    def test_a_large_update_id_is_claimed(self, session: Session) -> None:
        assert claim_update(session, "telegram", 2**62, NOW)

    def test_a_claim_is_void_when_the_rest_of_the_turn_fails(self, database: Engine) -> None:
        with Session(database) as session:
            claim_update(session, "telegram", 7, NOW)
            session.rollback()
        with Session(database) as session:
            assert claim_update(session, "telegram", 7, NOW)

    def test_of_two_claims_at_once_exactly_one_succeeds(self, database: Engine) -> None:
        def claim(_number: int) -> bool:
            with Session(database) as session, session.begin():
                return claim_update(session, "telegram", 7, NOW)

        assert sorted(twice_at_once(claim)) == [False, True]

    def test_of_two_claims_in_open_transactions_the_slower_one_fails(
        self, postgresql: Engine
    ) -> None:
        with Session(postgresql) as quick, Session(postgresql) as slow:
            assert slow.get(SeenUpdateRow, CHAT) is None
            claim_update(quick, "telegram", 7, NOW)
            with ThreadPoolExecutor(1) as thread:
                waiting = thread.submit(claim_update, slow, "telegram", 7, NOW)
                _wait_until_blocked(postgresql)
                quick.commit()
                assert waiting.result() is False

    def test_a_failed_claim_leaves_the_transaction_usable(self, postgresql: Engine) -> None:
        with Session(postgresql) as quick, Session(postgresql) as slow:
            write(slow, 0, "before the claim")
            claim_update(quick, "telegram", 7, NOW)
            with ThreadPoolExecutor(1) as thread:
                waiting = thread.submit(claim_update, slow, "telegram", 7, NOW)
                _wait_until_blocked(postgresql)
                quick.commit()
                waiting.result()
            slow.commit()
        with Session(postgresql) as session:
            assert recall(session, *CHAT).progress == "before the claim"

    def test_a_slower_claim_succeeds_when_the_quicker_one_is_void(self, postgresql: Engine) -> None:
        with Session(postgresql) as quick, Session(postgresql) as slow:
            claim_update(quick, "telegram", 7, NOW)
            with ThreadPoolExecutor(1) as thread:
                waiting = thread.submit(claim_update, slow, "telegram", 7, NOW)
                _wait_until_blocked(postgresql)
                quick.rollback()
                assert waiting.result() is True


class TestOldMarks:
    """Marks of handled updates do not pile up."""

    def test_old_marks_are_cleared_with_every_thousandth_update(self, session: Session) -> None:
        claim_update(session, "telegram", 7, NOW)
        claim_update(session, "telegram", 3000, NOW + KEEP_SEEN + A_MOMENT)
        assert _marks(session) == [3000]

    def test_marks_of_the_last_days_stay(self, session: Session) -> None:
        claim_update(session, "telegram", 7, NOW)
        claim_update(session, "telegram", 3000, NOW + KEEP_SEEN)
        assert _marks(session) == [7, 3000]

    def test_marks_are_kept_longer_than_telegram_keeps_an_update(self) -> None:
        assert timedelta(days=1) < KEEP_SEEN

    def test_old_marks_stay_until_then(self, session: Session) -> None:
        claim_update(session, "telegram", 7, NOW)
        claim_update(session, "telegram", 2999, NOW + 2 * KEEP_SEEN)
        assert _marks(session) == [7, 2999]

    def test_old_marks_of_every_transport_are_cleared(self, session: Session) -> None:
        claim_update(session, "zalo", 7, NOW)
        claim_update(session, "telegram", 3000, NOW + 2 * KEEP_SEEN)
        assert _marks(session) == [3000]

    def test_an_update_claimed_again_clears_nothing(self, session: Session) -> None:
        claim_update(session, "telegram", 7, NOW)
        claim_update(session, "telegram", 3000, NOW)
        claim_update(session, "telegram", 3000, NOW + 2 * KEEP_SEEN)
        assert _marks(session) == [7, 3000]


def _wait_until_blocked(engine: Engine) -> None:
    """Returns once a transaction waits for another; after 5 s anyway, the result then decides."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = monotonic() + 5
    while monotonic() < deadline:
        with engine.connect() as connection:
            if connection.scalar(waiting):
                return
        sleep(0.005)


def _marks(session: Session) -> list[int]:
    statement = select(SeenUpdateRow.update_id).order_by(SeenUpdateRow.update_id)
    return list(session.scalars(statement))
