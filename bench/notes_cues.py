"""Scores the cues told of gold notes: how many are right, how many were found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.notes_gold import ALL, Heard, places_by_style
from bench.table import Table, percent

SEED = 20260321
DRAWS = 2000
COLUMNS = ("", "notes", "precision", "recall", "F1", "P asked", "R asked", "F1 asked")
ASKED = ("notes asked", "meant")

Cues = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many cues were told, how many of them rightly, and how many should have been."""

    told: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of the told cues that is right; NaN where none was told."""
        return self.right / self.told if self.told else float("nan")

    @property
    def recall(self) -> float:
        """The share of the wanted cues that was told; NaN where none was wanted."""
        return self.right / self.wanted if self.wanted else float("nan")

    @property
    def f1(self) -> float:
        """The harmonic mean of both; NaN where there was nothing at all."""
        both = self.told + self.wanted
        return 2 * self.right / both if both else float("nan")

    def cells(self) -> tuple[str, str, str]:
        """Precision, recall and F1."""
        return (f"{self.precision:.3f}", f"{self.recall:.3f}", f"{self.f1:.3f}")

    def as_json(self) -> Mapping[str, float]:
        """The figures by name."""
        return {"precision": self.precision, "recall": self.recall, "F1": self.f1}


def count(wanted: Sequence[Cues], told: Sequence[Cues]) -> Counts:
    """The counts over all notes together, every cue alike."""
    pairs = [*zip(wanted, told, strict=True)]
    return Counts(
        told=sum(len(one) for _gold, one in pairs),
        right=sum(len(gold & one) for gold, one in pairs),
        wanted=sum(len(gold) for gold, _one in pairs),
    )


def f1_interval(wanted: Sequence[Cues], told: Sequence[Cues]) -> tuple[float, float]:
    """Between which F1 lies in 95 % of draws of as many notes (bootstrap, Efron 1979)."""
    pairs = zip(wanted, told, strict=True)
    found = np.array([(len(gold & one), len(gold) + len(one)) for gold, one in pairs])
    drawn = np.random.default_rng(SEED).integers(len(found), size=(DRAWS, len(found)))
    right, both = found[drawn].sum(axis=1).T
    low, high = np.percentile(2 * right / np.maximum(both, 1), (2.5, 97.5))
    return float(low), float(high)


@dataclass(frozen=True, kw_only=True)
class CueScore:
    """The cues of some notes: told for sure, and with every question answered rightly."""

    notes: int
    sure: Counts
    answered: Counts
    asked: float
    meant: float

    def row(self, label: str) -> tuple[str, ...]:
        """The figures under COLUMNS and ASKED."""
        shares = (percent(self.asked), percent(self.meant))
        return (label, f"{self.notes}", *self.sure.cells(), *self.answered.cells(), *shares)

    def as_json(self) -> Mapping[str, object]:
        """The figures by name."""
        return {
            "notes": self.notes,
            "told for sure": self.sure.as_json(),
            "all questions answered": self.answered.as_json(),
            "share of notes asked about": self.asked,
            "share of asked cues that were meant": self.meant,
        }


def score_by_style(heard: Heard) -> Mapping[str, CueScore]:
    """The scores of each style, and of all notes."""
    wanted, told, asked = heard.wanted(), heard.told(), heard.asked()
    return {
        style: _score(
            [wanted[at] for at in places], [told[at] for at in places], [asked[at] for at in places]
        )
        for style, places in places_by_style(heard.notes).items()
    }


def _score(wanted: Sequence[Cues], told: Sequence[Cues], asked: Sequence[Cues]) -> CueScore:
    meant = [gold & one for gold, one in zip(wanted, asked, strict=True)]
    return CueScore(
        notes=len(wanted),
        sure=count(wanted, told),
        answered=count(wanted, [one | more for one, more in zip(told, meant, strict=True)]),
        asked=sum(map(bool, asked)) / len(asked),
        meant=count(wanted, asked).precision,
    )


def table(title: str, heard: Heard) -> Table:
    """By writing style; "asked" is with every question answered rightly."""
    scores = score_by_style(heard)
    return Table(
        title=f"{title}: cues told for sure; if all questions were answered rightly; questions",
        columns=(*COLUMNS, *ASKED),
        rows=[one.row(style) for style, one in scores.items()],
        notes=[*_remarks(heard, scores[ALL])],
    )


def _remarks(heard: Heard, score: CueScore) -> Iterator[str]:
    wanted, told = heard.wanted(), heard.told()
    low, high = f1_interval(wanted, told)
    yield f"F1 {score.sure.f1:.3f}: 95 % of bootstrap draws of the notes {low:.3f} to {high:.3f}"
    silent = [one for gold, one in zip(wanted, told, strict=True) if not gold]
    said = sum(map(bool, silent))
    yield f"of {len(silent)} notes that tell no cue, {said} are said to tell one for sure"


def as_json(heard: Heard) -> Mapping[str, object]:
    """The scores by style."""
    return {style: one.as_json() for style, one in score_by_style(heard).items()}
