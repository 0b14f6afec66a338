"""Notes on Telegram: answered in words, doubts by a tap, stale taps harmless, audits, marks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from db.models import AuditRow, Base, CueAnswerRow, NoteRow, NoteWithdrawalRow, TipMarkRow
from tests.botapi import BotApiServer, Message, User
from tests.conversations import KNOWLEDGE, LEARNER, conversation, database
from tests.dialogue.talking import BUSINESS, EMPTY, MAYBE, READER, STRONG
from tests.telegram.running import open_question, running, tap

LAN = "Chị Lan Q7"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Conversation]:
    """A shell whose reader of notes reads by a table, and that audits every first card."""
    engine = database(tmp_path)
    knowledge = replace(KNOWLEDGE, reader=READER, audit_share=1.0)
    learner = replace(LEARNER, shipped=knowledge, make_reader=lambda _accepted: READER)
    yield replace(conversation(engine), learner=learner)
    engine.dispose()


def count(shell: Conversation, table: type[Base]) -> int:
    """How many rows a table has."""
    with Session(shell.engine) as session, session.begin():
        return len(session.execute(select(table)).all())


def told(user: User, text: str) -> Message:
    """What is said to a typed text."""
    user.send(text)
    return user.wait_for_message()


def noted(user: User, text: str = STRONG) -> Message:
    """What is said to a note about a new customer."""
    return tap(user, told(user, f"{LAN}: {text}"), f"Tạo “{LAN}”")


def test_a_typed_note_is_answered(rep: User, server: BotApiServer) -> None:
    said = noted(rep)
    assert said.text.startswith(f"{LAN} · đã ghi\nMình hiểu: tự quyết, không hỏi ai;")
    assert "Giả thuyết: nhóm 8" in said.text
    assert "Cũng có thể: nhóm" in said.text
    assert said.labels == ["↩ Về thẻ khách", "Hỏi tiếp", "↩ Bỏ ghi chú"]
    assert server.unplanned_refusals == []


def test_a_note_during_a_question_leaves_the_question_tappable(rep: User) -> None:
    question = open_question(rep, LAN)
    assert "đã ghi" in told(rep, BUSINESS).text
    assert "câu 2" in tap(rep, question, question.labels[0]).text


def test_a_note_in_the_title_is_bold_and_what_was_understood_is_not(rep: User) -> None:
    said = noted(rep)
    bold = [one for one in said.entities if one.type == "bold"]
    assert (bold[0].offset, bold[0].length) == (0, len(LAN))


@pytest.mark.parametrize("label", ["Đúng vậy", "Không phải"])
def test_a_doubt_is_answered_by_a_tap_in_place(rep: User, shell: Conversation, label: str) -> None:
    asked = noted(rep, MAYBE)
    assert asked.text.endswith("Ý anh/chị là chị ấy đang vội, muốn nhanh?")
    answered = tap(rep, asked, label)
    assert answered.message_id == asked.message_id
    assert ("Mình hiểu: đang vội" in answered.text) == (label == "Đúng vậy")
    assert count(shell, CueAnswerRow) == 1


def test_a_doubt_tapped_twice_counts_once(rep: User, shell: Conversation) -> None:
    asked = noted(rep, MAYBE)
    yes = asked.data[0]
    tap(rep, asked, "Đúng vậy")
    answer = rep.tap_data(asked, yes).wait_answer()
    assert (answer.text or "").startswith("Nút này cũ rồi")
    assert count(shell, CueAnswerRow) == 1


def test_two_taps_at_once_on_a_doubt_count_once(rep: User, shell: Conversation) -> None:
    asked = noted(rep, MAYBE)
    taps = [rep.tap_data(asked, asked.data[0]), rep.tap_data(asked, asked.data[1])]
    said = [one.wait_answer().text or "" for one in taps]
    assert [text.startswith("Nút này cũ rồi") for text in said] == [False, True]
    assert count(shell, CueAnswerRow) == 1


def test_a_note_is_taken_back_in_place_with_a_toast(rep: User, shell: Conversation) -> None:
    said = noted(rep)
    answer = rep.tap(said, "↩ Bỏ ghi chú").wait_answer()
    card = rep.wait_for_edit()
    assert (answer.text, card.message_id) == ("Đã bỏ ghi chú", said.message_id)
    assert "Chưa đủ dữ liệu" in card.text
    assert count(shell, NoteWithdrawalRow) == 1


def test_taking_a_note_back_twice_says_that_the_button_is_old(
    rep: User, shell: Conversation
) -> None:
    said = noted(rep)
    data = said.data[-1]
    tap(rep, said, "↩ Bỏ ghi chú")
    assert "Nút này cũ rồi" in (rep.tap_data(said, data).wait_answer().text or "")
    assert count(shell, NoteWithdrawalRow) == 1


@pytest.mark.parametrize(
    "data",
    ["unnote:x:y", "cue:x:y:in_a_hurry:1", "notefor:x", "asnote:x", "nonote", "history:x"],
)
def test_a_button_of_nobodys_note_changes_nothing(
    rep: User, shell: Conversation, data: str
) -> None:
    said = noted(rep)
    rep.tap_data(said, data).wait_answer()
    assert (count(shell, NoteRow), count(shell, NoteWithdrawalRow)) == (1, 0)
    assert "đã ghi" in told(rep, EMPTY).text


def test_markup_in_a_name_and_in_a_note_is_shown_as_typed(
    rep: User, shell: Conversation, server: BotApiServer
) -> None:
    name = "<i>Lan</i> & Mai"
    said = tap(rep, told(rep, f"{name}: {STRONG}"), f"Tạo “{name}”")
    assert said.text.startswith(f"{name} · đã ghi")
    markup = "<b>khách</b> & <script>alert(1)</script> hỏi giá, *sao* {name} rồi đi về"
    assert told(rep, markup).text.startswith(f"{name} · đã ghi")
    with Session(shell.engine) as session, session.begin():
        assert markup in [one.text for one in session.scalars(select(NoteRow))]
    assert server.unplanned_refusals == []


def test_a_note_with_nobody_on_the_screen_asks_whose_it_is(rep: User, shell: Conversation) -> None:
    asked = told(rep, STRONG)
    assert asked.text.startswith("Mình giữ ghi chú này rồi.")
    said = tap(rep, told(rep, LAN), f"Tạo “{LAN}”")
    assert "Mình hiểu: tự quyết" in said.text
    assert count(shell, NoteRow) == 1


def test_a_note_sent_twice_by_telegram_is_kept_once(
    rep: User, shell: Conversation, server: BotApiServer
) -> None:
    noted(rep)
    assert count(shell, NoteRow) == 1
    rep.edit_message(rep.send(BUSINESS), STRONG)
    rep.wait_for_message()
    assert count(shell, NoteRow) == 2


def test_a_text_of_4096_letters_is_refused_in_words(rep: User, shell: Conversation) -> None:
    noted(rep)
    assert "dài quá" in told(rep, "x" * 4096).text
    assert count(shell, NoteRow) == 1


def test_a_burst_of_notes_keeps_its_order(rep: User, shell: Conversation) -> None:
    noted(rep)
    texts = [f"khách kể chuyện số {number}, mình nghe cho hết rồi mới về" for number in range(6)]
    for one in texts:
        rep.send(one)
    for _ in texts:
        rep.wait_for_message()
    with Session(shell.engine) as session, session.begin():
        kept = [one.text for one in session.scalars(select(NoteRow).order_by(NoteRow.at))]
    assert kept[1:] == texts


# An audit before the card


@pytest.fixture
def audited(
    server: BotApiServer, shell: Conversation, admit: Callable[..., User]
) -> Iterator[tuple[User, Message]]:
    """A rep whose judgement is asked for before the first card."""
    with running(server, replace(shell, chance=lambda: 0.0)):
        user = admit("Hoa")
        question = open_question(user, LAN)
        for _ in range(KNOWLEDGE.first_card_after):
            question = tap(user, question, question.labels[0])
        yield user, question


def test_the_judgement_is_asked_for_before_the_card(
    audited: tuple[User, Message], server: BotApiServer
) -> None:
    _, asked = audited
    assert asked.text.startswith("Trước khi xem thẻ: theo anh/chị, Chị Lan Q7")
    assert "%" not in asked.text
    assert len(asked.labels) == 10
    assert asked.labels[-1] == "Chưa rõ"
    assert server.unplanned_refusals == []


@pytest.mark.parametrize(("at", "group"), [(0, 1), (8, 9), (9, None)])
def test_a_judgement_leads_to_the_card(
    audited: tuple[User, Message], shell: Conversation, at: int, group: int | None
) -> None:
    user, asked = audited
    answer = user.tap(asked, asked.labels[at]).wait_answer()
    card = user.wait_for_edit()
    assert answer.text == "Cảm ơn anh/chị"
    assert card.text.startswith(f"{LAN}\nGiả thuyết")
    with Session(shell.engine) as session, session.begin():
        assert [one.group for one in session.scalars(select(AuditRow))] == [group]


def test_a_judgement_tapped_twice_is_kept_once(
    audited: tuple[User, Message], shell: Conversation
) -> None:
    user, asked = audited
    taps = [user.tap_data(asked, asked.data[0]), user.tap_data(asked, asked.data[4])]
    said = [one.wait_answer().text or "" for one in taps]
    assert said[0] == "Cảm ơn anh/chị"
    assert said[1].startswith("Nút này cũ rồi")
    assert count(shell, AuditRow) == 1


# Marks of tips


@pytest.mark.parametrize(
    ("label", "toast"),
    [
        ("👍 Hữu ích", "Cảm ơn anh/chị, mình ghi là hữu ích"),
        ("👎 Chưa đúng", "Cảm ơn anh/chị, mình ghi là chưa đúng"),
    ],
)
def test_a_mark_of_tips_is_a_toast(rep: User, shell: Conversation, label: str, toast: str) -> None:
    card = tap(rep, noted(rep), "↩ Về thẻ khách")
    tips = tap(rep, card, "Báo giá")
    messages, edits = len(rep.chat.messages), len(rep.chat.log)
    assert rep.tap(tips, label).wait_answer().text == toast
    assert (len(rep.chat.messages), len(rep.chat.log)) == (messages, edits)
    assert count(shell, TipMarkRow) == 1


def test_what_managers_see_is_refused_to_reps(rep: User) -> None:
    assert told(rep, "/learning").text.startswith("Mình chưa có lệnh này.")
