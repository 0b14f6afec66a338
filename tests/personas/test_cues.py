"""The cues of free notes and the notes to learn from: complete, distinct, and without slips."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from loading.mistakes import ContentError
from personas.cue_bank import load_cues
from personas.model import GROUPS

CUES = load_cues()
CORPUS = Path(__file__).parents[2] / "personas" / "corpus"
NOTES = [
    json.loads(line)
    for path in sorted(CORPUS.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
SAYS_NOTHING = 0  # the group of notes that tell of no behaviour
TELLING = [note for note in NOTES if note["group"] != SAYS_NOTHING]
NAMING = re.compile(
    r"\bnhóm \d|cầu toàn|cá tính|lý trí|cẩn trọng|tham vọng|ôn hòa|perfectionist|loyalist",
    re.IGNORECASE,
)
GOOD = """
cues:
  - id: hurried
    text: {vi: khách đang vội, en: they were in a hurry}
    seen: {vi: vội vàng, en: was hurried}
    weights: {3: 2}
    opposite: calm
    phrasings:
      vi: [vội lắm, gấp gáp, giục nhanh, nhìn đồng hồ, hết giờ rồi, sốt ruột, hối liền, lật đật]
      en: [in a hurry, rushed, no time]
  - id: calm
    text: {vi: khách thong thả, en: they took their time}
    seen: {vi: rất thong thả, en: took their time}
    weights: {9: 2}
    phrasings:
      vi: [thong thả, từ từ, không vội gì, chậm rãi, ngồi lâu, thư thả, tà tà, đủng đỉnh]
      en: [took their time, slow, calm]
"""

Slip = Callable[[str, str], str]


@pytest.fixture
def slip(tmp_path: Path) -> Slip:
    """The mistakes, in English, after one change in a good file."""

    def mistakes(old: str, new: str) -> str:
        (tmp_path / "cues").mkdir()
        (tmp_path / "cues" / "a.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
        try:
            load_cues(tmp_path)
        except ContentError as error:
            return str(error)
        return ""

    return mistakes


def test_a_good_file_is_read(slip: Slip) -> None:
    assert slip("", "") == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("opposite: calm", "opposite: slow", "cues.hurried.opposite"),
        ("id: calm", "id: hurried", "is used elsewhere"),
        ("tà tà", "vội lắm", "already tells of"),
        (", lật đật]", "]", "cues.hurried.phrasings.vi"),
        ("{3: 2}", "{3: 3}", "out of range"),
        ("{9: 2}", "{}", "cues.calm.weights"),
    ],
)
def test_a_slip_is_named_with_its_place(slip: Slip, old: str, new: str, said: str) -> None:
    assert said in slip(old, new)


def test_there_are_at_least_ninety_cues_with_twelve_hundred_phrasings() -> None:
    assert len(CUES) >= 90
    assert sum(len(cue.phrasings["vi"]) for cue in CUES) >= 1200


def test_every_group_is_the_best_favoured_of_at_least_four_cues() -> None:
    tops = [(cue.weights, max(cue.weights.values())) for cue in CUES]
    best = Counter(
        group for weights, top in tops for group, weight in weights.items() if weight == top
    )
    assert min(best[group] for group in GROUPS) >= 4


def test_no_two_notes_are_the_same() -> None:
    assert len({note["text"].casefold() for note in NOTES}) == len(NOTES)


def test_every_group_has_at_least_five_hundred_notes() -> None:
    count = Counter(note["group"] for note in TELLING)
    assert sorted(count) == list(GROUPS)
    assert min(count.values()) >= 500


def test_every_author_who_tells_of_customers_writes_about_every_group_alike() -> None:
    count = Counter((note["author"], note["group"]) for note in TELLING)
    assert len(count) == 9 * len({author for author, _group in count})
    assert min(count.values()) >= 25


def test_no_note_names_a_group() -> None:
    assert [note["text"] for note in NOTES if NAMING.search(note["text"])] == []


def test_authors_of_notes_that_say_nothing_write_no_others() -> None:
    silent = {note["author"] for note in NOTES if note["group"] == SAYS_NOTHING}
    assert silent.isdisjoint(note["author"] for note in TELLING)


def test_notes_are_of_the_length_people_type() -> None:
    assert [note["text"] for note in TELLING if not 4 <= len(note["text"].split()) <= 40] == []
    assert max(len(note["text"].split()) for note in NOTES) <= 40
