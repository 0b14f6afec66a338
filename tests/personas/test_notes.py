"""Reading a free note: what it tells, what is doubtful, what it leaves, and what cannot be read."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from personas.bank import load_bank
from personas.belief import believe
from personas.cue_bank import load_cues
from personas.matching import Rarity
from personas.model import CueSeen, Impression
from personas.note_evidence import evidence_in, told_cues
from personas.note_model import load_note_model
from personas.notes import (
    LONGEST_NOTE,
    MOST,
    MOST_CUES,
    MOST_DOUBTS,
    POSSIBLE,
    SURE,
    NoteReader,
    Reading,
    Told,
    capped,
    impression,
)
from tests.personas.small_cues import SPELLING, cue, model, reader

CUES = load_cues()
BANK = replace(load_bank(), cues=CUES)
READER = NoteReader(CUES, SPELLING, load_note_model())
CLEAR = {  # sentences that leave no doubt, in different ways of typing
    "khách vội lắm, cứ nhìn đồng hồ": "in_a_hurry",
    "kh cu nhin dong ho, voi lam": "in_a_hurry",
    "KHÁCH VỘI LẮMMMM, CỨ NHÌN ĐỒNG HỒ!!!": "in_a_hurry",
    "khách không mặc cả, báo sao trả vậy": "no_bargain",
    "kh ko mặc cả": "no_bargain",
    "khỏi trả giá luôn": "no_bargain",
    "khach khong mac ca": "no_bargain",
    "mặc cả dữ lắm, xin bớt hoài": "bargains_hard",
    "they haggled and asked for a bigger discount": "bargains_hard",
    "hỏi giá trước tiên, chưa coi đã hỏi giá": "asks_price_first",
    "hỏi bảo hành mấy năm": "asks_warranty",
    "mặt lạnh tanh, không biểu cảm gì": "poker_face",
    "rất vui tính, pha trò suốt buổi": "jokes_around",
    "đòi gặp quản lý": "demands_boss",
    "đòi giấy trắng mực đen, bắt ký cam kết": "wants_in_writing",
    "kh trễ hẹn hoài, quên mất lịch hẹn": "late_forgets",
}
ADVERSARIAL = {
    "emoji only": "😀😂🎉👍🏽",
    "one letter": "a" * LONGEST_NOTE,
    "one accented letter": "ộ" * LONGEST_NOTE,
    "control characters": "khách\x00vội\x07\x1b[31m\u200b\u202e lắm\r\n\t",
    "mixed scripts": "khách 客人 клиент वह vội lắm",
    "a very long word": "nghiêm" * 300,
    "lone surrogates": "khách \ud83d vội \udc00",
    "combining marks only": "\u0301\u0323\u0302" * 300,
    "signs only": "?!…—()\"'" * 200,
    "templates and code": "{0} %s {customer} '; DROP TABLE notes; -- <b>vội</b>",
    "one word many times": "không " * 300,
    "every sign between letters": "v-ộ-i, l-ắ-m",
}


def possible(reading: Reading) -> set[str]:
    return {one.cue_id for one in (*reading.cues, *reading.doubtful)}


def told(reading: Reading) -> set[str]:
    return {one.cue_id for one in reading.cues}


def check(reading: Reading) -> None:
    """What holds of every reading."""
    assert all(SURE <= one.probability <= 1 for one in reading.cues)
    assert all(POSSIBLE <= one.probability < SURE for one in reading.doubtful)
    assert len(reading.cues) <= MOST_CUES
    assert len(reading.doubtful) <= MOST_DOUBTS
    assert len(possible(reading)) == len(reading.cues) + len(reading.doubtful)
    understood = bool(reading.cues or reading.doubtful or reading.impression)
    assert understood is (reading.problem is None)
    if reading.impression is not None:
        assert sum(reading.impression) == pytest.approx(1)
        assert 0 < min(reading.impression) <= max(reading.impression) <= MOST + 1e-9


@pytest.mark.parametrize(("note", "cue_id"), CLEAR.items())
def test_a_clear_sentence_tells_its_cue(note: str, cue_id: str) -> None:
    assert cue_id in told(READER.read(note))


@pytest.mark.parametrize(
    ("note", "cue_id"),
    [
        ("khách không vội", "in_a_hurry"),
        ("kh ko voi", "in_a_hurry"),
        ("khách vội đâu", "in_a_hurry"),
        ("khách đâu có vội", "in_a_hurry"),
        ("khách có vội không nhỉ", "in_a_hurry"),
        ("mình đang vội", "in_a_hurry"),
        ("khách không mặc cả", "bargains_hard"),
        ("khỏi trả giá", "bargains_hard"),
        ("khách với vợ lấy tờ báo giá", "in_a_hurry"),
        ("hôm qua khách gặp mình", "in_a_hurry"),
        ("không chỉ vội mà còn gắt", "unhurried"),
    ],
)
def test_a_note_does_not_tell_a_cue_that_it_does_not_say(note: str, cue_id: str) -> None:
    assert cue_id not in possible(READER.read(note))


@pytest.mark.parametrize(
    ("note", "cue_id"),
    [
        ("khách không vội", "unhurried"),
        ("khách vội đâu", "unhurried"),
        ("khách đâu có vội", "unhurried"),
        ("không chỉ vội lắm mà còn gắt", "in_a_hurry"),
        ("khách không vui, vội lắm", "in_a_hurry"),
    ],
)
def test_a_negation_turns_a_cue_round_within_its_reach(note: str, cue_id: str) -> None:
    assert cue_id in possible(READER.read(note))


def test_letters_whose_accents_matter_are_at_most_doubtful() -> None:
    assert "in_a_hurry" not in told(READER.read("kh voi qua"))


@pytest.mark.parametrize("note", ["mình thấy khách mặc cả dữ lắm", "em khách mặc cả dữ lắm"])
def test_what_the_rep_saw_is_told(note: str) -> None:
    assert "bargains_hard" in told(READER.read(note))


@pytest.mark.parametrize(
    "note", ["", "   \n\t ", "...?!", "😀😂🎉", "\u200b\u200b", "\x00\x01", "\u0301\u0323", "---"]
)
def test_a_note_without_letters_is_empty(note: str) -> None:
    assert READER.read(note) == Reading(problem="empty")


@pytest.mark.parametrize("note", ["0903123456", "12/5/1987", "1.200.000", "3 4 5", "50%"])
def test_a_note_of_numbers_says_nothing(note: str) -> None:
    assert READER.read(note) == Reading(problem="nothing")


def test_names_say_nothing() -> None:
    names = [
        "Lan",
        "Chị Lan 0903123456",
        "Nguyễn Thị Minh Hằng",
        "Lan Minh Hùng",
        "anh Hùng 5tr2",
        "Trần Quốc Tuấn, 12/5/1987",
    ]
    assert [one for one in names if READER.read(one) != Reading(problem="nothing")] == []


@pytest.mark.parametrize(
    "note",
    [
        "привет как дела",
        "お客様は急いでいます",
        "客人很着急",
        "고객이 바빠요",
        "العميل مستعجل",
        "ลูกค้ารีบ",
        "клиент спешит vội",
    ],
)
def test_a_note_in_another_script_is_not_read(note: str) -> None:
    assert READER.read(note) == Reading(problem="other_script")


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("khách vội lắm. " * 667, id="10,000 characters"),
        pytest.param("a" * 10_000, id="10,000 of one letter"),
        pytest.param("vội " * (LONGEST_NOTE // 4) + "v", id="one too many"),
    ],
)
def test_a_very_long_note_is_not_read(note: str) -> None:
    assert READER.read(note) == Reading(problem="too_long")


def test_a_note_of_the_greatest_length_is_read() -> None:
    assert READER.read("khách vội lắm, ".ljust(LONGEST_NOTE, ".")).problem is None


@pytest.mark.parametrize("note", ["quơnz blimf", "zzzt", "x"])
def test_a_note_without_known_words_leaves_no_impression(note: str) -> None:
    assert READER.read(note).impression is None


@pytest.mark.parametrize("which", ADVERSARIAL)
def test_nothing_that_is_typed_breaks_the_reader(which: str) -> None:
    reading = READER.read(ADVERSARIAL[which])
    check(reading)
    assert len(list(evidence_in(BANK, ADVERSARIAL[which], reading))) <= MOST_CUES + 1


@pytest.mark.parametrize("note", [*CLEAR, *ADVERSARIAL.values()], ids=ascii)
def test_the_same_text_reads_the_same_twice(note: str) -> None:
    first = READER.read(note)
    READER.read.cache_clear()
    assert READER.read(note) == first


@pytest.mark.parametrize("note", CLEAR)
def test_a_decomposed_note_reads_like_a_composed_one(note: str) -> None:
    decomposed = READER.read(unicodedata.normalize("NFD", note))
    assert decomposed == READER.read(unicodedata.normalize("NFC", note))


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_words_keep_what_holds_of_every_reading(seed: int) -> None:
    chance = Random(seed)
    words = " ".join(text for one in CUES for text in one.phrasings["vi"]).split()
    extra = ["không", "ko", "đâu", "có", "nhỉ", "mình", "khách", ",", ".", "?", "chỉ", "nhưng"]
    for _ in range(40):
        chosen = chance.choices(words, k=chance.randrange(1, 25)) + chance.choices(extra, k=4)
        chance.shuffle(chosen)
        check(READER.read(" ".join(chosen)))


@pytest.mark.parametrize("seed", range(5))
def test_random_characters_keep_what_holds_of_every_reading(seed: int) -> None:
    chance = Random(seed)
    for _ in range(40):
        widest = chance.choice([0x80, 0x250, 0x1F00, 0x110000])
        note = "".join(chr(chance.randrange(widest)) for _ in range(chance.randrange(200)))
        check(READER.read(note))


# ---- with small cues, and weights that say the same of every note

HURRIED = cue("hurried", "vội lắm", opposite="unhurried")
UNHURRIED = cue("unhurried", "thong thả quá", opposite="hurried")


def logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


def test_an_accepted_phrasing_is_told() -> None:
    taught = reader(HURRIED, accepted=[("hurried", "cuống cà kê")])
    assert told(taught.read("khách cuống cà kê")) == {"hurried"}


def test_without_it_the_phrasing_says_nothing() -> None:
    assert reader(HURRIED).read("khách cuống cà kê") == Reading(problem="nothing")


def test_the_shipped_reader_takes_accepted_phrasings_too() -> None:
    accepted = [("in_a_hurry", "cuống cà kê lên")]
    taught = NoteReader(CUES, SPELLING, load_note_model(), accepted)
    assert "in_a_hurry" in told(taught.read("khách cuống cà kê lên"))


@pytest.mark.parametrize(
    ("probability", "cues", "doubtful"),
    [
        (SURE + 0.1, {"loyal"}, set()),
        ((SURE + POSSIBLE) / 2, set(), {"loyal"}),
        (POSSIBLE - 0.1, set(), set()),
    ],
)
def test_the_weights_tell_or_ask_by_their_probability(
    probability: float, cues: set[str], doubtful: set[str]
) -> None:
    trained = model(cues={"loyal": logit(probability)})
    reading = reader(cue("loyal", "mua hoài"), trained=trained).read("khách ghé chơi")
    assert (told(reading), possible(reading) - told(reading)) == (cues, doubtful)


def test_a_doubtful_cue_quotes_the_clause() -> None:
    trained = model(cues={"loyal": logit((SURE + POSSIBLE) / 2)})
    reading = reader(cue("loyal", "mua hoài"), trained=trained).read("khách ghé chơi")
    assert [one.words for one in reading.doubtful] == ["khách ghé chơi"]


@pytest.mark.parametrize("note", ["khách không vội lắm", "mình vội lắm", "có vội lắm không nhỉ"])
def test_the_weights_do_not_tell_what_the_words_deny(note: str) -> None:
    trained = model(cues={"hurried": logit(0.99)})
    assert "hurried" not in possible(reader(HURRIED, UNHURRIED, trained=trained).read(note))


@pytest.mark.parametrize("note", ["kh co mac ca ko nhi", "khach co mac ca khong"])
def test_the_weights_do_not_tell_what_is_asked_without_accents(note: str) -> None:
    trained = model(cues={"bargains": logit(0.99)})
    assert possible(reader(cue("bargains", "mặc cả"), trained=trained).read(note)) == set()


def test_weights_for_a_cue_that_is_gone_tell_nothing() -> None:
    trained = model(cues={"gone": logit(0.99)})
    assert reader(HURRIED, trained=trained).read("khách ghé chơi") == Reading(problem="nothing")


def test_no_more_doubts_are_asked_than_anybody_likes() -> None:
    cues = [cue(f"c{at}", f"việc {at}") for at in range(6)]
    trained = model(cues={one.id: logit((SURE + POSSIBLE) / 2) for one in cues})
    assert len(reader(*cues, trained=trained).read("khách ghé chơi").doubtful) == MOST_DOUBTS


def test_no_more_cues_are_told_than_a_note_can_hold() -> None:
    cues = [cue(f"c{at}", f"việc {at}") for at in range(MOST_CUES + 3)]
    trained = model(cues={one.id: logit(SURE + 0.1) for one in cues})
    assert len(reader(*cues, trained=trained).read("khách ghé chơi").cues) == MOST_CUES


def test_of_a_cue_and_its_contrary_the_better_is_told() -> None:
    trained = model(cues={"unhurried": logit(0.99)})
    small = reader(HURRIED, UNHURRIED, trained=trained)
    assert possible(small.read("vội lắm, lát sau thong thả quá")) == {"unhurried"}


def test_of_two_equal_contraries_only_one_is_told() -> None:
    small = reader(HURRIED, UNHURRIED)
    assert len(possible(small.read("vội lắm, lát sau thong thả quá"))) == 1


def test_a_contrary_counts_from_both_sides() -> None:
    calm = cue("unhurried", "thong thả quá")
    trained = model(cues={"unhurried": logit(0.99)})
    small = reader(HURRIED, calm, trained=trained)
    assert possible(small.read("vội lắm, lát sau thong thả quá")) == {"unhurried"}


def test_a_note_is_an_impression_even_without_cues() -> None:
    trained = model(groups=(-5.0, 2.0) + (0.0,) * 8, words=_known("ghe", "choi"))
    reading = reader(HURRIED, trained=trained).read("khách ghé chơi")
    assert reading.problem is None
    assert reading.impression is not None
    assert int(np.argmax(reading.impression)) == 0


def test_one_known_word_is_no_impression() -> None:
    trained = model(groups=(-5.0, 2.0) + (0.0,) * 8, words=_known("ghe"))
    assert reader(HURRIED, trained=trained).read("khách ghé chơi") == Reading(problem="nothing")


def _known(*letters: str) -> Rarity:
    return Rarity(meanings={}, plains=dict.fromkeys(letters, 3.0), unseen=9.0)


# ---- numbers


@pytest.mark.parametrize(
    "logits",
    [
        pytest.param([-9.0, 50.0] + [0.0] * 8, id="very sure"),
        pytest.param([0.0] * 10, id="flat"),
        pytest.param([-1000.0, 1000.0] + [-1000.0] * 8, id="beyond floats"),
        pytest.param([0.0, 3.0, 2.9] + [-3.0] * 7, id="two groups"),
    ],
)
def test_an_impression_sums_to_one_and_no_group_is_above_the_most(logits: list[float]) -> None:
    found = impression(np.array(logits), 1.0)
    assert found is not None
    assert sum(found) == pytest.approx(1)
    assert max(found) <= MOST + 1e-9


def test_what_says_nothing_leaves_no_impression() -> None:
    assert impression(np.array([9.0] + [0.0] * 9), 1.0) is None


def test_what_may_say_nothing_is_nearer_to_uniform() -> None:
    sure, unsure = (impression(np.array([one, 2.0] + [0.0] * 8), 1.0) for one in (-9.0, 2.0))
    assert sure is not None
    assert unsure is not None
    assert max(unsure) < max(sure)


def test_a_lower_sharpness_is_nearer_to_uniform() -> None:
    sharp, flat = (impression(np.array([-9.0, 1.5] + [0.0] * 8), one) for one in (1.0, 0.5))
    assert sharp is not None
    assert flat is not None
    assert max(flat) < max(sharp)


def test_what_is_below_the_most_is_left_as_it_is() -> None:
    below = np.array([0.5] + [0.5 / 8] * 8)
    assert capped(below) == pytest.approx(below)


def test_capping_keeps_the_order_of_the_groups() -> None:
    steep = np.array([0.9, 0.05, 0.02, 0.01, 0.01, 0.004, 0.003, 0.002, 0.001])
    assert np.array_equal(np.argsort(-capped(steep)), np.argsort(-steep))


# ---- evidence

FLAT = (1 / 9,) * 9
SURELY = Told(cue_id="hurried", words="vội lắm", probability=0.9)
PERHAPS = Told(cue_id="loyal", words="mua hoài", probability=0.3)
READ = Reading(cues=(SURELY,), doubtful=(PERHAPS,), impression=FLAT)


@pytest.mark.parametrize(
    ("meant", "cues"),
    [
        ({}, ["hurried"]),
        ({"loyal": True}, ["hurried", "loyal"]),
        ({"loyal": False}, ["hurried"]),
        ({"hurried": True}, ["hurried"]),
        ({"hurried": False}, []),
    ],
)
def test_cues_count_when_told_or_meant(meant: Mapping[str, bool], cues: list[str]) -> None:
    assert told_cues(READ, meant) == cues


def test_a_note_gives_its_cues_and_one_impression() -> None:
    assert list(evidence_in(BANK, "Khách VỘI  lắm", READ, days_ago=3.0)) == [
        CueSeen(cue_id="hurried", days_ago=3.0),
        Impression(note="khach voi lam", groups=FLAT, days_ago=3.0),
    ]


@pytest.mark.parametrize("note", ["", "12345", "привет", "a" * 10_000])
def test_a_note_that_is_not_understood_is_no_evidence(note: str) -> None:
    assert list(evidence_in(BANK, note, READER.read(note))) == []


@pytest.mark.parametrize("note", CLEAR)
def test_words_and_cues_of_one_note_push_no_group_above_the_limit_together(note: str) -> None:
    reading = READER.read(note)
    cues = [CueSeen(cue_id=one) for one in told_cues(reading, {})]
    alone = float(believe(BANK, cues).posterior.max())
    whole = float(believe(BANK, evidence_in(BANK, note, reading)).posterior.max())
    assert whole <= max(MOST, alone) + 1e-6


def test_an_impression_alone_is_reported_as_it_is() -> None:
    spoken = Reading(impression=(0.6, *(0.05,) * 8))
    posterior = believe(BANK, evidence_in(BANK, "khách nói vậy", spoken)).posterior
    assert list(posterior) == pytest.approx([0.6, *(0.05,) * 8])
