"""Free notes: kept, counted, answered with what was understood, taken back, asked about."""

from dataclasses import replace

import pytest

from bot.dialogue.progress import Pending, Progress
from bot.dialogue.replies import Message
from bot.memory import decode, encode
from db.models import CueAnswerRow, CustomerRow, InterviewRow, NoteRow, NoteWithdrawalRow
from tests.conversations import KNOWLEDGE
from tests.dialogue.talking import (
    BOSS,
    BUSINESS,
    EMPTY,
    GENTLE,
    HURRY,
    LAN,
    MAYBE,
    STRONG,
    TWICE,
    WORDS,
    Talk,
    probability,
)

MAI = "Chị Mai spa"


def noted(talk: Talk, text: str = STRONG) -> Talk:
    """A customer on the screen of whom something was told."""
    return talk.knows(LAN).write(LAN, text)


# A note about the customer on the screen


def test_a_note_is_stored_with_the_customer_on_the_screen(talk: Talk) -> None:
    assert noted(talk).notes() == [STRONG]


def test_a_note_counts_as_evidence_on_the_card(talk: Talk) -> None:
    noted(talk).tap("card")
    assert talk.card.card.answers == len(talk.card.card.reasons) == 5
    assert talk.card.card.first.persona.group == 8


def test_a_note_counts_beside_the_answers(talk: Talk) -> None:
    talk.meets().answer(2)
    alone = talk.tap("look").card.card
    both = talk.write(STRONG).note.card
    assert both.answers == alone.answers + 5
    assert both.posterior[7] > alone.posterior[7]


def test_the_reply_says_what_was_understood(talk: Talk) -> None:
    noted(talk, BUSINESS)
    assert "Mình hiểu: vào việc luôn, bỏ qua chuyện phiếm." in talk.text


def test_the_reply_says_the_hypothesis_with_its_runner_up(talk: Talk) -> None:
    noted(talk)
    first, second = talk.note.card.first.persona.group, talk.note.card.second.persona.group
    assert f"Giả thuyết: nhóm {first}" in talk.text
    assert f"Cũng có thể: nhóm {second}" in talk.text


def test_the_first_note_has_no_before(talk: Talk) -> None:
    assert "Trước đó" not in noted(talk).text


def test_a_second_note_says_where_the_hypothesis_was(talk: Talk) -> None:
    before = noted(talk, GENTLE).note.card.first
    talk.write(STRONG)
    assert talk.note.before.first.persona == before.persona
    assert f"Trước đó: nhóm {before.persona.group}, {round(100 * before.probability)}%" in talk.text


def test_few_data_are_called_so(talk: Talk) -> None:
    assert "Chưa đủ dữ liệu" in noted(talk, BUSINESS).text


def test_the_same_words_again_move_less(talk: Talk) -> None:
    once = probability(noted(talk, HURRY), 3)
    twice = probability(talk.write(HURRY), 3)
    thrice = probability(talk.write(HURRY), 3)
    assert twice - once > thrice - twice > 0


def test_the_impression_of_the_whole_counts_lightly(talk: Talk) -> None:
    noted(talk, WORDS)
    assert "chỉ dựa nhẹ vào cách anh/chị kể" in talk.text
    assert talk.note.card.first.persona.group == 4
    assert "cách anh/chị kể trong ghi chú" in talk.tap("card").text


@pytest.mark.parametrize("text", [EMPTY, "Hôm nay mười giờ có buổi họp toàn công ty ở quận một"])
def test_nothing_understood_is_said_plainly_and_the_note_is_kept(talk: Talk, text: str) -> None:
    noted(talk, text)
    assert "chưa thấy điều gì về cách khách phản ứng" in talk.text
    assert "Giả thuyết:" not in talk.text
    assert talk.notes() == [text]


