"""Moments: what is stored in UTC comes back as the same aware moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from db.models import InviteRow, RefusedAttemptRow

HANOI = timezone(timedelta(hours=7))
EVENING_IN_HANOI = datetime(2026, 3, 2, 23, 30, 15, 123456, tzinfo=HANOI)


def stored_again(session: Session, moment: datetime) -> datetime:
    session.add(RefusedAttemptRow(at=moment))
    session.flush()
    session.expire_all()
    return session.scalars(select(RefusedAttemptRow)).one().at


def test_a_moment_without_a_time_zone_is_refused(session: Session) -> None:
    session.add(RefusedAttemptRow(at=datetime(2026, 3, 2, 8, 0)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()


def test_a_moment_without_a_time_zone_is_refused_in_a_condition_too(session: Session) -> None:
    naive = datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a time zone"):
        session.execute(select(RefusedAttemptRow).where(RefusedAttemptRow.at < naive))


def test_a_moment_of_another_zone_comes_back_as_the_same_moment(session: Session) -> None:
    assert stored_again(session, EVENING_IN_HANOI) == EVENING_IN_HANOI


def test_a_moment_comes_back_in_utc(session: Session) -> None:
    assert stored_again(session, EVENING_IN_HANOI).tzinfo is UTC


def test_a_moment_comes_back_in_utc_whatever_zone_the_server_keeps(postgresql: Engine) -> None:
    with Session(postgresql) as session:
        session.execute(text("SET TIME ZONE 'Asia/Ho_Chi_Minh'"))
        assert stored_again(session, EVENING_IN_HANOI).tzinfo is UTC


def test_no_moment_comes_back_as_none(session: Session) -> None:
    at = EVENING_IN_HANOI
    session.add(InviteRow(code_hash="h1", role="rep", created_at=at, expires_at=at))
    session.flush()
    session.expire_all()
    assert session.scalars(select(InviteRow)).one().used_at is None


def test_moments_of_two_zones_are_compared_as_moments(session: Session) -> None:
    stored_again(session, EVENING_IN_HANOI)  # 16:30 in UTC
    an_hour_before = EVENING_IN_HANOI.astimezone(UTC) - timedelta(hours=1)
    statement = select(RefusedAttemptRow).where(RefusedAttemptRow.at > an_hour_before)
    assert session.scalars(statement).first() is not None


def test_moments_are_ordered_as_moments(session: Session) -> None:
    moments = [
        datetime(2026, 3, 3, 1, 0, tzinfo=HANOI),  # 18:00 the day before in UTC
        datetime(2026, 3, 2, 17, 0, tzinfo=UTC),
        datetime(2026, 3, 2, 23, 59, tzinfo=HANOI),  # 16:59 in UTC
    ]
    session.add_all(RefusedAttemptRow(at=moment) for moment in moments)
    session.flush()
    ordered = session.scalars(select(RefusedAttemptRow.at).order_by(RefusedAttemptRow.at)).all()
    assert ordered == [moments[2], moments[1], moments[0]]
