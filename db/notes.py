"""Free notes about a customer, what their writers meant by them, and accepted phrasings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import CueAnswerRow, NoteRow, NoteWithdrawalRow, PhrasingRow


@dataclass(frozen=True, kw_only=True)
class NoteFact:
    """One note that stands; `meant` says of cues that were asked about whether they were meant."""

    id: str
    person_id: str
    text: str
    at: datetime
    meant: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A phrasing that `times` notes were confirmed to tell a cue with, not yet judged."""

    cue_id: str
    phrase: str
    times: int


def save_note(
    session: Session, note_id: str, *, customer_id: str, person_id: str, text: str, now: datetime
) -> None:
    """Keeps a new note."""
    session.add(
        NoteRow(id=note_id, customer_id=customer_id, person_id=person_id, text=text, at=now)
    )
    session.flush()


def withdraw_note(session: Session, note_id: str, now: datetime) -> None:
    """Takes a note back; once."""
    if session.get(NoteWithdrawalRow, note_id) is None:
        session.add(NoteWithdrawalRow(note_id=note_id, at=now))
        session.flush()


def save_cue_answer(
    session: Session, *, note_id: str, cue_id: str, phrase: str, meant: bool, now: datetime
) -> None:
    """Adds whether the writer of a note meant a cue by a phrase of it."""
    session.add(
        CueAnswerRow(note_id=note_id, cue_id=cue_id, phrase=phrase[:200], meant=meant, at=now)
    )
    session.flush()


def standing_notes(session: Session, customer_id: str) -> tuple[NoteFact, ...]:
    """All notes about a customer that were not taken back, oldest first."""
    statement = (
        select(NoteRow)
        .outerjoin(NoteWithdrawalRow, NoteWithdrawalRow.note_id == NoteRow.id)
        .where(NoteRow.customer_id == customer_id, NoteWithdrawalRow.note_id.is_(None))
        .order_by(NoteRow.at, NoteRow.id)
    )
    rows = session.scalars(statement).all()
    meant = _meant(session, [row.id for row in rows])
    return tuple(
        NoteFact(id=row.id, person_id=row.person_id, text=row.text, at=row.at, meant=meant[row.id])
        for row in rows
    )


def _meant(session: Session, note_ids: list[str]) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {note_id: {} for note_id in note_ids}
    if note_ids:
        statement = (
            select(CueAnswerRow).where(CueAnswerRow.note_id.in_(note_ids)).order_by(CueAnswerRow.id)
        )
        for row in session.scalars(statement):
            found[row.note_id][row.cue_id] = row.meant
    return found


def proposals(session: Session) -> list[Proposal]:
    """The confirmed phrasings on which no owner has said a word yet, the commonest first.

    Phrasings with digits are left out: they may hold a phone number.
    """
    judged = {(row.cue_id, row.phrase) for row in session.scalars(select(PhrasingRow))}
    last = (
        select(func.max(CueAnswerRow.id)).group_by(CueAnswerRow.note_id, CueAnswerRow.cue_id)
    ).scalar_subquery()
    times = func.count().label("times")
    statement = (
        select(CueAnswerRow.cue_id, CueAnswerRow.phrase, times)
        .outerjoin(NoteWithdrawalRow, NoteWithdrawalRow.note_id == CueAnswerRow.note_id)
        .where(
            CueAnswerRow.id.in_(last),
            CueAnswerRow.meant,
            CueAnswerRow.phrase != "",
            NoteWithdrawalRow.note_id.is_(None),
        )
        .group_by(CueAnswerRow.cue_id, CueAnswerRow.phrase)
        .order_by(times.desc(), CueAnswerRow.cue_id, CueAnswerRow.phrase)
    )
    return [
        Proposal(cue_id=row.cue_id, phrase=row.phrase, times=row.times)
        for row in session.execute(statement)
        if (row.cue_id, row.phrase) not in judged and not any(map(str.isdigit, row.phrase))
    ]


def judge_phrasing(
    session: Session, *, cue_id: str, phrase: str, accepted: bool, now: datetime
) -> None:
    """Adds an owner's word on a phrasing."""
    session.add(PhrasingRow(cue_id=cue_id, phrase=phrase, accepted=accepted, at=now))
    session.flush()


def accepted_phrasings(session: Session) -> tuple[tuple[str, str], ...]:
    """Pairs of a cue's id and a phrasing that an owner accepted, the last word counting."""
    words: dict[tuple[str, str], bool] = {}
    for row in session.scalars(select(PhrasingRow).order_by(PhrasingRow.id)):
        words[row.cue_id, row.phrase] = row.accepted
    return tuple(pair for pair, accepted in words.items() if accepted)


def newest_phrasing(session: Session) -> int:
    """A number that rises with every judged phrasing; 0 before the first."""
    return session.scalar(select(func.max(PhrasingRow.id))) or 0
