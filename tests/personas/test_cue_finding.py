"""The cues found by phrasings: which reading wins, what a denied one tells, how sure it is."""

import pytest

from personas.cue_finding import (
    POSSIBLE_PROBABILITY,
    POSSIBLE_SCORE,
    POSSIBLE_TOLD,
    SURE_PROBABILITY,
    SURE_SCORE,
    SURE_TOLD,
    CueFinder,
    Found,
)
from personas.matching import Rarity
from personas.wording import cut
from tests.personas.small_cues import SPELLING, TELLING, cue, finder

CUES = (
    cue("hurried", "vội", "vội lắm", "nhìn đồng hồ", opposite="unhurried"),
    cue("unhurried", "thong thả", "chẳng vội vàng gì", opposite="hurried"),
    cue("bargains", "mặc cả", "trả giá", opposite="no_bargain"),
    cue("no_bargain", "không mặc cả", "khỏi trả giá", opposite="bargains"),
    cue("asks_price", "hỏi giá"),
    cue("asks_price_twice", "hỏi giá hai lần"),
)
FINDER = finder(*CUES)


def found(note: str, by: CueFinder = FINDER) -> list[Found]:
    return by.find(cut(note, SPELLING))[0]


def ids(note: str, by: CueFinder = FINDER) -> set[str]:
    return {one.cue_id for one in found(note, by)}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("khách vội lắm", {"hurried"}),
        ("khách không vội", {"unhurried"}),
        ("kh ko vội", {"unhurried"}),
        ("khách vội đâu", {"unhurried"}),
        ("khách đâu có vội", {"unhurried"}),
        ("khách không chỉ vội mà còn gắt", {"hurried"}),
        ("khách không phải là không vội", {"hurried"}),
        ("khách có vội không nhỉ", set()),
        ("mình đang vội", set()),
        ("khách không thong thả", {"hurried"}),
        ("khách mặc cả", {"bargains"}),
        ("khách không mặc cả", {"no_bargain"}),
        ("khách chẳng mặc cả", {"no_bargain"}),
        ("khách khỏi trả giá", {"no_bargain"}),
        ("khách không trả giá", {"no_bargain"}),
        ("khách không hỏi giá", set()),
        ("khách không vui, vội lắm", {"hurried"}),
        ("khách không mặc cả, vội lắm", {"no_bargain", "hurried"}),
        ("khách đi với vợ", set()),
        ("khách gặp vợ", set()),
    ],
)
def test_a_note_tells_these_cues_only(note: str, expected: set[str]) -> None:
    assert ids(note) == expected


def test_what_was_denied_or_asked_is_named_apart() -> None:
    _found, denied = FINDER.find(cut("không vội, có trả giá không nhỉ", SPELLING))
    assert denied >= {"hurried", "bargains"}


def test_a_phrasing_about_asking_can_be_asked_too() -> None:
    assert FINDER.find(cut("khách có hỏi giá không nhỉ", SPELLING)) == ([], {"asks_price"})


def test_what_the_rep_says_of_himself_is_named_apart() -> None:
    assert FINDER.find(cut("mình đang vội", SPELLING)) == ([], {"hurried"})


def test_what_another_clause_tells_is_not_among_the_denied() -> None:
    assert "hurried" not in FINDER.find(cut("mình đang vội, khách cũng vội", SPELLING))[1]


def test_the_longer_phrasing_wins_over_one_inside_it() -> None:
    assert ids("khách hỏi giá hai lần") == {"asks_price_twice"}


def test_the_shorter_phrasing_counts_where_it_stands_alone() -> None:
    assert ids("khách hỏi giá hai lần, lát sau hỏi giá cái khác") == {
        "asks_price_twice",
        "asks_price",
    }


def test_a_cue_is_found_once_by_its_best_phrasing() -> None:
    assert [one.words for one in found("vội, nhìn đồng hồ, vội lắm")] == ["nhìn đồng hồ"]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        pytest.param("hôm nay khách nhìn đồng hồ hoài", "nhìn đồng hồ", id="what tells it"),
        pytest.param("khách nhìn cái đồng hồ", "nhìn cái đồng hồ", id="with the gap"),
        pytest.param("KH NHÌN ĐỒNG HỒ", "nhìn đồng hồ", id="in lower case"),
        pytest.param("hỏi thăm, khách ko vội", "khách không vội", id="the denied clause"),
    ],
)
def test_the_words_that_tell_a_cue_are_quoted(note: str, words: str) -> None:
    assert [one.words for one in found(note)] == [words]


def test_a_telling_phrasing_is_sure() -> None:
    assert [one.probability for one in found("khách vội")] == [SURE_PROBABILITY]


def test_a_phrasing_of_common_words_is_only_possible() -> None:
    between = (POSSIBLE_TOLD + SURE_TOLD) / 2
    common = finder(*CUES, rarity=Rarity(meanings={}, plains={}, unseen=between))
    assert [one.probability for one in found("khách vội", common)] == [POSSIBLE_PROBABILITY]


def test_a_phrasing_told_in_part_is_only_possible() -> None:
    told = 2 * TELLING.unseen
    missing = told / ((POSSIBLE_SCORE + SURE_SCORE) / 2) - told
    rarity = Rarity(meanings={"hô1": missing}, plains={}, unseen=TELLING.unseen)
    partly = finder(cue("hurried", "nhìn đồng hồ"), rarity=rarity)
    assert [one.probability for one in found("khách nhìn đồng nghiệp", partly)] == [
        POSSIBLE_PROBABILITY
    ]


def test_very_common_words_tell_nothing() -> None:
    everyday = finder(*CUES, rarity=Rarity(meanings={}, plains={}, unseen=0.5))
    assert found("khách vội", everyday) == []


@pytest.mark.parametrize("note", ["kh voi qua", "khach voi", "voi qua"])
def test_letters_whose_accents_matter_are_never_sure(note: str) -> None:
    letters = finder(*CUES, rarity=Rarity(meanings={}, plains={"voi": 1.5}, unseen=9.0))
    assert [one for one in found(note, letters) if one.probability == SURE_PROBABILITY] == []


def test_a_slip_tells_less_than_the_word_itself() -> None:
    slip, right = found("nhìn đồngg hồ"), found("nhìn đồng hồ")
    assert 0 < slip[0].told <= right[0].told


def test_a_phrasing_with_a_negation_needs_all_of_its_words() -> None:
    only = finder(cue("cold", "không cười lấy một cái"))
    assert found("khách cười lấy một cái", only) == []


def test_an_accepted_phrasing_is_found() -> None:
    taught = finder(*CUES, accepted=[("hurried", "cuống cà kê")])
    assert ids("khách cuống cà kê", taught) == {"hurried"}


def test_an_accepted_phrasing_is_denied_like_a_shipped_one() -> None:
    taught = finder(*CUES, accepted=[("hurried", "cuống cà kê")])
    assert ids("khách không cuống cà kê", taught) == {"unhurried"}


def test_an_accepted_phrasing_of_a_cue_that_is_gone_is_left_out() -> None:
    taught = finder(*CUES, accepted=[("gone", "cuống cà kê")])
    assert found("khách cuống cà kê", taught) == []


def test_the_more_telling_reading_ranks_higher() -> None:
    first, second = found("khách nhìn đồng hồ, hỏi giá")
    assert first.rank > second.rank


def test_every_word_of_a_phrasing_tells() -> None:
    assert [one.told for one in found("khách nhìn đồng hồ")] == [pytest.approx(3 * TELLING.unseen)]
