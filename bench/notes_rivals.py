"""Finds cues the ways somebody would pick instead, each at the setting that suits it best."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from rapidfuzz import fuzz

from bench.notes_cues import Counts, count
from bench.notes_gold import GoldNote
from bench.notes_search import LEAST, Phrasings, Scorer, best_of, pairs
from bench.notes_speed import uncached
from bench.table import Table
from bench.timing import Timing, time_calls
from bot.content import Content
from personas.cue_finding import CueFinder
from personas.notes import MOST_CUES, SURE, NoteReader
from personas.wording import cut

THRESHOLDS = range(LEAST, 101)
MOST = (1, 2, 3, MOST_CUES)  # cues told of a note
OURS = "ours"
COLUMNS = ("", "setting", "F1 tune", "precision", "recall", "F1", "F1/ours", "median ms", "ms/ours")

Cues = frozenset[str]
Tell = Callable[[str], Cues]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way of finding the cues that a note tells, its setting, and how that did in the tuning."""

    label: str
    setting: str
    tell: Tell
    tuned: Counts


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a way did on the gold, and how long a note took it."""

    way: Way
    scored: Counts
    timing: Timing

    def row(self, ours: "Result") -> tuple[str, ...]:
        """The figures under COLUMNS."""
        better = self.scored.f1 / ours.scored.f1
        slower = self.timing.median / ours.timing.median
        cells = (f"{self.way.tuned.f1:.3f}", *self.scored.cells(), f"{better:.2f}")
        speed = (f"{self.timing.median:.3f}", f"{slower:.2f}")
        return (self.way.label, self.way.setting, *cells, *speed)

    def as_json(self) -> Mapping[str, object]:
        """The figures by name."""
        return {
            "setting": self.way.setting,
            "tune": self.way.tuned.as_json(),
            "score": self.scored.as_json(),
            "median ms": self.timing.median,
        }


def ways(content: Content, tune: Sequence[GoldNote]) -> Iterator[Way]:
    """Ours, its two halves, then the others; what can be set is chosen on `tune`."""
    both = {folded: Phrasings(pairs(content.bank), folded=folded) for folded in (False, True)}
    fixed: Mapping[str, Tell] = {
        OURS: partial(_read, content.reader()),
        "our phrasings alone": _finding(content),
        "trained weights alone": partial(_read, weights_alone(content)),
    }
    for label, tell in fixed.items():
        yield Way(label=label, setting="", tell=tell, tuned=counts_of(tune, tell))
    yield _keywords(both, tune)
    yield _fuzzy("rapidfuzz token_set_ratio", fuzz.token_set_ratio, both, tune)
    yield _fuzzy("rapidfuzz partial_ratio", fuzz.partial_ratio, both, tune)


def weights_alone(content: Content) -> NoteReader:
    """A reader without any phrasing."""
    silent = [replace(cue, phrasings={}) for cue in content.bank.cues]
    return NoteReader(silent, content.spelling, content.note_model)


def _read(reader: NoteReader, text: str) -> Cues:
    return frozenset(one.cue_id for one in uncached(reader)(text).cues)


def _finding(content: Content) -> Tell:
    finder = CueFinder(content.bank.cues, content.spelling, content.note_model.words)

    def tell(text: str) -> Cues:
        found, _denied = finder.find(cut(text, content.spelling))
        return frozenset([one.cue_id for one in found if one.probability >= SURE][:MOST_CUES])

    return tell


def _keywords(both: Mapping[bool, Phrasings], tune: Sequence[GoldNote]) -> Way:
    found = [
        Way(
            label="exact keyword search",
            setting=_accents(folded),
            tell=phrasings.exact,
            tuned=counts_of(tune, phrasings.exact),
        )
        for folded, phrasings in both.items()
    ]
    return max(found, key=lambda way: way.tuned.f1)


def _fuzzy(
    label: str, scorer: Scorer, both: Mapping[bool, Phrasings], tune: Sequence[GoldNote]
) -> Way:
    found = [
        Way(
            label=label,
            setting=f"{_accents(folded)}, from {least}, at most {most}",
            tell=partial(_similar, phrasings, scorer, least, most),
            tuned=tuned,
        )
        for folded, phrasings in both.items()
        for least, most, tuned in _tried(phrasings, scorer, tune)
    ]
    return max(found, key=lambda way: way.tuned.f1)


def _tried(
    phrasings: Phrasings, scorer: Scorer, tune: Sequence[GoldNote]
) -> Iterator[tuple[int, int, Counts]]:
    wanted = [note.cues for note in tune]
    scores = [phrasings.alike(scorer, note.text) for note in tune]
    for least, most in product(THRESHOLDS, MOST):
        yield least, most, count(wanted, [best_of(one, least, most) for one in scores])


def _similar(phrasings: Phrasings, scorer: Scorer, least: int, most: int, text: str) -> Cues:
    return best_of(phrasings.alike(scorer, text, least), least, most)


def _accents(folded: bool) -> str:
    return "no accents" if folded else "accents"


def counts_of(notes: Sequence[GoldNote], tell: Tell) -> Counts:
    """The counts of a way over notes."""
    return count([note.cues for note in notes], [tell(note.text) for note in notes])


def measure(content: Content, tune: Sequence[GoldNote], score: Sequence[GoldNote]) -> list[Result]:
    """Every way on the same notes; those of the tuning warmed it up."""
    return [_result(way, score) for way in ways(content, tune)]


def _result(way: Way, score: Sequence[GoldNote]) -> Result:
    told: list[Cues] = []
    calls = [partial(_keep, told, way.tell, note.text) for note in score]
    timing = time_calls(way.label, calls, warm_up=0)
    scored = count([note.cues for note in score], told)
    return Result(way=way, scored=scored, timing=timing)


def _keep(told: list[Cues], tell: Tell, text: str) -> None:
    told.append(tell(text))


def table(results: Sequence[Result]) -> Table:
    """Every way compared with ours, the first of them."""
    return Table(
        title="notes: cues told for sure, against what somebody would pick instead",
        columns=COLUMNS,
        rows=[one.row(results[0]) for one in results],
        notes=("settings are chosen on notes_tune, like ours; all else is on notes_score",),
    )
