"""A note lands on the customer it is about, whatever words and names it begins with."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from bot.dialogue.slash import heard
from bot.rendering import render
from bot.transports.terminal import LOCAL
from db import customers, people
from db.models import CustomerRow, NoteRow
from tests.conversations import SPEECHES, START, conversation, database


class Desk:
    """Somebody who types with the shipped reader of notes; customers are there by name."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.shell: Conversation = conversation(database(folder))
        self.shell.admit(LOCAL, "owner")
        with Session(self.shell.engine) as session, session.begin():
            owner = people.find_person(session, LOCAL.transport, LOCAL.external_id)
            assert owner is not None
            for number, name in enumerate(names):
                customer = customers.Customer(id=f"known{number}", name=name)
                customers.add_customer(session, customer, owner_id=owner.id, now=START)

    def type(self, line: str) -> "Desk":
        """Types a line; what was said stands in `said`."""
        replies = self.shell.handle(LOCAL, heard(line)).replies
        self.said = "\n".join(render(one, SPEECHES["vi"]).text for one in replies)
        return self

    def notes(self) -> list[tuple[str, str]]:
        """The name of the customer and the beginning of every note."""
        with Session(self.shell.engine) as session:
            statement = select(CustomerRow.name, NoteRow.text).join(
                NoteRow, NoteRow.customer_id == CustomerRow.id
            )
            return [(name, text[:12]) for name, text in session.execute(statement)]

    def customers(self) -> list[str]:
        """The names of all customers."""
        with Session(self.shell.engine) as session:
            return sorted(session.scalars(select(CustomerRow.name)))


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("Lan", "lan man một hồi rồi không chốt, hỏi giá mãi"),
        ("Bảo", "bảo giảm giá mới chịu mua, mặc cả dữ lắm"),
        ("Mai", "mai ghé lại mới quyết, phải hỏi ý vợ đã"),
        ("An", "ăn nói nhẹ nhàng, hỏi thăm mình liên tục"),
    ],
)
def test_a_word_that_is_also_a_name_takes_no_note_by_itself(
    tmp_path: Path, name: str, note: str
) -> None:
    desk = Desk(tmp_path, name, "Anh Minh gạch").type("Anh Minh gạch").type(note)
    assert [of for of, _text in desk.notes() if of == name] == []


def test_the_longest_name_with_which_a_note_begins_wins(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Chị Lan", "Chị Lan Q7", "Anh Minh gạch").type("Anh Minh gạch")
    desk.type("Chị Lan Q7 gấp lắm, hỏi giá liền, đòi giao trong ngày")
    assert [of for of, _text in desk.notes()] == ["Chị Lan Q7"]


def test_two_customers_of_one_name_are_asked_about(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Chị Thu", "Chị Thu", "Anh Minh gạch").type("Anh Minh gạch")
    desk.type("Chị Thu gấp lắm, hỏi giá liền, đòi giao trong ngày")
    assert desk.notes() == []
    assert "Anh/chị đang nói về khách nào?" in desk.said


@pytest.mark.parametrize("said", ["chị ấy nói", "khách bảo", "ảnh hỏi"])
def test_reported_speech_is_a_note_about_who_is_on_the_screen(tmp_path: Path, said: str) -> None:
    desk = Desk(tmp_path, "Bảo", "Anh Minh gạch").type("Anh Minh gạch")
    desk.type(f"{said}: báo giá nhanh đi, gấp lắm rồi, chốt luôn")
    assert [of for of, _text in desk.notes()] == ["Anh Minh gạch"]


def test_a_waiting_note_does_not_outlive_an_answer(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Chị Hoa vải").type("/new").type("Anh Minh gạch")
    desk.type("Chị Diệu: vội lắm, hỏi giá liền").type("Niềm nở, hỏi thăm lại")
    desk.type("Chị Hoa vải")
    assert desk.notes() == []


def test_a_name_and_a_note_behind_new_create_the_customer_with_its_note(tmp_path: Path) -> None:
    desk = Desk(tmp_path).type("/new").type("Chị Lan Q7: vội lắm, hỏi giá liền, giục mãi")
    assert desk.customers() == ["Chị Lan Q7"]
    assert [of for of, _text in desk.notes()] == ["Chị Lan Q7"]


def test_after_a_note_behind_new_the_next_note_is_no_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path).type("/new").type("Chị Lan Q7: vội lắm, hỏi giá liền, giục mãi")
    desk.type("khách nhìn đồng hồ hoài, biểu nói lẹ lên")
    assert desk.customers() == ["Chị Lan Q7"]
    assert len(desk.notes()) == 2
