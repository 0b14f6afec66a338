"""Counts how well hypotheses, questions, cues and tips did, over the whole database."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.dialogue.hits import Hits, TipHit
from bot.dialogue.world import Knowledge
from db import judgements, lessons, notes
from personas.hits import cue_hits, question_hits, rule_hits
from personas.note_evidence import told_cues


def count_hits(session: Session, knowledge: Knowledge) -> Hits:
    """All counts, from every standing fact; nothing that names a customer."""
    confirmed = judgements.confirmed_customers(session)
    audits = judgements.audits(session)
    counts = judgements.count_answers(session)
    lesson = lessons.newest_lesson(session)
    told = ((fact.group, list(_cues(session, fact, knowledge))) for fact in confirmed)
    return Hits(
        confirmed=len(confirmed),
        repeated=sum(fact.group == fact.shown_group for fact in confirmed),
        audits=len(audits),
        agreed=sum(_agrees(audit) for audit in audits),
        version=lesson.version,
        learned=bool(lesson.counts or lesson.audits),
        temperature=knowledge.bank.temperature,
        questions=tuple(question_hits(knowledge.bank, counts)),
        rules=tuple(rule_hits(knowledge.bank, counts)),
        cues=tuple(cue_hits(knowledge.bank, told)),
        tips=tuple(
            TipHit(
                situation_id=one.situation_id, group=one.group, useful=one.useful, wrong=one.wrong
            )
            for one in judgements.tip_marks(session)
        ),
    )


def _agrees(audit: judgements.AuditFact) -> bool:
    return audit.forecast.index(max(audit.forecast)) == audit.group - 1


def _cues(session: Session, fact: judgements.ConfirmedFact, knowledge: Knowledge) -> Iterator[str]:
    """The cues told in the notes about a customer."""
    for note in notes.standing_notes(session, fact.customer_id):
        reading = knowledge.reader.read(note.text)
        yield from told_cues(reading, note.meant)
