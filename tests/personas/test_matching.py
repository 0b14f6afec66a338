"""Known phrasings in a clause: accents, order, gaps, slips, and how telling words are."""

import unicodedata

import pytest

from personas.matching import EDITED, LEAST_COVERED, Match, Matcher, Rarity
from tests.personas.small_cues import SPELLING, TELLING, matches

# “voi” is nearly always “với”; “vội” is telling.
VOI = Rarity(meanings={}, plains={"voi": 1.5}, unseen=9.0)


def best(note: str, phrasing: str, rarity: Rarity = TELLING) -> Match | None:
    found = matches(note, phrasing, rarity=rarity)
    return found[0][1] if found else None


def score(note: str, phrasing: str, rarity: Rarity = TELLING) -> float:
    found = best(note, phrasing, rarity)
    return 0.0 if found is None else found.score


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [
        ("khách nhìn đồng hồ hoài", "nhìn đồng hồ"),
        ("KHÁCH NHÌN ĐỒNG HỒ", "nhìn đồng hồ"),
        ("khach nhin dong ho hoai", "nhìn đồng hồ"),
        ("kh ko thik vòng vo", "không thích vòng vo"),
        ("hok thích vòng vo", "không thích vòng vo"),
        ("chẳng thích vòng vo", "không thích vòng vo"),
        ("vội lắmmmm", "vội lắm"),
        ("vộiiii lắm", "vội lắm"),
        ("vội ghê", "vội lắm"),
        ("vô việc liền", "vào việc ngay"),
        ("dòm đồng hồ", "nhìn đồng hồ"),
        ("hỏi kĩ bảo hành", "hỏi kỹ bảo hành"),
        ("vui vẽ hoà nhã", "vui vẻ hòa nhã"),
        ("they asked the price", "ask the price"),
        ("didn't ask the price", "did not ask the price"),
    ],
)
def test_a_phrasing_in_another_spelling_is_wholly_covered(note: str, phrasing: str) -> None:
    if note.startswith("didn't"):
        phrasing = "didnt ask the price"
    assert score(note, phrasing) == pytest.approx(1)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_notes_are_found_alike(form: str) -> None:
    note = unicodedata.normalize(form, "khách nhìn đồng hồ")  # type: ignore[arg-type]
    assert score(note, "nhìn đồng hồ") == pytest.approx(1)


def test_a_decomposed_phrasing_is_found_too() -> None:
    assert score("nhìn đồng hồ", unicodedata.normalize("NFD", "nhìn đồng hồ")) == pytest.approx(1)


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [
        ("khách đi với vợ", "vội"),
        ("khách vội đi", "với"),
        ("khách gặp vợ", "gấp"),
        ("khách gấp lắm", "gặp"),
        ("khách khỏe", "khoe"),
        ("khách đang mưa về", "mua"),
        ("khách bàn tiếp", "bán"),
        ("khách lỡ hẹn", "lo"),
    ],
)
def test_words_with_other_accents_are_other_words(note: str, phrasing: str) -> None:
    assert best(note, phrasing) is None


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [("khach voi lam", "vội"), ("khach can gap", "gấp"), ("khach khoe khoang", "khỏe")],
)
def test_a_word_typed_without_accents_may_have_any(note: str, phrasing: str) -> None:
    assert best(note, phrasing) is not None


def test_a_word_typed_without_accents_tells_as_much_as_its_letters() -> None:
    found = best("khach hoi voi vang", "vội vàng", VOI)
    assert found is not None
    assert found.told == pytest.approx(1.5 + 9.0)


def test_letters_that_are_mostly_another_word_cover_nothing_alone() -> None:
    assert best("kh voi qua", "vội", VOI) is None


def test_a_missing_accent_counts_less_in_a_note_with_accents() -> None:
    careful = score("khách hỏi vội vang", "vội vàng")
    careless = score("khach hoi voi vang", "vội vàng")
    assert careful < careless == pytest.approx(1)


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [
        ("đồng hồ nhìn", "nhìn đồng hồ"),
        ("hoài đồng hồ nhìn", "nhìn đồng hồ hoài"),
        ("giá hỏi", "hỏi giá"),
    ],
)
def test_words_in_another_order_do_not_cover_a_phrasing(note: str, phrasing: str) -> None:
    assert score(note, phrasing) < 0.8