def test_nothing_understood_moves_nothing(talk: Talk) -> None:
    before = noted(talk).note.card.posterior
    assert list(talk.write(EMPTY).note.card.posterior) == pytest.approx(list(before), rel=1e-5)


def test_another_script_is_said_plainly_and_is_no_evidence(talk: Talk) -> None:
    talk.knows(LAN).write(LAN, "客人很着急").tap("asnote")
    assert "chưa đọc được loại chữ này" in talk.text
    assert talk.note.card.answers == 0


def test_a_long_text_in_another_script_is_a_note_at_once(talk: Talk) -> None:
    noted(talk, "клиент очень спешит и просит " * 3)
    assert talk.note.reading.problem == "other_script"


@pytest.mark.parametrize("length", [2001, 10_000])
def test_a_text_longer_than_any_note_is_refused_plainly(talk: Talk, length: int) -> None:
    talk.knows(LAN).write(LAN, ("khách kể " * length)[:length].strip() + "x" * 10)
    assert talk.said == ["note.too_long"]
    assert talk.count(NoteRow) == 0


def test_a_note_of_the_greatest_length_is_kept(talk: Talk) -> None:
    text = "k" * 2000
    assert noted(talk, text).notes() == [text]


@pytest.mark.parametrize("text", ["0903123456", "12.000.000 - 3%", "10/11/2026"])
def test_only_numbers_are_no_note(talk: Talk, text: str) -> None:
    talk.knows(LAN).write(LAN, text)
    assert talk.said == ["name.no_letters"]
    assert talk.count(NoteRow) == 0


def test_lines_of_one_message_are_one_note(talk: Talk) -> None:
    first, second = STRONG.split(", chốt")
    noted(talk, f"{first}\n\n chốt{second}")
    assert talk.notes() == [STRONG]


# Taking it back


def test_a_note_is_taken_back(talk: Talk) -> None:
    noted(talk).tap("unnote")
    assert talk.said == ["note.taken_back"]
    assert talk.card.card.answers == 0
    assert talk.notes() == []


def test_a_note_taken_back_leaves_the_hypothesis_as_before(talk: Talk) -> None:
    before = noted(talk, GENTLE).note.card.posterior
    talk.write(STRONG).tap("unnote")
    assert list(talk.card.card.posterior) == pytest.approx(list(before), rel=1e-5)


def test_a_note_is_a_row_that_stays_when_it_is_taken_back(talk: Talk) -> None:
    noted(talk).tap("unnote")
    assert (talk.count(NoteRow), talk.count(NoteWithdrawalRow)) == (1, 1)


def test_taking_a_note_back_twice_is_stale(talk: Talk) -> None:
    data = noted(talk).button("unnote").data
    talk.tap_data(data).tap_data(data)
    assert talk.said == ["stale.button"]
    assert talk.count(NoteWithdrawalRow) == 1


def test_an_older_note_can_still_be_taken_back(talk: Talk) -> None:
    data = noted(talk).button("unnote").data
    talk.write(GENTLE).tap_data(data)
    assert talk.notes() == [GENTLE]


# A doubtful cue


def test_a_doubtful_cue_is_asked_about_and_does_not_count(talk: Talk) -> None:
    noted(talk, MAYBE)
    assert "Ý anh/chị là chị ấy đang vội, muốn nhanh?" in talk.text
    assert talk.note.card.answers == 0


def cue_data(talk: Talk, meant: int) -> str:
    """The data of the button that says whether the cue was meant."""
    return next(one.data for one in talk.buttons() if one.data.endswith(f":{meant}"))


def test_yes_makes_a_doubtful_cue_count(talk: Talk) -> None:
    noted(talk, MAYBE).tap_data(cue_data(talk, 1))
    assert "Mình hiểu: đang vội, muốn làm nhanh." in talk.text
    assert (talk.note.card.answers, talk.note.card.first.persona.group) == (1, 3)
    assert talk.profile().notes[0].meant == {"in_a_hurry": True}


