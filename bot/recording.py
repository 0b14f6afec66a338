"""Writes the facts that the dialogue's effects tell about a customer."""

from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from bot.dialogue.effects import (
    SaveAnswer,
    SaveConfirmation,
    SaveFact,
    SaveJudgement,
    SaveMeaning,
    SaveNote,
    SaveTipMark,
    StartInterview,
    WithdrawAnswer,
    WithdrawConfirmation,
    WithdrawNote,
)
from db import evidence, facts, judgements, notes

Fact: TypeAlias = (
    StartInterview
    | SaveAnswer
    | WithdrawAnswer
    | SaveConfirmation
    | WithdrawConfirmation
    | SaveNote
    | WithdrawNote
    | SaveMeaning
    | SaveJudgement
    | SaveTipMark
    | SaveFact
)


def record(session: Session, effect: Fact, person_id: str, now: datetime) -> None:
    """Writes a fact that a person told at a moment."""
    match effect:
        case StartInterview() | SaveAnswer() | WithdrawAnswer():
            _record_interview(session, effect, person_id, now)
        case SaveConfirmation() | WithdrawConfirmation():
            _record_confirmation(session, effect, person_id, now)
        case SaveNote() | WithdrawNote() | SaveMeaning():
            _record_note(session, effect, person_id, now)
        case SaveJudgement():
            judgements.save_audit(
                session,
                interview_id=effect.interview_id,
                person_id=person_id,
                group=effect.group,
                forecast=effect.forecast,
                now=now,
            )
        case SaveFact():
            facts.save_fact(
                session,
                customer_id=effect.customer_id,
                fact_id=effect.fact_id,
                value=effect.value,
                source="chat",
                person_id=person_id,
                now=now,
            )
        case SaveTipMark():
            judgements.mark_tips(
                session,
                customer_id=effect.customer_id,
                person_id=person_id,
                situation_id=effect.situation_id,
                group=effect.group,
                useful=effect.useful,
                now=now,
            )


def _record_interview(
    session: Session,
    effect: StartInterview | SaveAnswer | WithdrawAnswer,
    person_id: str,
    now: datetime,
) -> None:
    match effect:
        case StartInterview():
            evidence.start_interview(
                session,
                effect.interview_id,
                customer_id=effect.customer_id,
                person_id=person_id,
                now=now,
            )
        case SaveAnswer():
            evidence.save_answer(
                session,
                interview_id=effect.interview_id,
                number=effect.number,
                question_id=effect.question_id,
                answer_id=effect.answer_id,
                now=now,
            )
        case WithdrawAnswer():
            evidence.withdraw_answer(
                session, interview_id=effect.interview_id, number=effect.number, now=now
            )


def _record_confirmation(
    session: Session,
    effect: SaveConfirmation | WithdrawConfirmation,
    person_id: str,
    now: datetime,
) -> None:
    match effect:
        case SaveConfirmation():
            evidence.confirm(
                session,
                customer_id=effect.customer_id,
                person_id=person_id,
                group=effect.group,
                shown_group=effect.shown_group,
                shown_probability=effect.shown_probability,
                now=now,
            )
        case WithdrawConfirmation():
            evidence.withdraw_confirmation(session, customer_id=effect.customer_id, now=now)


def _record_note(
    session: Session, effect: SaveNote | WithdrawNote | SaveMeaning, person_id: str, now: datetime
) -> None:
    match effect:
        case SaveNote():
            notes.save_note(
                session,
                effect.note_id,
                customer_id=effect.customer_id,
                person_id=person_id,
                text=effect.text,
                now=now,
            )
        case WithdrawNote():
            notes.withdraw_note(session, effect.note_id, now)
        case SaveMeaning():
            notes.save_cue_answer(
                session,
                note_id=effect.note_id,
                cue_id=effect.cue_id,
                phrase=effect.phrase,
                meant=effect.meant,
                now=now,
            )
