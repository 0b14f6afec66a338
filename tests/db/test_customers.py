"""Customers: adding, finding and listing only those a person may see."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.customers import (
    Closeness,
    Customer,
    add_customer,
    find_customers,
    get_customer,
    mark_used,
    recent_customers,
    remove_unused,
)
from db.evidence import (
    confirm,
    save_answer,
    start_interview,
    withdraw_answer,
    withdraw_confirmation,
)
from db.models import CustomerRow, InterviewRow
from db.people import Person

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def keep(session: Session, person: Person, *names: str) -> list[Customer]:
    """Customers of a person, one a minute; the id is the name without capitals and spaces."""
    customers = [Customer(id=name.lower().replace(" ", "-"), name=name) for name in names]
    for number, customer in enumerate(customers):
        add_customer(session, customer, owner_id=person.id, now=NOW + number * MINUTE)
    return customers


def found(session: Session, person: Person, typed: str, limit: int = 5) -> list[str]:
    matches = find_customers(session, person, typed, limit=limit)
    return [match.customer.name for match in matches]


def closeness(session: Session, person: Person, typed: str) -> dict[str, Closeness]:
    matches = find_customers(session, person, typed, limit=10)
    return {match.customer.name: match.closeness for match in matches}


def names(customers: list[Customer]) -> list[str]:
    return [customer.name for customer in customers]


class TestSeeing:
    """Who may see a customer, in each of the queries."""

    def test_a_rep_gets_a_customer_of_their_own(self, session: Session, rep: Person) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert get_customer(session, rep, hung.id) == hung

    def test_an_owner_gets_the_customer_of_a_rep(
        self, session: Session, owner: Person, rep: Person
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert get_customer(session, owner, hung.id) == hung

    def test_a_manager_gets_a_customer_of_their_own(
        self, session: Session, manager: Person
    ) -> None:
        [hung] = keep(session, manager, "Hùng")
        assert get_customer(session, manager, hung.id) == hung

    def test_a_rep_does_not_get_the_customer_of_another(
        self, session: Session, rep: Person, other_rep: Person
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert get_customer(session, other_rep, hung.id) is None

    def test_a_manager_does_not_get_the_customer_of_a_rep(
        self, session: Session, manager: Person, rep: Person
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert get_customer(session, manager, hung.id) is None

    def test_a_customer_that_does_not_exist_is_none(self, session: Session, owner: Person) -> None:
        assert get_customer(session, owner, "nobody") is None

    def test_an_owner_finds_the_customers_of_all(
        self, session: Session, owner: Person, rep: Person, other_rep: Person
    ) -> None:
        keep(session, rep, "Hùng Anh")
        keep(session, other_rep, "Hùng Em")
        assert sorted(found(session, owner, "Hùng")) == ["Hùng Anh", "Hùng Em"]

    def test_a_rep_finds_only_their_own(
        self, session: Session, rep: Person, other_rep: Person
    ) -> None:
        keep(session, rep, "Hùng Anh")
        keep(session, other_rep, "Hùng Em")
        assert found(session, rep, "Hùng") == ["Hùng Anh"]

    def test_a_manager_finds_only_their_own(
        self, session: Session, manager: Person, rep: Person
    ) -> None:
        keep(session, rep, "Hùng Anh")
        keep(session, manager, "Hùng Em")
        assert found(session, manager, "Hùng") == ["Hùng Em"]

    def test_an_owner_lists_the_customers_of_all(
        self, session: Session, owner: Person, rep: Person, other_rep: Person
    ) -> None:
        keep(session, rep, "Hùng")
        keep(session, other_rep, "Mai")
        listed = recent_customers(session, owner, limit=5)
        assert sorted(names(listed)) == ["Hùng", "Mai"]

    def test_a_rep_lists_only_their_own(
        self, session: Session, rep: Person, other_rep: Person
    ) -> None:
        keep(session, rep, "Hùng")
        keep(session, other_rep, "Mai")
        assert names(recent_customers(session, rep, limit=5)) == ["Hùng"]

    def test_a_manager_lists_only_their_own(
        self, session: Session, manager: Person, rep: Person
    ) -> None:
        keep(session, rep, "Hùng")
        keep(session, manager, "Mai")
        assert names(recent_customers(session, manager, limit=5)) == ["Mai"]

    @pytest.mark.parametrize("role", ["", "Owner", "admin"])
    def test_an_unknown_role_sees_only_its_own(
        self, session: Session, rep: Person, role: str
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        stranger = Person(id="stranger", role=role, language="vi")
        assert get_customer(session, stranger, hung.id) is None

    def test_an_owner_removes_the_unused_customer_of_a_rep(
        self, session: Session, owner: Person, rep: Person
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert remove_unused(session, owner, hung.id)

    def test_a_rep_does_not_remove_the_customer_of_another(
        self, session: Session, rep: Person, other_rep: Person
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert not remove_unused(session, other_rep, hung.id)
        assert get_customer(session, rep, hung.id) == hung

    def test_a_manager_does_not_remove_the_customer_of_a_rep(
        self, session: Session, manager: Person, rep: Person
    ) -> None:
        [hung] = keep(session, rep, "Hùng")
        assert not remove_unused(session, manager, hung.id)


class TestFinding:
    """How close a found name is to the typed one."""

    def test_the_typed_name_is_the_same(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Nguyễn Văn Hùng")
        assert closeness(session, rep, "nguyễn văn hùng") == {"Nguyễn Văn Hùng": "same"}

    def test_a_name_typed_without_accents_is_the_same(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Đặng Hùng")
        assert closeness(session, rep, "dang hung") == {"Đặng Hùng": "same"}

    def test_a_name_with_other_accents_is_plain(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Hưng")
        assert closeness(session, rep, "Hùng") == {"Hưng": "plain"}

    def test_a_name_stored_without_accents_is_plain(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Hung")
        assert closeness(session, rep, "Hùng") == {"Hung": "plain"}

    def test_hung_with_one_accent_is_never_hung_with_the_other(
        self, session: Session, rep: Person
    ) -> None:
        keep(session, rep, "Hưng", "Hùng")
        assert closeness(session, rep, "Hùng") == {"Hùng": "same", "Hưng": "plain"}

    def test_d_without_the_bar_finds_d_with_it(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Đỗ Đạt")
        assert closeness(session, rep, "Do Dat") == {"Đỗ Đạt": "same"}

    def test_d_with_the_bar_is_not_the_same_as_without(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Dan")
        assert closeness(session, rep, "Đan") == {"Dan": "plain"}

    def test_a_name_with_a_slip_is_near(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Nguyễn Thị Phương")
        assert closeness(session, rep, "Nguyễn Thị Phưong Anh") == {"Nguyễn Thị Phương": "near"}

    def test_a_given_name_is_near_the_whole_name(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Nguyễn Thị Hồng Nhung")
        assert closeness(session, rep, "Nhung") == {"Nguyễn Thị Hồng Nhung": "near"}

    def test_another_name_is_not_found(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Nguyễn Thị Phương")
        assert found(session, rep, "Quốc") == []

    @pytest.mark.parametrize("stored", ["NFC", "NFD"])
    @pytest.mark.parametrize("typed", ["NFC", "NFD"])
    def test_composed_and_decomposed_letters_are_the_same(
        self, session: Session, rep: Person, stored: str, typed: str
    ) -> None:
        name = unicodedata.normalize(stored, "Hồng Đức")  # type: ignore[arg-type]
        keep(session, rep, name)
        wanted = unicodedata.normalize(typed, "Hồng Đức")  # type: ignore[arg-type]
        assert closeness(session, rep, wanted) == {name: "same"}

    @pytest.mark.parametrize("typed", ["", "   ", "?!…", "😀", "%", "\n"])
    def test_nothing_typed_finds_nobody(self, session: Session, rep: Person, typed: str) -> None:
        keep(session, rep, "Hùng")
        assert found(session, rep, typed) == []

    @pytest.mark.parametrize("typed", ["%", "H_ng", "'; DROP TABLE customers; --", '"'])
    def test_signs_of_a_query_language_mean_nothing(
        self, session: Session, rep: Person, typed: str
    ) -> None:
        keep(session, rep, "Lan")
        assert found(session, rep, typed) == []

    def test_nobody_is_found_where_there_is_nobody(self, session: Session, rep: Person) -> None:
        assert found(session, rep, "Hùng") == []

    def test_the_closest_comes_first(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Hùng", "Hưng", "Hùng Anh")
        assert found(session, rep, "Hùng") == ["Hùng", "Hưng", "Hùng Anh"]

    def test_of_equal_names_the_one_used_last_comes_first(
        self, session: Session, rep: Person
    ) -> None:
        for number in range(3):
            customer = Customer(id=f"c{number}", name="Hùng")
            add_customer(session, customer, owner_id=rep.id, now=NOW + number * MINUTE)
        matches = find_customers(session, rep, "Hùng", limit=5)
        assert [match.customer.id for match in matches] == ["c2", "c1", "c0"]

    def test_no_more_than_the_limit_are_found(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Hùng", "Hùng Anh", "Hùng Em")
        assert len(found(session, rep, "Hùng", limit=2)) == 2

    def test_the_same_name_is_found_behind_more_plain_ones_than_the_limit(
        self, session: Session, rep: Person
    ) -> None:
        keep(session, rep, "Hùng", "Hưng", "Hứng", "Hừng")
        assert found(session, rep, "Hùng", limit=1) == ["Hùng"]


class TestListing:
    """The customers used last."""

    def test_the_one_used_last_comes_first(self, session: Session, rep: Person) -> None:
        keep(session, rep, "An", "Bình", "Chi")
        assert names(recent_customers(session, rep, limit=5)) == ["Chi", "Bình", "An"]

    def test_using_a_customer_moves_them_to_the_top(self, session: Session, rep: Person) -> None:
        an, *_ = keep(session, rep, "An", "Bình", "Chi")
        mark_used(session, rep, an.id, NOW + 10 * MINUTE)
        assert names(recent_customers(session, rep, limit=5)) == ["An", "Chi", "Bình"]

    def test_using_a_customer_leaves_the_others_where_they_were(
        self, session: Session, rep: Person
    ) -> None:
        _, binh, _ = keep(session, rep, "An", "Bình", "Chi")
        mark_used(session, rep, binh.id, NOW + 10 * MINUTE)
        assert names(recent_customers(session, rep, limit=5)) == ["Bình", "Chi", "An"]

    def test_customers_of_the_same_moment_have_a_fixed_order(
        self, session: Session, rep: Person
    ) -> None:
        for customer_id in ("b", "c", "a"):
            customer = Customer(id=customer_id, name="Hùng")
            add_customer(session, customer, owner_id=rep.id, now=NOW)
        listed = recent_customers(session, rep, limit=5)
        assert [customer.id for customer in listed] == ["a", "b", "c"]

    def test_a_page_goes_on_where_the_last_one_stopped(self, session: Session, rep: Person) -> None:
        keep(session, rep, "An", "Bình", "Chi", "Dung", "Em")
        pages = [recent_customers(session, rep, limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [names(page) for page in pages] == [["Em", "Dung"], ["Chi", "Bình"], ["An"]]

    def test_a_page_behind_the_last_one_is_empty(self, session: Session, rep: Person) -> None:
        keep(session, rep, "An")
        assert recent_customers(session, rep, limit=2, offset=2) == []

    def test_nobody_is_listed_where_there_is_nobody(self, session: Session, rep: Person) -> None:
        assert recent_customers(session, rep, limit=5) == []


class TestAdding:
    """Keeping a new customer."""

    def test_a_name_is_kept_as_it_was_typed(self, session: Session, rep: Person) -> None:
        keep(session, rep, "  chị Hồng (Q.1) ")
        assert names(recent_customers(session, rep, limit=1)) == ["  chị Hồng (Q.1) "]

    def test_a_customer_belongs_to_a_person_who_exists(self, session: Session) -> None:
        stranger = Person(id="nobody", role="rep", language="vi")
        with pytest.raises(IntegrityError):
            keep(session, stranger, "Hùng")

    def test_an_id_is_used_once(self, session: Session, rep: Person) -> None:
        keep(session, rep, "Hùng")
        session.expunge_all()
        with pytest.raises(IntegrityError):
            keep(session, rep, "Hùng")

    def test_a_failure_does_not_tell_the_name(self, session: Session) -> None:
        stranger = Person(id="nobody", role="rep", language="vi")
        with pytest.raises(IntegrityError) as failure:
            keep(session, stranger, "Hồng Nhung")
        assert "nhung" not in str(failure.value).lower()

    def test_what_is_not_committed_is_not_kept(self, database: Engine, rep: Person) -> None:
        with Session(database) as session:
            keep(session, rep, "Hùng")
        with Session(database) as session:
            assert recent_customers(session, rep, limit=5) == []


class TestRemoving:
    """Taking back a customer just created."""

    @pytest.fixture
    def hung(self, session: Session, rep: Person) -> Customer:
        [customer] = keep(session, rep, "Hùng")
        return customer

    @pytest.fixture
    def interview(self, session: Session, rep: Person, hung: Customer) -> str:
        start_interview(session, "i1", customer_id=hung.id, person_id=rep.id, now=NOW)
        return "i1"

    def test_an_unused_customer_is_gone(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        assert remove_unused(session, rep, hung.id)
        assert get_customer(session, rep, hung.id) is None

    def test_only_that_customer_is_gone(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        [mai] = keep(session, rep, "Mai")
        remove_unused(session, rep, hung.id)
        assert recent_customers(session, rep, limit=5) == [mai]

    def test_a_customer_is_removed_once(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        remove_unused(session, rep, hung.id)
        assert not remove_unused(session, rep, hung.id)

    def test_an_interview_without_answers_goes_with_its_customer(
        self, session: Session, rep: Person, hung: Customer, interview: str
    ) -> None:
        assert remove_unused(session, rep, hung.id)
        assert session.scalar(select(func.count()).select_from(InterviewRow)) == 0

    def test_the_interviews_of_others_stay(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        [mai] = keep(session, rep, "Mai")
        start_interview(session, "i2", customer_id=mai.id, person_id=rep.id, now=NOW)
        remove_unused(session, rep, hung.id)
        assert session.get(InterviewRow, "i2") is not None

    def test_the_answers_of_others_do_not_matter(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        [mai] = keep(session, rep, "Mai")
        start_interview(session, "i2", customer_id=mai.id, person_id=rep.id, now=NOW)
        save_answer(session, interview_id="i2", number=1, question_id="q1", answer_id="a", now=NOW)
        assert remove_unused(session, rep, hung.id)

    @pytest.mark.parametrize("answer_id", ["a", None])
    def test_a_customer_with_an_answer_or_a_skip_stays(
        self, session: Session, rep: Person, hung: Customer, interview: str, answer_id: str | None
    ) -> None:
        save_answer(
            session,
            interview_id=interview,
            number=1,
            question_id="q1",
            answer_id=answer_id,
            now=NOW,
        )
        assert not remove_unused(session, rep, hung.id)
        assert get_customer(session, rep, hung.id) == hung

    def test_a_customer_whose_answer_was_taken_back_stays(
        self, session: Session, rep: Person, hung: Customer, interview: str
    ) -> None:
        save_answer(
            session, interview_id=interview, number=1, question_id="q1", answer_id="a", now=NOW
        )
        withdraw_answer(session, interview_id=interview, number=1, now=NOW)
        assert not remove_unused(session, rep, hung.id)

    def test_a_confirmed_customer_stays(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        _confirm(session, rep, hung)
        assert not remove_unused(session, rep, hung.id)
        assert get_customer(session, rep, hung.id) == hung

    def test_a_customer_whose_confirmation_was_taken_back_stays(
        self, session: Session, rep: Person, hung: Customer
    ) -> None:
        _confirm(session, rep, hung)
        withdraw_confirmation(session, customer_id=hung.id, now=NOW)
        assert not remove_unused(session, rep, hung.id)

    def test_the_row_is_really_deleted(self, session: Session, rep: Person, hung: Customer) -> None:
        remove_unused(session, rep, hung.id)
        assert session.scalar(select(func.count()).select_from(CustomerRow)) == 0


def _confirm(session: Session, person: Person, customer: Customer) -> None:
    confirm(
        session,
        customer_id=customer.id,
        person_id=person.id,
        group=3,
        shown_group=3,
        shown_probability=0.8,
        now=NOW,
    )


class TestFindingTheOneMeant:
    """What the exact spelling decides, however many others are as near."""

    def test_the_same_name_is_found_behind_many_plain_ones(
        self, session: Session, rep: Person
    ) -> None:
        add_customer(session, Customer(id="c", name="Hùng"), owner_id=rep.id, now=NOW)
        for number in range(21):
            later = NOW + timedelta(minutes=1 + number)
            customer = Customer(id=f"c{number}", name="Hưng")
            add_customer(session, customer, owner_id=rep.id, now=later)
        assert find_customers(session, rep, "Hùng", limit=5)[0].closeness == "same"

    @pytest.mark.parametrize(("stored", "typed"), [("Hòa", "Hoà"), ("Chị Thuý", "chị thúy")])
    def test_two_spellings_of_one_tone_are_the_same_name(
        self, session: Session, rep: Person, stored: str, typed: str
    ) -> None:
        add_customer(session, Customer(id="c", name=stored), owner_id=rep.id, now=NOW)
        assert find_customers(session, rep, typed, limit=5)[0].closeness == "same"

    def test_a_short_name_inside_another_word_is_another_name(
        self, session: Session, rep: Person
    ) -> None:
        add_customer(session, Customer(id="c", name="Anh Khánh"), owner_id=rep.id, now=NOW)
        assert find_customers(session, rep, "An", limit=5) == []

    def test_somebody_else_cannot_move_a_customer_to_the_top(
        self, session: Session, rep: Person, other_rep: Person
    ) -> None:
        for number in (1, 2):
            customer = Customer(id=f"c{number}", name=f"Khách {number}")
            later = NOW + timedelta(minutes=number)
            add_customer(session, customer, owner_id=rep.id, now=later)
        mark_used(session, other_rep, "c1", NOW + timedelta(hours=1))
        assert recent_customers(session, rep, limit=1)[0].id == "c2"