def test_no_leaves_a_doubtful_cue_out(talk: Talk) -> None:
    noted(talk, MAYBE).tap_data(cue_data(talk, 0))
    assert talk.note.card.answers == 0
    assert talk.note.doubt is None
    assert talk.profile().notes[0].meant == {"in_a_hurry": False}


@pytest.mark.parametrize("again", [0, 1])
def test_an_answer_to_a_doubt_is_kept_once(talk: Talk, again: int) -> None:
    yes = cue_data(noted(talk, MAYBE), 1)
    talk.tap_data(yes).tap_data(yes[:-1] + str(again))
    assert talk.said == ["stale.button"]
    assert talk.count(CueAnswerRow) == 1


def test_a_second_doubt_is_asked_after_the_first(talk: Talk) -> None:
    noted(talk, TWICE).tap_data(cue_data(talk, 1))
    assert "Ý anh/chị là chị ấy chưa nói rõ muốn gì?" in talk.text
    talk.tap_data(cue_data(talk, 0))
    assert talk.note.doubt is None
    assert talk.note.card.answers == 1


def test_a_doubt_of_a_note_taken_back_is_stale(talk: Talk) -> None:
    yes = cue_data(noted(talk, MAYBE), 1)
    talk.tap("unnote").tap_data(yes)
    assert talk.said == ["stale.button"]
    assert talk.count(CueAnswerRow) == 0


@pytest.mark.parametrize("cue_id", ["bargains_hard", "nosuchcue", ""])
def test_a_cue_that_was_not_asked_about_cannot_be_answered(talk: Talk, cue_id: str) -> None:
    talk.tap_data(cue_data(noted(talk, MAYBE), 1).replace("in_a_hurry", cue_id))
    assert talk.said == ["stale.button"]
    assert talk.count(CueAnswerRow) == 0


def test_before_is_the_hypothesis_without_the_whole_note(talk: Talk) -> None:
    noted(talk, GENTLE).write(MAYBE).tap_data(cue_data(talk, 1))
    assert talk.note.before.answers == 4
    assert talk.note.card.answers == 5


@pytest.mark.parametrize(("typed", "meant"), [("Đúng vậy", True), ("không phải", False)])
def test_the_words_of_a_button_answer_the_doubt(talk: Talk, typed: str, meant: bool) -> None:
    noted(talk, MAYBE).write(typed)
    assert talk.profile().notes[0].meant == {"in_a_hurry": meant}


# Whose note it is


def test_a_note_after_a_colon_is_about_the_customer_named(talk: Talk) -> None:
    talk.knows(LAN, MAI).write(MAI, f"{LAN}: {STRONG}")
    assert talk.notes() == [STRONG]
    assert talk.notes(MAI) == []


def test_an_unknown_customer_before_a_colon_is_created_with_the_note(talk: Talk) -> None:
    talk.write(f"{LAN}: {STRONG}")
    assert talk.said == ["name.unknown"]
    talk.tap("create")
    assert talk.note.card.customer.name == LAN
    assert talk.notes() == [STRONG]
    assert talk.count(InterviewRow) == 0


def test_a_name_without_accents_before_a_colon_is_understood(talk: Talk) -> None:
    talk.knows(LAN, MAI).write(MAI, f"chi lan q7: {STRONG}")
    assert (talk.notes(), talk.notes(MAI)) == ([STRONG], [])


def test_near_names_before_a_colon_are_offered_for_the_note(talk: Talk) -> None:
    talk.knows("Chị Lan Q8").write(f"Chị Lan Q7: {STRONG}")
    assert talk.has("notefor")
    assert talk.has("create")
    talk.tap("notefor")
    assert talk.notes("Chị Lan Q8") == [STRONG]


def test_a_note_with_nobody_on_the_screen_asks_whose_it_is(talk: Talk) -> None:
    talk.knows(MAI, LAN).write(STRONG)
    assert talk.said == ["note.whose"]
    assert [one.label for one in talk.buttons()[:2]] == [LAN, MAI]


