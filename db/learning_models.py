"""The tables of notes and of what can be learned from: rows that are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Id


class NoteRow(Base):
    """What a person wrote about a customer; how it reads is computed at every look."""

    __tablename__ = "notes"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class NoteWithdrawalRow(Base):
    """A note that was taken back."""

    __tablename__ = "note_withdrawals"
    note_id: Mapped[str] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    at: Mapped[datetime]


class CueAnswerRow(Base):
    """Whether a note's `phrase` was `meant` to tell a cue, as its writer said; the last counts."""

    __tablename__ = "cue_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("notes.id"), index=True)
    cue_id: Mapped[str] = mapped_column(String(24))
    phrase: Mapped[str] = mapped_column(String(200))
    meant: Mapped[bool]
    at: Mapped[datetime]


class PhrasingRow(Base):
    """An owner's word on a phrasing that was proposed for a cue; the last counts."""

    __tablename__ = "phrasings"
    id: Mapped[int] = mapped_column(primary_key=True)
    cue_id: Mapped[str] = mapped_column(String(24))
    phrase: Mapped[str] = mapped_column(String(200))
    accepted: Mapped[bool]
    at: Mapped[datetime]


class AuditRow(Base):
    """A judgement asked for before the card was shown; no `group`: the person could not say.

    `forecast` is a JSON list of P(group) before tempering at that moment.
    """

    __tablename__ = "audits"
    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interviews.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group: Mapped[int | None] = mapped_column("group_number")
    forecast: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class TipMarkRow(Base):
    """What a person says of the tips for a group in a situation; of one person the last counts."""

    __tablename__ = "tip_marks"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    situation_id: Mapped[str] = mapped_column(String(24))
    group: Mapped[int] = mapped_column("group_number")
    useful: Mapped[bool]
    at: Mapped[datetime]


class LessonRow(Base):
    """One version of what was learned; the newest counts, older ones stay.

    `counts` is JSON: [question, answer, group, times]. Facts up to `since` are left out.
    """

    __tablename__ = "lessons"
    id: Mapped[int] = mapped_column(primary_key=True)
    confirmed: Mapped[int]
    audits: Mapped[int]
    temperature: Mapped[float]
    counts: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime | None]
    at: Mapped[datetime]


class CustomerFactRow(Base):
    """A fact about a customer as it was told at a moment; of one fact the last counts."""

    __tablename__ = "customer_facts"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    fact_id: Mapped[str] = mapped_column(String(24))
    value: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
