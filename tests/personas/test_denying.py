"""Whether a clause tells, denies or asks: the reach of negations, questions, the rep himself."""

import pytest

from personas.denying import Stance, Stances
from tests.personas.small_cues import SPELLING, matches

STANCES = Stances(SPELLING)


def stance(note: str, phrasing: str = "vội") -> Stance:
    clause, match = matches(note, phrasing)[0]
    return STANCES.of(clause, match)


@pytest.mark.parametrize(
    "note",
    [
        "khách vội lắm",
        "không chỉ vội mà còn gắt",
        "ko chỉ vội mà còn gắt",
        "không những vội còn cáu",
        "không ngừng vội",
        "not only vội",
        "khách không vui, vội lắm",
        "không, khách vội",
        "không cười nhưng vội",
        "khách vội mà không gắt",
        "vội không ngừng",
        "khách không nói câu nào ngoài chuyện đang vội",
        pytest.param("không biết giá nên vội", id="another word ends the reach of a negation"),
    ],
)
def test_what_no_negation_reaches_is_told(note: str) -> None:
    assert stance(note) == "told"


@pytest.mark.parametrize(
    "note",
    [
        "khách không vội",
        "kh ko vội",
        "kh k vội",
        "khách hok vội",
        "khách hông vội",
        "khách chẳng vội",
        "khách chả vội",
        "khách chưa vội",
        "khách đừng vội",
        "khach khong voi",
        "khach chang voi",
        "khách không hề vội",
        "khách không có vội",
        "khách không quá vội",
        "khách không bao giờ vội",
        "không thấy khách vội",
        "không có vẻ gì là vội",
        "không ai vội",
        "never really vội",
        "he didn't seem vội",
        "he didn’t vội",
        "không chỉ vui, không vội",
    ],
)
def test_a_negation_before_it_denies(note: str) -> None:
    assert stance(note) == "denied"


@pytest.mark.parametrize(
    "note", ["vội đâu", "vội gì đâu", "khách có vội đâu", "khách đâu có vội", "đâu có thấy vội"]
)
def test_dau_denies_from_both_sides(note: str) -> None:
    assert stance(note) == "denied"


@pytest.mark.parametrize(
    "note", ["khách ngồi đâu cũng vội", "vội nên đi đâu mất rồi", "đi đâu về vội"]
)
def test_dau_as_a_place_does_not_deny(note: str) -> None:
    assert stance(note) == "told"


@pytest.mark.parametrize(
    "note",
    [
        "không phải khách không vội",
        "không phải là không vội",
        "chẳng phải là chưa vội",
        pytest.param(
            "khách không thể không vội",
        ),
    ],
)
def test_two_negations_tell(note: str) -> None:
    assert stance(note) == "told"


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [
        ("không thấy anh vội", "vội"),
        ("not a vội", "vội"),
        ("đâu phải khách vội", "vội"),
        ("khách đâu vội", "vội"),
        ("khách khỏi mặc cả", "mặc cả"),
    ],
)
def test_a_common_negation_denies_too(note: str, phrasing: str) -> None:
    assert stance(note, phrasing) == "denied"


def test_a_negation_inside_a_phrasing_found_with_a_gap_denies() -> None:
    assert stance("khách nhìn không rời đồng hồ", "nhìn đồng hồ") == "denied"


@pytest.mark.parametrize(
    ("note", "phrasing"),
    [("khách không mặc cả", "không mặc cả"), ("ko thích vòng vo", "không thích vòng vo")],
)
def test_a_negation_that_belongs_to_the_phrasing_does_not_deny_it(note: str, phrasing: str) -> None:
    assert stance(note, phrasing) == "told"


@pytest.mark.parametrize(
    "note",
    [
        "khách có vội không nhỉ",
        "khách có vội không ta",
        "khách có vội không",
        "kh có vội ko",
        "không biết khách có vội không",
        "khách có vội chưa",
        "khách vội không?",
        "khách vội chưa?",
        "khách có vội hả?",
        pytest.param(
            "khach co voi khong",
        ),
        pytest.param(
            "kh co voi ko",
        ),
        pytest.param(
            "khách vội không nhỉ",
        ),
    ],
)
def test_a_question_of_the_rep_is_only_asked(note: str) -> None:
    assert stance(note) == "asked"


@pytest.mark.parametrize("note", ["khách hỏi có vội không", "khách thắc mắc có vội không"])
def test_what_the_customer_asked_is_told(note: str) -> None:
    assert stance(note) == "told"


def test_a_question_mark_alone_does_not_ask() -> None:
    assert stance("khách vội lắm?") == "told"


@pytest.mark.parametrize(
    "note",
    [
        "mình đang vội",
        "mình vội",
        "em vội quá",
        "tui đang vội",
        "tôi phải vội",
        "do em vội",
        "hôm nay mình vội",
        "khách đợi, mình đang vội",
        "because i vội",
    ],
)
def test_the_state_of_the_rep_is_not_about_the_customer(note: str) -> None:
    assert stance(note) == "of_rep"


@pytest.mark.parametrize(
    "note",
    [
        "mình hỏi thì khách vội",
        "mình chưa nói xong khách vội đi",
        "con khách này vội",
        *(
            pytest.param(
                note,
            )
            for note in (
                "mình thấy khách vội lắm",
                "em thấy chị vội",
                "em khách vội lắm",
                "con khách vội lắm",
            )
        ),
    ],
)
def test_what_the_rep_says_of_the_customer_is_told(note: str) -> None:
    assert stance(note) == "told"
