"""Keeps the knowledge up to date with what judged customers and accepted phrasings teach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.dialogue.world import Knowledge
from db import judgements, lessons, notes
from personas.interview import Selector
from personas.learning import Audit, Cell, Lessons, fit_temperature, teach
from personas.model import TEMPERATURE
from personas.notes import NoteReader

LOOK_AGAIN_AFTER = timedelta(seconds=30)  # so late another process's lesson may be noticed
GROWTH = 0.05  # a new version when so many more customers were judged, as a share
MakeReader = Callable[[tuple[tuple[str, str], ...]], NoteReader]


@dataclass(kw_only=True)
class Learner:
    """Holds the shipped knowledge, and the taught one of the newest version.

    `make_reader` makes a reader of notes that also knows the accepted phrasings it is given.
    """

    shipped: Knowledge
    make_reader: MakeReader
    _taught: Knowledge | None = None
    _versions: tuple[int, int] = (0, 0)
    _looked_at: datetime | None = field(default=None)
    _reader: NoteReader | None = None
    _accepted: tuple[tuple[str, str], ...] = ()

    def knowledge(self, session: Session, now: datetime) -> Knowledge:
        """The knowledge as taught by the newest version; looked for now and then."""
        if self._looked_at is None or now - self._looked_at >= LOOK_AGAIN_AFTER:
            self.look_again(session, now)
        return self._taught or self.shipped

    def look_again(self, session: Session, now: datetime) -> None:
        """Takes over the newest version and the accepted phrasings."""
        versions = (lessons.newest_version(session), notes.newest_phrasing(session))
        if versions != self._versions:
            self._taught = self._teach(session)
            self._versions = versions
        self._looked_at = now

    def _teach(self, session: Session) -> Knowledge:
        lesson = lessons.newest_lesson(session)
        temperature = lesson.temperature or self.shipped.bank.temperature
        bank = teach(self.shipped.bank, Lessons(counts=lesson.counts, temperature=temperature))
        accepted = notes.accepted_phrasings(session)
        if accepted != self._accepted:  # a reader takes a third of a second to make
            self._reader, self._accepted = self.make_reader(accepted), accepted
        reader = self._reader or self.shipped.reader
        untaught = replace(self.shipped.bank, temperature=temperature)
        return replace(
            self.shipped, bank=bank, selector=Selector(bank), reader=reader, untaught=untaught
        )

    def take_in(self, session: Session, now: datetime) -> None:
        """Makes a new version once enough customers more were judged, or judged otherwise."""
        newest = lessons.newest_lesson(session)
        confirmed = judgements.count_confirmed(session, newest.since)
        audits = judgements.count_audits(session, newest.since)
        due = _is_due(confirmed, newest.confirmed) or _is_due(audits, newest.audits)
        if due or _unsaid(judgements.count_answers(session, newest.since), newest.counts):
            make_lesson(session, newest.since, now)
            self.look_again(session, now)


def _is_due(now: int, then: int) -> bool:
    """Whether a count changed enough; one that fell is always a reason."""
    return now < then or now - then > GROWTH * then


def _unsaid(now: Mapping[Cell, float], then: Mapping[Cell, float]) -> bool:
    """Whether an answer that was learned counts no more, or under another group."""
    return any(now.get(cell, 0.0) < times for cell, times in then.items())


def make_lesson(session: Session, since: datetime | None, now: datetime) -> lessons.Lesson:
    """A new version from all facts after `since`, kept and given back."""
    audits = judgements.audits(session, since)
    fitted = fit_temperature([Audit(group=one.group, forecast=one.forecast) for one in audits])
    lesson = lessons.Lesson(
        confirmed=judgements.count_confirmed(session, since),
        audits=len(audits),
        temperature=fitted,
        counts=judgements.count_answers(session, since),
        since=since,
    )
    lessons.add_lesson(session, lesson, now)
    return lessons.newest_lesson(session)


def forget(session: Session, now: datetime) -> None:
    """A version that knows nothing: facts until now teach no more, though they all stay."""
    lesson = lessons.Lesson(counts={}, temperature=TEMPERATURE, since=now)
    lessons.add_lesson(session, lesson, now)