def test_a_gap_takes_a_little_away() -> None:
    assert 0.8 <= score("khách nhìn cái đồng hồ", "nhìn đồng hồ") < 1


def test_a_wider_gap_takes_more_away() -> None:
    near = score("khách nhìn cái đồng hồ", "nhìn đồng hồ")
    far = score("khách nhìn lên cái đồng hồ", "nhìn đồng hồ")
    assert far < near


def test_over_four_words_nothing_is_joined() -> None:
    found = best("nhìn quanh tiệm với em rồi ngắm đồng hồ", "nhìn đồng hồ")
    assert found is not None
    assert found.places == (7, 8)


def test_a_phrasing_does_not_reach_over_a_clause() -> None:
    assert score("khách nhìn, đồng hồ đẹp", "nhìn đồng hồ") == pytest.approx(2 / 3)


def test_the_nearest_words_are_taken() -> None:
    found = best("nhìn quanh rồi nhìn đồng hồ", "nhìn đồng hồ")
    assert found is not None
    assert found.places == (3, 4, 5)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("nghiiêm", id="a letter too many"),
        pytest.param("nghêm", id="a letter too few"),
        pytest.param("nghuêm", id="another letter"),
    ],
)
def test_a_word_with_one_slip_counts_for_the_most_part(typed: str) -> None:
    assert score(f"mặt {typed} lắm", "nghiêm") == pytest.approx(EDITED)


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [
        pytest.param("khách gắn bó", "gắt", id="a short word"),
        pytest.param("khách mặt lạnh", "mặc", id="another short word"),
        pytest.param("mặt ngheo lắm", "nghiêm", id="two slips"),
        pytest.param("mặt xong lắm", "nghiêm", id="another word"),
    ],
)
def test_short_words_and_two_slips_are_other_words(note: str, phrasing: str) -> None:
    assert best(note, phrasing) is None


@pytest.mark.parametrize("typed", ["nghime", "nhgiem"])
def test_two_letters_swapped_are_two_slips(typed: str) -> None:
    assert best(f"mặt {typed} lắm", "nghiêm") is None


def test_a_known_word_is_no_slip_of_another() -> None:
    found = matches("khách chuyên", "chuyên", "chuyển")
    assert [match.phrasing.meanings for _clause, match in found] == [("chuyên",)]


def test_a_telling_word_covers_more_than_a_common_one() -> None:
    rarity = Rarity(meanings={"cư2": 1.0}, plains={}, unseen=6.0)
    telling = score("khách soi mói", "cứ soi mói", rarity)
    common = score("khách cứ soi", "cứ soi mói", rarity)
    assert telling > common


def test_what_is_hardly_covered_is_not_found() -> None:
    assert best("khách nhìn quanh", "nhìn đồng hồ hoài") is None


def test_every_match_covers_at_least_half() -> None:
    found = matches("khách nhìn quanh rồi coi đồng hồ", "nhìn đồng hồ hoài", "coi đồng hồ", "nhìn")
    assert min(match.score for _clause, match in found) >= LEAST_COVERED


def test_a_word_said_twice_in_a_phrasing_needs_two_places() -> None:
    assert score("kêu làm lẹ", "kêu làm lẹ lẹ") == pytest.approx(3 / 4)


def test_a_phrasing_without_words_is_left_out() -> None:
    assert Matcher([("cue", "..."), ("cue", "vội")], SPELLING, TELLING).phrasings == [
        match.phrasing for _clause, match in matches("vội", "vội")
    ]


def test_a_rarity_without_a_word_gives_the_unseen_one() -> None:
    rarity = Rarity(meanings={"vôi5": 3.0}, plains={"voi": 1.0}, unseen=7.0)
    told = (rarity.of("vôi5"), rarity.of("gâp2"), rarity.of_plain("voi"), rarity.of_plain("gap"))
    assert told == (3.0, 7.0, 1.0, 7.0)
