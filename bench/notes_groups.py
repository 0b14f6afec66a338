"""Scores the groups that notes point to, as `hieukhach classify` prints them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np

from bench.notes_gold import GoldNote, places_by_style
from bench.scoreboard_outcomes import Outcome, Reliability, reliability
from bench.scores import Scores
from bot.classifying import classify
from personas.interview import Policy
from personas.model import GROUPS, Bank, FloatArray
from personas.notes import NoteReader

SEED = 20260322
HIGH = 0.60
FEWEST = 8  # notes in a bin of the reliability
DIGITS = 9  # posteriors that were capped at HIGH are above it by rounding alone


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Gold notes beside their posteriors, shape (notes, 9)."""

    notes: Sequence[GoldNote]
    posteriors: FloatArray

    @cached_property
    def with_group(self) -> "Placed":
        """Those whose group is known."""
        return self.only(at for at, note in enumerate(self.notes) if note.group is not None)

    def only(self, places: Iterable[int]) -> "Placed":
        """The notes at some places."""
        kept = [*places]
        return Placed(notes=[self.notes[at] for at in kept], posteriors=self.posteriors[kept])

    @property
    def tops(self) -> FloatArray:
        """The probability of each note's top group."""
        return np.asarray(self.posteriors.max(axis=1))

    @property
    def groups(self) -> list[int]:
        """The known groups."""
        return [note.group for note in self.notes if note.group is not None]

    @property
    def scores(self) -> Scores:
        """The scores of the notes, which must all have a group."""
        return Scores(posteriors=self.posteriors, groups=np.array(self.groups), policy=Policy())

    def bins(self) -> Reliability:
        """By bins of the top probability, how often it was right."""
        nothing_asked = np.zeros(len(self.notes), dtype=int)
        groups = np.array(self.groups)
        outcome = Outcome(posteriors=self.posteriors, groups=groups, questions=nothing_asked)
        return reliability([outcome], FEWEST)

    def figures(self) -> Mapping[str, float]:
        """Hits, calibration and spread by name; the notes must all have a group."""
        scores, tops = self.scores, self.tops
        return {
            "top-1": scores.top(1),
            "top-2": scores.top(2),
            "log score": scores.log_score,
            "ECE": scores.ece,
            "ECE if honest": scores.ece_if_honest(SEED),
            "too sure by": scores.overconfidence,
            "mean top": float(tops.mean()),
            "over 60 %": float((tops > HIGH).mean()),
        }

    def flatness(self) -> Mapping[str, float]:
        """How near to uniform the posteriors stay, by name."""
        bits = np.log2(len(GROUPS)) + (self.posteriors * np.log2(self.posteriors)).sum(axis=1)
        return {
            "uniform": float((bits < 1e-6).mean()),
            "mean top": float(self.tops.mean()),
            "highest top": float(self.tops.max()),
            "mean bits": abs(float(bits.mean())),
            "over 60 %": float((self.tops > HIGH).mean()),
        }


def classified(notes: Sequence[GoldNote], bank: Bank, reader: NoteReader) -> Placed:
    """What the command prints for each note."""
    answers = [json.loads(json.dumps(one)) for one in classify(_lines(notes), bank, reader)]
    return place(notes, (np.array(one["posterior"]) for one in answers))


def place(notes: Sequence[GoldNote], posteriors: Iterable[FloatArray]) -> Placed:
    """The notes beside their posteriors, rounded to DIGITS."""
    return Placed(notes=notes, posteriors=np.round([*posteriors], DIGITS))


def _lines(notes: Sequence[GoldNote]) -> Iterator[str]:
    return (note.line for note in notes)


def groupless(placed: Placed) -> Mapping[str, Placed]:
    """The notes that show no group, without and with cues."""
    kinds = {"no cue, no group": False, "cues, no group": True}
    return {
        label: placed.only(
            at
            for at, note in enumerate(placed.notes)
            if note.group is None and bool(note.cues) == has_cues
        )
        for label, has_cues in kinds.items()
    }


def as_json(placed: Placed) -> Mapping[str, object]:
    """All figures by name."""
    known = placed.with_group
    styles = places_by_style(known.notes).items()
    return {
        "by style": {style: dict(known.only(at).figures()) for style, at in styles},
        "reliability": asdict(known.bins()),
        "without group": {
            label: one.flatness() for label, one in groupless(placed).items() if one.notes
        },
        "over 60 % of all notes": float((placed.tops > HIGH).mean()),
    }