def test_a_tap_says_whose_the_waiting_note_is(talk: Talk) -> None:
    talk.knows(MAI, LAN).write(STRONG).tap("notefor")
    assert talk.notes() == [STRONG]
    assert talk.progress.note == ""


def test_a_name_typed_says_whose_the_waiting_note_is(talk: Talk) -> None:
    talk.knows(MAI, LAN).write(STRONG, MAI)
    assert talk.notes(MAI) == [STRONG]


def test_an_unknown_name_typed_creates_the_customer_with_the_note(talk: Talk) -> None:
    talk.write(STRONG)
    assert talk.said == ["note.whose_first"]
    talk.write(LAN).tap("create")
    assert talk.notes() == [STRONG]


def test_a_waiting_note_is_stored_once(talk: Talk) -> None:
    talk.knows(LAN).write(STRONG)
    data = talk.button("notefor").data
    talk.tap_data(data).tap_data(data)
    assert talk.said == ["stale.button"]
    assert talk.notes() == [STRONG]


@pytest.mark.parametrize("stopping", ["/cancel", "thôi", "nonote"])
def test_a_waiting_note_is_dropped_when_told_to(talk: Talk, stopping: str) -> None:
    talk.knows(LAN).write(STRONG)
    match stopping:
        case "/cancel":
            talk.command("cancel")
        case "nonote":
            talk.tap("nonote")
        case _:
            talk.write(stopping)
    assert talk.said == ["note.dropped"]
    talk.write(LAN)
    assert (talk.notes(), talk.card.card.answers) == ([], 0)


def test_dropping_a_waiting_note_twice_is_stale(talk: Talk) -> None:
    talk.write(STRONG).tap("nonote").tap_data("nonote")
    assert talk.said == ["stale.button"]


def test_a_customer_somebody_else_owns_is_not_found_for_a_note(talk: Talk) -> None:
    data = talk.knows(LAN).write(STRONG).button("notefor").data
    talk.command("cancel").shell.admit(replace(talk.who, external_id="An", chat_id="An"), "rep")
    talk.switch_to(replace(talk.who, external_id="An", chat_id="An")).write(STRONG)
    assert talk.said == ["note.whose_first"]
    talk.tap_data(data)
    assert talk.said == ["customer.missing"]
    assert talk.count(NoteRow) == 0


def test_a_note_of_somebody_else_about_the_same_customer_counts_too(talk: Talk) -> None:
    alone = noted(talk, BUSINESS).note.card.answers
    talk.switch_to(BOSS).write(LAN, HURRY)
    assert talk.note.card.answers == alone + 1


# Names or notes


def test_a_known_name_that_sounds_like_a_cue_is_looked_up(talk: Talk) -> None:
    talk.command("new", "Anh Vội")
    talk.tap("later").restart_chat().write("Anh Vội")
    assert talk.card.card.customer.name == "Anh Vội"
    assert talk.count(NoteRow) == 0


def test_a_known_name_that_sounds_like_a_cue_is_looked_up_over_another_customer(talk: Talk) -> None:
    talk.command("new", "Anh Vội").tap("later")
    talk.meets(LAN).tap("look").write("anh vội")
    assert talk.card.card.customer.name == "Anh Vội"
    assert talk.count(NoteRow) == 0


def test_an_unknown_name_in_capitals_that_sounds_like_a_cue_can_be_created(talk: Talk) -> None:
    assert talk.write("Anh Vội").has("create")


def test_an_unknown_name_in_small_letters_that_sounds_like_a_cue_can_be_created(talk: Talk) -> None:
    assert talk.knows(LAN).write(LAN, "anh vội").has("create")


def test_a_name_that_sounds_like_a_cue_can_be_given_to_a_waiting_note(talk: Talk) -> None:
    talk.write(STRONG, "Anh Vội").tap("create")
    assert talk.notes("Anh Vội") == [STRONG]


