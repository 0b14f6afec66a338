"""The phrasings that reps confirmed, for an owner to accept or refuse."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.dialogue.replies import Label, Phrase, Written
from bot.language import Speech
from db import notes
from personas.model import Bank


def open_proposals(engine: Engine, bank: Bank) -> list[notes.Proposal]:
    """The confirmed phrasings that wait for an owner's word, of cues that the content still has."""
    with Session(engine) as session:
        found = notes.proposals(session)
    return [one for one in found if one.cue_id in bank.cues_by_id]


def judge(engine: Engine, proposal: notes.Proposal, *, accepted: bool, now: datetime) -> None:
    """Keeps the owner's word; accepted phrasings are matched from then on."""
    with Session(engine) as session, session.begin():
        notes.judge_phrasing(
            session, cue_id=proposal.cue_id, phrase=proposal.phrase, accepted=accepted, now=now
        )


def sentence(proposal: notes.Proposal, bank: Bank, speech: Speech) -> str:
    """What an owner is asked about a proposal."""
    text = bank.cues_by_id[proposal.cue_id].text
    facts: dict[str, Label] = {
        "phrase": proposal.phrase,
        "cue": Written(by_language=text.by_language),
        "times": str(proposal.times),
    }
    return speech.text(Phrase(id="review.ask", facts=facts))
