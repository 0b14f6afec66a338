"""The notes' measurement counts, places and tunes rightly."""

import json
from math import isnan, log2
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz

from bench import notes, notes_cues, notes_group_tables, notes_groups, notes_rivals, notes_speed
from bench.notes_cues import count
from bench.notes_gold import SCORE, TUNE, GoldNote, Heard, places_by_style, read_gold
from bench.notes_groups import Placed
from bench.notes_search import Phrasings, best_of, pairs
from bench.timing import Timing
from bot.content import Content, load_content
from personas.model import GROUPS, FloatArray
from personas.notes import LONGEST_NOTE, Reading, Told

UNIFORM = np.full(9, 1 / 9)
PAIRS = [("hurried", "vội lắm"), ("hurried", "gấp gáp"), ("calm", "thong thả"), ("joker", "đùa")]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def note(
    text: str = "", cues: str = "", group: int | None = None, style: str = "plain", name: str = "g"
) -> GoldNote:
    return GoldNote(id=name, style=style, text=text, cues=frozenset(cues.split()), group=group)


def reading(sure: str = "", doubtful: str = "") -> Reading:
    return Reading(
        cues=tuple(Told(cue_id=one, words=one, probability=0.9) for one in sure.split()),
        doubtful=tuple(Told(cue_id=one, words=one, probability=0.3) for one in doubtful.split()),
    )


def pointing(group: int, probability: float) -> FloatArray:
    found = np.full(9, (1 - probability) / 8)
    found[group - 1] = probability
    return found


def cues(*names: str) -> list[frozenset[str]]:
    return [frozenset(one.split()) for one in names]


def test_both_files_are_apart_and_name_only_cues_that_there_are(content: Content) -> None:
    score, tune = read_gold(SCORE), read_gold(TUNE)
    assert not {one.text for one in score} & {one.text for one in tune}
    assert {cue for one in (*score, *tune) for cue in one.cues} <= content.bank.cues_by_id.keys()
    assert {one.group for one in (*score, *tune)} <= {None, *GROUPS}


def test_styles_stand_in_the_order_of_the_file_and_all_comes_last() -> None:
    found = places_by_style([note(style="b"), note(style="a"), note(style="b")])
    assert [*found.items()] == [("b", [0, 2]), ("a", [1]), ("all", [0, 1, 2])]


def test_cues_are_counted_over_all_notes_together() -> None:
    counts = count(cues("a b", "c", ""), cues("a x", "", "y"))
    assert (counts.told, counts.right, counts.wanted) == (3, 1, 3)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert isnan(count(cues(""), cues("")).f1)


def test_questions_answered_rightly_add_only_what_was_meant() -> None:
    heard = Heard(
        notes=[note(cues="a b"), note(cues="c"), note()],
        readings=[reading("a", "b x"), reading("", "y"), reading()],
    )
    found = notes_cues.score_by_style(heard)["plain"]
    assert found.sure.f1 == pytest.approx(0.5)
    assert (found.answered.told, found.answered.right) == (2, 2)
    assert (found.asked, found.meant) == pytest.approx((2 / 3, 1 / 3))


def test_the_interval_holds_the_figure_and_repeats() -> None:
    wanted, told = cues(*["a b", "c", "d"] * 20), cues(*["a", "x y", "d"] * 20)
    low, high = notes_cues.f1_interval(wanted, told)
    assert low < count(wanted, told).f1 < high
    assert (low, high) == notes_cues.f1_interval(wanted, told)


def test_notes_are_placed_as_the_command_prints_them(content: Content) -> None:
    gold = [note("ok"), note("khách giục liên tục, vội lắm", group=3)]
    placed = notes_groups.classified(gold, content.bank, content.reader())
    assert placed.posteriors.shape == (2, 9)
    assert placed.posteriors.sum(axis=1) == pytest.approx(np.ones(2))


def test_hits_and_high_probabilities_are_those_of_notes_with_a_group() -> None:
    gold = [note(group=2), note(group=5), note(), note(cues="a")]
    posteriors = np.array([pointing(2, 0.7), pointing(4, 0.3), UNIFORM, pointing(1, 0.9)])
    placed = Placed(notes=gold, posteriors=posteriors)
    found = placed.with_group.figures()
    assert (found["top-1"], found["over 60 %"], found["mean top"]) == pytest.approx((0.5, 0.5, 0.5))
    assert [one.notes for one in notes_groups.groupless(placed).values()] == [[gold[2]], [gold[3]]]
    assert "top group over 60 %: 1 of these notes" in notes_group_tables.by_style("", placed).text()


