"""The tables; facts (answers, confirmations, withdrawals) are rows that are only ever added."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Id
from db.learning_models import (
    AuditRow,
    CueAnswerRow,
    CustomerFactRow,
    LessonRow,
    NoteRow,
    NoteWithdrawalRow,
    PhrasingRow,
    TipMarkRow,
)


class PersonRow(Base):
    """One admitted user: a rep, a manager or an owner."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]


class IdentityRow(Base):
    """Who a person is on one transport."""

    __tablename__ = "identities"
    transport: Mapped[str] = mapped_column(String(16), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)


class InviteRow(Base):
    """A single-use code that admits one person; only its hash is kept."""

    __tablename__ = "invites"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class RefusedAttemptRow(Base):
    """The moment an unknown person was refused; nothing else about them is kept."""

    __tablename__ = "refused_attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class CustomerRow(Base):
    """One customer of one rep; `name_plain` is the name folded for look-up."""

    __tablename__ = "customers"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_plain: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_customers_owner_id_used_at", "owner_id", "used_at"),
        Index("ix_customers_name_plain", "name_plain"),
    )


class InterviewRow(Base):
    """One round of questions about one customer, held by one person."""

    __tablename__ = "interviews"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime]


class AnswerRow(Base):
    """One answered question; `answer_id` is None for a skip."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interviews.id"), index=True)
    number: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(24))
    answer_id: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime]


class AnswerWithdrawalRow(Base):
    """An answer that was taken back."""

    __tablename__ = "answer_withdrawals"
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    at: Mapped[datetime]


class ConfirmationRow(Base):
    """What a person said the group is, beside what was shown to them at that moment."""

    __tablename__ = "confirmations"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group: Mapped[int] = mapped_column("group_number")
    shown_group: Mapped[int]
    shown_probability: Mapped[float]
    at: Mapped[datetime]


class ConfirmationWithdrawalRow(Base):
    """A confirmation that was taken back."""

    __tablename__ = "confirmation_withdrawals"
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("confirmations.id"), primary_key=True)
    at: Mapped[datetime]


class ChatRow(Base):
    """What one chat remembers between two messages; `version` rises with every change."""

    __tablename__ = "chats"
    transport: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    progress: Mapped[str]
    updated_at: Mapped[datetime]


class SeenUpdateRow(Base):
    """An update that was handled: the same one delivered again does nothing."""

    __tablename__ = "seen_updates"
    transport: Mapped[str] = mapped_column(String(16), primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)


__all__ = [
    "AnswerRow",
    "AnswerWithdrawalRow",
    "AuditRow",
    "Base",
    "ChatRow",
    "ConfirmationRow",
    "ConfirmationWithdrawalRow",
    "CueAnswerRow",
    "CustomerFactRow",
    "CustomerRow",
    "IdentityRow",
    "InterviewRow",
    "InviteRow",
    "LessonRow",
    "NoteRow",
    "NoteWithdrawalRow",
    "PersonRow",
    "PhrasingRow",
    "RefusedAttemptRow",
    "SeenUpdateRow",
    "TipMarkRow",
]