def test_a_name_in_small_letters_can_be_given_to_a_waiting_note(talk: Talk) -> None:
    talk.write(STRONG, "anh vội")
    assert talk.progress.note == STRONG


def test_a_part_of_a_known_name_is_looked_up(talk: Talk) -> None:
    talk.knows("Mr Minh steel", LAN).write(LAN, "minh")
    assert talk.notes() == []


def test_the_name_of_a_moment_in_an_interview_is_no_note(talk: Talk) -> None:
    talk.meets().answer(1).write("báo giá")
    assert talk.notes() == []


@pytest.mark.parametrize("text", [STRONG, "Anh Vội"])
def test_while_a_name_is_asked_for_texts_are_names(talk: Talk, text: str) -> None:
    talk.command("new").write(text)
    assert talk.question.name == text
    assert talk.count(NoteRow) == 0


def test_while_a_name_is_asked_for_a_long_text_is_no_note_either(talk: Talk) -> None:
    talk.command("new").write("k" * 61)
    assert talk.said == ["name.too_long"]


def test_a_short_text_that_tells_nothing_is_a_name_or_a_note_by_a_tap(talk: Talk) -> None:
    talk.knows(LAN).write(LAN, "đi xe hơi màu đỏ")
    assert talk.has("create")
    assert talk.has("asnote")
    talk.tap("asnote")
    assert talk.notes() == ["đi xe hơi màu đỏ"]


def test_an_old_button_for_a_note_is_stale(talk: Talk) -> None:
    data = talk.knows(LAN).write(LAN, "đi xe hơi màu đỏ").button("asnote").data
    talk.tap_data(data).tap_data(data)
    assert talk.said == ["stale.button"]
    assert talk.count(NoteRow) == 1


def test_a_note_creates_nobody_and_no_interview(talk: Talk) -> None:
    talk.write(STRONG)
    assert talk.count(CustomerRow) == talk.count(NoteRow) == talk.count(InterviewRow) == 0


# In the middle of an interview


def test_a_note_keeps_the_interview_and_its_open_question(talk: Talk) -> None:
    talk.meets().answer(2)
    before = talk.progress
    after = talk.write(BUSINESS).progress
    assert replace(after, buttons=()) == replace(before, buttons=(), created_id=None)


def test_the_open_question_can_be_answered_right_after_a_note(talk: Talk) -> None:
    talk.meets().answer(2)
    data = talk.button("pick").data
    talk.write(BUSINESS).tap_data(data)
    assert talk.question.number == 4


def test_asking_on_after_a_note_goes_on_in_the_same_interview(talk: Talk) -> None:
    talk.meets().answer(2)
    interview = talk.progress.interview_id
    talk.write(BUSINESS).tap("ask")
    assert (talk.question.number, talk.progress.interview_id) == (3, interview)


def test_asking_on_after_a_strong_note_stays_in_the_same_interview(talk: Talk) -> None:
    talk.meets().answer(4)
    interview = talk.progress.interview_id
    talk.write(STRONG)
    assert probability(talk, 8) > KNOWLEDGE.policy.threshold
    talk.tap("ask")
    assert (talk.progress.interview_id, talk.question.number) == (interview, 5)


def test_a_note_counts_for_the_card_of_the_interview(talk: Talk) -> None:
    talk.meets().answer(2).write(BUSINESS)
    talk.tap("card")
    assert talk.card.card.answers == 3


def test_a_note_for_another_customer_leaves_the_interview_for_later(talk: Talk) -> None:
    talk.knows(MAI).meets().answer(2)
    interview, question = talk.progress.interview_id, talk.progress.question_id
    talk.write(f"{MAI}: {STRONG}")
    assert talk.said == ["interview.left_for_later"]
    assert talk.notes(MAI) == [STRONG]
    talk.write(LAN).tap("ask")
    assert (talk.progress.interview_id, talk.progress.question_id) == (interview, question)


