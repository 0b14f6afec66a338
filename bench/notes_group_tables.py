"""Shows which groups notes point to: by style, by what it comes from, and where there is none."""

from collections.abc import Mapping, Sequence

import numpy as np

from bench.notes_gold import GoldNote, Heard, places_by_style
from bench.notes_groups import FEWEST, HIGH, Placed, groupless, place
from bench.table import Table, percent
from personas.belief import believe
from personas.model import Bank, CueSeen, Evidence, Impression

ACCURACY = ("", "notes", "top-1", "top-2", "log score", "ECE", "if honest", "too sure by")
SPREAD = ("mean top", "over 60 %")
FLATNESS = ("", "notes", "uniform", "mean top", "highest top", "mean bits", "over 60 %")


def by_style(title: str, placed: Placed) -> Table:
    """Top groups and calibration of the notes with a group."""
    known = placed.with_group
    high = known.only(np.flatnonzero(known.tops > HIGH))
    right = f"{percent(high.scores.top(1))} right" if high.notes else "none to judge"
    everywhere = percent(float((placed.tops > HIGH).mean()))
    return Table(
        title=f"{title}: group of the notes that show one, as `hieukhach classify` gives it",
        columns=(*ACCURACY, *SPREAD),
        rows=[_row(style, known.only(at)) for style, at in places_by_style(known.notes).items()],
        notes=(
            f"top group over 60 %: {len(high.notes)} of these notes, {right}; "
            f"{everywhere} of all {len(placed.notes)} notes with and without a group",
            "only notes that show a group well were given one: their probabilities seem too low",
        ),
    )


def by_source(title: str, placed: Placed, heard: Heard, bank: Bank) -> Table:
    """What the cues and the words as a whole each give, and what perfect reading would."""
    found = [*heard.evidence(bank)]
    words = [[one for one in each if isinstance(one, Impression)] for each in found]
    gold = [[CueSeen(cue_id=cue) for cue in sorted(note.cues)] for note in heard.notes]
    sources: Mapping[str, Sequence[Sequence[Evidence]]] = {
        "cues alone": [[one for one in each if isinstance(one, CueSeen)] for each in found],
        "words as a whole alone": words,
        "gold's cues alone": gold,
        "gold's cues, words as a whole": [[*a, *b] for a, b in zip(gold, words, strict=True)],
    }
    others = {label: _believed(heard.notes, bank, each) for label, each in sources.items()}
    return Table(
        title=f"{title}: where the group comes from; gold's cues: if all were read rightly",
        columns=(*ACCURACY, *SPREAD),
        rows=[_row(label, one.with_group) for label, one in {"classify": placed, **others}.items()],
    )


def _believed(
    notes: Sequence[GoldNote], bank: Bank, evidence: Sequence[Sequence[Evidence]]
) -> Placed:
    return place(notes, (believe(bank, one).posterior for one in evidence))


def without_group(title: str, placed: Placed) -> Table:
    """How near to uniform notes stay that show no group."""
    rows = []
    for label, one in groupless(placed).items():
        if one.notes:
            share, mean, highest, bits, high = one.flatness().values()
            cells = (percent(share), percent(mean), percent(highest), f"{bits:.3f}", percent(high))
            rows.append((label, f"{len(one.notes)}", *cells))
    return Table(
        title=f"{title}: notes that show no group (uniform: every group 11.1 %, 0 bits)",
        columns=FLATNESS,
        rows=rows,
    )


def reliability_table(title: str, placed: Placed) -> Table:
    """What was said of the top group against what was so."""
    bins = placed.with_group.bins()
    found = zip(bins.forecast, bins.hit_rate, bins.customers, strict=True)
    return Table(
        title=f"{title}: is the probability true? (bins with at least {FEWEST} notes)",
        columns=("said", "right", "notes"),
        rows=[(percent(said), percent(right), f"{notes}") for said, right, notes in found],
    )


def _row(label: str, placed: Placed) -> tuple[str, ...]:
    """The figures under ACCURACY and SPREAD."""
    one, two, *others, mean, high = placed.figures().values()
    shares, errors = (percent(one), percent(two)), (f"{value:.3f}" for value in others)
    return (label, f"{len(placed.notes)}", *shares, *errors, percent(mean), percent(high))
