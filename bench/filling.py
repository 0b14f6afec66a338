"""Invents customers of one rep, and fills databases with them."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from bot.dialogue.profile import Answered, Customer, Profile
from db.models import AnswerRow, CustomerRow, IdentityRow, InterviewRow, PersonRow
from db.names import plain
from personas.model import Bank

REP = "rep"
TRANSPORT = "bench"
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TITLES = ("Anh", "Chị", "Cô", "Chú", "Bác", "Em", "Thầy", "Ông")
GIVEN = """
An Bình Châu Chi Cúc Cường Dũng Dương Đào Đạt Đức Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hùng
Hương Khánh Khoa Kiên Lan Liên Linh Loan Long Mai Minh My Nam Nga Ngân Nghĩa Ngọc Nhung Oanh
Phát Phong Phúc Phương Quang Quân Quỳnh Sơn Tâm Tân Thảo Thanh Thắng Thịnh Thu Thủy Tiến
Trang Trung Tú Tuấn Tùng Vân Việt Vinh Vũ Xuân Yến
"""
PLACES = """
tiệm gạch, quán phở, nhà thuốc, xưởng mộc, trường mầm non, phòng khám, tiệm vải, tạp hóa,
quán cà phê, tiệm vàng, shop hoa, nhà hàng, công ty may, trại gà, tiệm sách, spa, gara ô tô
"""


def invented_names(count: int, seed: int) -> list[str]:
    """Different names as reps write them: a title, a given name and where the customer works."""
    given, places = GIVEN.split(), [place.strip() for place in PLACES.split(",")]
    everyone = [f"{title} {name} {place}" for title in TITLES for name in given for place in places]
    return random.Random(seed).sample(everyone, count)


def invented_profiles(
    names: Sequence[str], bank: Bank, *, answers: int, seed: int
) -> list[Profile]:
    """One profile per name, with that many random answers in one interview."""
    chance = random.Random(seed)
    return [_profile(name, bank, answers, chance) for name in names]


def _profile(name: str, bank: Bank, answers: int, chance: random.Random) -> Profile:
    interview_id = f"{chance.getrandbits(64):016x}" if answers else None
    asked = enumerate(chance.sample(bank.questions, answers), start=1)
    return Profile(
        customer=Customer(id=f"{chance.getrandbits(64):016x}", name=name),
        interview_id=interview_id,
        answers=tuple(
            Answered(
                interview_id=interview_id or "",
                number=number,
                question_id=question.id,
                answer_id=chance.choice(question.answers).id,
            )
            for number, question in asked
        ),
    )


def admit_rep(engine: Engine) -> None:
    """Adds the rep who talks in the measurements."""
    person = {"id": REP, "role": "rep", "language": "vi", "created_at": START}
    identity = {"transport": TRANSPORT, "external_id": REP, "person_id": REP}
    with Session(engine) as session, session.begin():
        session.execute(insert(PersonRow).values(**person))
        session.execute(insert(IdentityRow).values(**identity))


def store(engine: Engine, profiles: Sequence[Profile]) -> None:
    """Writes the customers with all their answers."""
    tables = (
        (CustomerRow, map(_customer, profiles)),
        (InterviewRow, (_interview(one) for one in profiles if one.interview_id)),
        (AnswerRow, (_answer(fact) for one in profiles for fact in one.answers)),
    )
    with Session(engine) as session, session.begin():
        for table, values in tables:
            written = list(values)
            if written:
                session.execute(insert(table), written)


def ids_of(profiles: Iterable[Profile]) -> list[str]:
    """The ids of the profiles' customers."""
    return [profile.customer.id for profile in profiles]


def _customer(profile: Profile) -> dict[str, object]:
    customer = profile.customer
    return {
        "id": customer.id,
        "name": customer.name,
        "name_plain": plain(customer.name),
        "owner_id": REP,
        "created_at": START,
        "used_at": START + timedelta(seconds=int(customer.id[:4], 16)),
    }


def _interview(profile: Profile) -> dict[str, object]:
    interview = {"id": profile.interview_id, "customer_id": profile.customer.id}
    return {**interview, "person_id": REP, "started_at": START}


def _answer(fact: Answered) -> dict[str, object]:
    what = {"question_id": fact.question_id, "answer_id": fact.answer_id}
    return {"interview_id": fact.interview_id, "number": fact.number, **what, "at": START}
