"""Makes invites: single-use, expiring codes that fit into a deep link."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.people import add_invite


def new_code() -> str:
    """128 random bits in the letters a Telegram deep link allows."""
    return secrets.token_urlsafe(16)


def store_invite(
    engine: Engine, code: str, *, role: str, now: datetime, lifetime: timedelta
) -> datetime:
    """Keeps the invite; gives back when it expires."""
    expires_at = now + lifetime
    with Session(engine) as session, session.begin():
        add_invite(session, code, role=role, now=now, expires_at=expires_at)
    return expires_at