def test_a_posterior_capped_at_sixty_percent_is_not_above_it() -> None:
    capped = pointing(4, 0.6) + 1e-15
    found = notes_groups.place([note(group=4)], [capped]).figures()
    assert (found["over 60 %"], found["mean top"]) == (0.0, 0.6)


def test_uniform_posteriors_are_no_bits_away_from_uniform() -> None:
    flat = notes_groups.place([note(), note()], [UNIFORM, UNIFORM]).flatness()
    assert (flat["uniform"], flat["mean bits"]) == pytest.approx((1.0, 0.0), abs=1e-7)
    sure = Placed(notes=[note()], posteriors=np.array([pointing(3, 1 - 1e-9)])).flatness()
    assert (sure["uniform"], sure["mean bits"]) == pytest.approx((0.0, log2(9)), abs=1e-5)


def test_long_notes_have_as_many_words_as_wanted_and_can_still_be_read() -> None:
    long = notes_speed.long_notes(["khách vội lắm, hỏi giá"] * 200)
    assert len(long) == 3
    assert {len(one.split()) for one in long} == {notes_speed.LONG}
    assert max(map(len, long)) <= LONGEST_NOTE


def test_the_uncached_reading_is_the_same_but_made_anew(content: Content) -> None:
    reader = content.reader()
    read = notes_speed.uncached(reader)
    assert read("khách vội lắm") == reader.read("khách vội lắm")
    assert read("khách vội lắm") is not read("khách vội lắm")
    assert reader.read.cache_info().misses == 1


def test_a_missed_target_says_by_how_much() -> None:
    slow = notes_speed.Speed(timing=Timing(label="all", milliseconds=[1.0, 1.0, 3.5]), words=4)
    said = notes_speed.table([slow]).notes[0]
    assert "median reached" in said
    assert "slowest missed by 1.50 ms" in said
    assert "missed by 40.00 s" in notes_speed.classify_table(100.0, []).text()


def test_keywords_are_whole_words_with_accents_only_where_they_are_kept() -> None:
    kept, folded = (Phrasings(PAIRS, folded=folded) for folded in (False, True))
    assert kept.exact("Chị VỘI  lắm, gấp gáp!") == {"hurried"}
    assert kept.exact("chi voi lam") == frozenset()
    assert folded.exact("chi voi lam") == {"hurried"}
    assert kept.exact("đùak") == frozenset()


def test_similar_phrasings_count_once_a_cue_the_best_first() -> None:
    scores = Phrasings(PAIRS, folded=False).alike(fuzz.partial_ratio, "thong thả, hơi vội lắ", 0)
    assert [*scores] == ["calm", "hurried", "joker"]
    assert scores["calm"] == 100
    assert best_of(scores, 60, 8) == {"calm", "hurried"}
    assert best_of(scores, 60, 1) == {"calm"}


def test_halves_of_the_reader_and_rivals_get_the_setting_that_suits_the_tuning(
    content: Content,
) -> None:
    tune = read_gold(TUNE)[:12]
    found = {one.label: one for one in notes_rivals.ways(content, tune)}
    assert [*found][:3] == ["ours", "our phrasings alone", "trained weights alone"]
    chosen = found["rapidfuzz token_set_ratio"]
    f1 = notes_rivals.counts_of(tune, chosen.tell).f1
    wanted = [one.cues for one in tune]
    for folded in (False, True):
        phrasings = Phrasings(pairs(content.bank), folded=folded)
        scores = [phrasings.alike(fuzz.token_set_ratio, one.text) for one in tune]
        for least in (65, 80, 95):
            told = [best_of(one, least, 2) for one in scores]
            assert count(wanted, told).f1 <= f1


def test_everything_is_written(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("bench.plots.DOTS", 20)
    both = (
        notes.measure("notes", read_gold(SCORE)[:60:2], content),
        notes.measure("notes_tune (x)", read_gold(TUNE)[:60:2], content),
    )
    assert all(one.text() for one in notes.understanding(*both, content))
    notes.write(tmp_path, both, {"reader": {"median ms": float("nan")}}, [])
    found = json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))
    assert set(found) == {"notes", "notes_tune", "speed", "rivals"}
    assert found["speed"]["reader"]["median ms"] is None
    assert (tmp_path / notes.PICTURE).stat().st_size > 0
