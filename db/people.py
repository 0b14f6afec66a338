"""Who may use the product: people, their identities, invites and refused attempts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import IdentityRow, InviteRow, PersonRow, RefusedAttemptRow

ROLES = ("owner", "manager", "rep")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One admitted user; `role` is one of ROLES."""

    id: str
    role: str
    language: str


def find_person(session: Session, transport: str, external_id: str) -> Person | None:
    """The person behind an identity, or None for an unknown one."""
    statement = (
        select(PersonRow)
        .join(IdentityRow, IdentityRow.person_id == PersonRow.id)
        .where(IdentityRow.transport == transport, IdentityRow.external_id == external_id)
    )
    row = session.scalars(statement).one_or_none()
    return Person(id=row.id, role=row.role, language=row.language) if row else None


def add_person(
    session: Session, person: Person, *, transport: str, external_id: str, now: datetime
) -> None:
    """Admits a person under one identity."""
    session.add(PersonRow(id=person.id, role=person.role, language=person.language, created_at=now))
    session.flush()
    session.add(IdentityRow(transport=transport, external_id=external_id, person_id=person.id))
    session.flush()


def set_language(session: Session, person_id: str, language: str) -> None:
    """Keeps the language a person chose."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(language=language))


def hash_code(code: str) -> str:
    """What is stored of an invite code; it has 128 random bits, so it needs no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


def add_invite(
    session: Session, code: str, *, role: str, now: datetime, expires_at: datetime
) -> None:
    """Keeps a new single-use invite; ValueError for an unknown role."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}")
    session.add(
        InviteRow(code_hash=hash_code(code), role=role, created_at=now, expires_at=expires_at)
    )
    session.flush()


def open_invite_role(session: Session, code: str, now: datetime) -> str | None:
    """The role an unused, unexpired invite gives, or None."""
    return session.scalar(
        select(InviteRow.role).where(
            InviteRow.code_hash == hash_code(code),
            InviteRow.used_at.is_(None),
            InviteRow.expires_at > now,
        )
    )


def use_invite(session: Session, code: str, *, person_id: str, now: datetime) -> bool:
    """Marks an invite as used; False when someone else was first or it has expired."""
    taken = session.scalar(
        update(InviteRow)
        .where(
            InviteRow.code_hash == hash_code(code),
            InviteRow.used_at.is_(None),
            InviteRow.expires_at > now,
        )
        .values(used_at=now, used_by=person_id)
        .returning(InviteRow.role)
    )
    return taken is not None


def note_refused_attempt(session: Session, now: datetime) -> None:
    """Keeps the moment of a refusal, and nothing about who it was."""
    session.add(RefusedAttemptRow(at=now))
    session.flush()
