"""The hashed features of a note: the same everywhere, scaled, and other ones where it is denied."""

import unicodedata

import numpy as np
import pytest

from personas.features import (
    BUCKETS,
    MEANINGS_WEIGHT,
    PARTS_WEIGHT,
    WORDS_WEIGHT,
    Features,
    bucket_of,
    buckets_of,
    features_of,
)
from personas.model import FloatArray
from personas.wording import cut
from tests.personas.small_cues import SPELLING

ALIKE: FloatArray = np.ones(BUCKETS)


def features(text: str, rarity: FloatArray = ALIKE) -> Features:
    return features_of(cut(text, SPELLING), SPELLING, rarity)


def buckets(text: str) -> set[int]:
    return buckets_of(cut(text, SPELLING), SPELLING)


def same(one: Features, other: Features) -> bool:
    return np.array_equal(one.buckets, other.buckets) and np.array_equal(one.values, other.values)


@pytest.mark.parametrize(("name", "bucket"), [("wvoi", 64847), ("mvôi5", 43937), ("p voi ", 29)])
def test_a_feature_has_one_bucket_for_ever(name: str, bucket: int) -> None:
    assert bucket_of(name) == bucket


@pytest.mark.parametrize(
    "feature",
    [
        pytest.param("wkhach", id="letters"),
        pytest.param("wkhach voi", id="two neighbours"),
        pytest.param("mvôi5", id="a meaning with its accents"),
        pytest.param("mvôi5 lăm2", id="two meanings"),
        pytest.param("pkha", id="a part"),
        pytest.param("p khac", id="a beginning"),
        pytest.param("pach ", id="an end"),
    ],
)
def test_a_note_has_features_of_three_kinds(feature: str) -> None:
    assert bucket_of(feature) in buckets("khách vội lắm")


def test_neighbours_do_not_reach_over_a_clause() -> None:
    assert bucket_of("wkhach voi") not in buckets("khách, vội lắm")


@pytest.mark.parametrize(
    ("note", "is_denied"),
    [
        pytest.param("khách không vội", True, id="denied"),
        pytest.param("khách ko hề vội", True, id="over a light word"),
        pytest.param("khách không chỉ vội", False, id="not only"),
        pytest.param("khách không, vội", False, id="in another clause"),
        pytest.param("khách không vui vội về", False, id="over another word"),
        pytest.param(
            "khach khong voi",
            True,
            id="without accents",
        ),
    ],
)
def test_a_denied_word_is_another_feature(note: str, is_denied: bool) -> None:
    found = buckets(note)
    assert (bucket_of("w!voi") in found, bucket_of("wvoi") in found) == (is_denied, not is_denied)


def test_each_kind_has_its_own_length() -> None:
    values = features("vội").values  # one word, one meaning, and four parts or more
    lengths = [WORDS_WEIGHT, MEANINGS_WEIGHT, PARTS_WEIGHT]
    assert float(values @ values) == pytest.approx(sum(one * one for one in lengths))


def test_a_long_note_is_no_longer_than_a_short_one() -> None:
    short, long = (features(text).values for text in ("khách vội", "khách vội " * 50))
    assert float(long @ long) == pytest.approx(float(short @ short), rel=0.1)


def test_a_telling_feature_weighs_more() -> None:
    rarity = ALIKE.copy()
    rarity[bucket_of("wvoi")] = 5.0
    found = features("khách vội", rarity)
    values = dict(zip(found.buckets.tolist(), found.values.tolist(), strict=True))
    assert values[bucket_of("wvoi")] > values[bucket_of("wkhach")]


def test_a_word_said_often_weighs_more_but_not_as_often() -> None:
    found = features("vội, vội, vội, khách")
    values = dict(zip(found.buckets.tolist(), found.values.tolist(), strict=True))
    assert 1 < values[bucket_of("wvoi")] / values[bucket_of("wkhach")] < 3


@pytest.mark.parametrize("text", ["", "...", "😀"])
def test_a_text_without_words_has_no_features(text: str) -> None:
    assert features(text).buckets.size == 0


def test_features_that_tell_nothing_are_nought() -> None:
    assert not features("khách vội", np.zeros(BUCKETS)).values.any()


def test_every_bucket_is_in_range_and_stands_once() -> None:
    found = features("Khách vội lắm, hỏi giá 2 lần, không mặc cả!").buckets
    assert len(set(found.tolist())) == found.size
    assert 0 <= found.min() <= found.max() < BUCKETS


def test_the_buckets_are_those_of_the_features() -> None:
    text = "Khách vội lắm, hỏi giá 2 lần, không mặc cả!"
    assert buckets(text) == set(features(text).buckets.tolist())


def test_the_same_text_has_the_same_features_twice() -> None:
    assert same(features("khách vội, hỏi giá"), features("khách vội, hỏi giá"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(unicodedata.normalize("NFD", "khách vội lắm"), id="decomposed"),
        pytest.param("KH VỘI LẮM", id="capitals and short"),
        pytest.param("khách vộiiii lắmmm", id="drawn out"),
        pytest.param("😀 khách  vội   lắm!!!", id="signs"),
    ],
)
def test_another_way_of_typing_has_the_same_features(other: str) -> None:
    assert same(features("khách vội lắm"), features(other))


def test_a_note_without_accents_shares_its_letters() -> None:
    shared = buckets("khách vội") & buckets("khach voi")
    assert {bucket_of("wkhach voi"), bucket_of("pkhac")} <= shared