def test_a_note_for_an_unknown_customer_is_held_over_the_open_question(talk: Talk) -> None:
    talk.meets().answer(2).write(f"{MAI}: {STRONG}")
    assert talk.said == ["interview.typed_name"]
    talk.tap("create")
    assert talk.notes(MAI) == [STRONG]
    assert talk.notes() == []


def test_after_a_note_for_another_customer_the_next_note_is_theirs_too(talk: Talk) -> None:
    talk.knows(MAI).meets().answer(2).write(f"{MAI}: {STRONG}", GENTLE)
    assert talk.notes(MAI) == [STRONG, GENTLE]


# A note that waits must never reach somebody else


def test_a_note_whose_customer_was_not_created_is_dropped(talk: Talk) -> None:
    talk.knows(LAN).write(f"{MAI}: {STRONG}").tap("drop").write(LAN)
    assert talk.notes() == []


def test_a_note_left_over_an_interview_does_not_reach_the_next_customer(talk: Talk) -> None:
    talk.knows("Bác Hòa").meets().answer(1).write(f"{MAI}: {STRONG}").tap("ask").answer(1)
    talk.write("Bác Hòa")
    assert talk.notes("Bác Hòa") == []


def test_a_note_cancelled_in_an_interview_is_dropped(talk: Talk) -> None:
    talk.meets().answer(1).write(f"{MAI}: {STRONG}").command("cancel")
    assert talk.progress.note == ""


def test_a_customer_of_the_list_can_be_given_the_waiting_note(talk: Talk) -> None:
    talk.knows(LAN).write(STRONG).command("customers")
    talk.tap_data(talk.buttons()[0].data)
    assert talk.notes() == [STRONG]


def test_a_second_note_does_not_take_the_place_of_the_waiting_one(talk: Talk) -> None:
    talk.knows(LAN).write(STRONG, GENTLE, LAN)
    assert STRONG in " ".join(talk.notes())


@pytest.mark.parametrize("between", [":", ":\n"])
def test_a_colon_works_however_it_is_typed(talk: Talk, between: str) -> None:
    talk.knows(MAI, LAN).write(LAN, f"{MAI}{between}{STRONG}")
    assert talk.notes(MAI) == [STRONG]
    assert talk.notes() == []


def test_a_blank_before_the_colon_is_no_part_of_the_name(talk: Talk) -> None:
    talk.write(f"{MAI} : {STRONG}").tap("create")
    assert talk.note.card.customer.name == MAI


# The chat's memory


@pytest.mark.parametrize(
    "progress",
    [
        Progress(note=STRONG),
        Progress(note="“Chị” \\ 😀 \n x", pending=Pending(customer_id="c", name=LAN)),
        Progress(flow="audit", customer_id="c", interview_id="i", buttons=("judge:c:i:1",)),
    ],
)
def test_a_waiting_note_is_written_and_read_again(progress: Progress) -> None:
    assert decode(encode(progress)) == progress


def test_a_memory_from_before_notes_is_read() -> None:
    old = encode(Progress(customer_id="c")).replace('"format": 2', '"format": 1')
    assert decode(old.replace(', "note": ""', "")) == Progress(customer_id="c")


@pytest.mark.parametrize("number", ["1", "3"])
def test_a_note_in_a_memory_of_another_format_begins_anew(number: str) -> None:
    written = encode(Progress(customer_id="c", note="x"))
    assert decode(written.replace('"format": 2', f'"format": {number}')) == Progress()


def test_a_note_waits_across_a_restart(talk: Talk) -> None:
    talk.knows(LAN).write(STRONG)
    talk.shell = replace(talk.shell)
    assert isinstance(talk.screen, Message)
    talk.tap("notefor")
    assert talk.notes() == [STRONG]
