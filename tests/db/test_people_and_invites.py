"""People: who is admitted, by which invite, and what is kept of those who are not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.models import IdentityRow, InviteRow, PersonRow, RefusedAttemptRow
from db.people import (
    ROLES,
    Person,
    add_invite,
    add_person,
    find_person,
    hash_code,
    note_refused_attempt,
    open_invite_role,
    set_language,
    use_invite,
)
from tests.db.together import twice_at_once

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
A_MOMENT = timedelta(microseconds=1)
CODE = "a-secret-code"
LAN = Person(id="lan", role="rep", language="vi")
MINH = Person(id="minh", role="rep", language="en")
BOTH = (LAN, MINH)


def admit(session: Session, person: Person, *, transport: str = "telegram") -> None:
    add_person(session, person, transport=transport, external_id=f"{person.id}-1", now=NOW)


def invite(session: Session, role: str = "rep") -> None:
    add_invite(session, CODE, role=role, now=NOW, expires_at=NOW + A_DAY)


class TestIdentities:
    """Who somebody on a transport is."""

    def test_an_admitted_person_is_found(self, session: Session) -> None:
        admit(session, LAN)
        assert find_person(session, "telegram", "lan-1") == LAN

    def test_nobody_is_found_by_an_unknown_identity(self, session: Session) -> None:
        admit(session, LAN)
        assert find_person(session, "telegram", "minh-1") is None

    def test_an_identity_of_one_transport_is_not_known_on_another(self, session: Session) -> None:
        admit(session, LAN)
        assert find_person(session, "terminal", "lan-1") is None

    def test_the_same_external_id_on_two_transports_is_two_people(self, session: Session) -> None:
        add_person(session, LAN, transport="telegram", external_id="7", now=NOW)
        add_person(session, MINH, transport="terminal", external_id="7", now=NOW)
        assert find_person(session, "terminal", "7") == MINH

    def test_a_person_with_two_identities_is_found_by_either(self, session: Session) -> None:
        admit(session, LAN)
        session.add(IdentityRow(transport="terminal", external_id="here", person_id="lan"))
        found = [
            find_person(session, *one) for one in (("telegram", "lan-1"), ("terminal", "here"))
        ]
        assert found == [LAN, LAN]

    def test_an_identity_belongs_to_one_person(self, session: Session) -> None:
        add_person(session, LAN, transport="telegram", external_id="7", now=NOW)
        with pytest.raises(IntegrityError):
            add_person(session, MINH, transport="telegram", external_id="7", now=NOW)

    def test_two_people_taking_one_identity_at_once_leave_one(self, database: Engine) -> None:
        def take(number: int) -> bool:
            try:
                with Session(database) as session, session.begin():
                    person = BOTH[number]
                    add_person(session, person, transport="telegram", external_id="7", now=NOW)
            except IntegrityError:
                return False
            return True

        assert sorted(twice_at_once(take)) == [False, True]
        with Session(database) as session:
            assert len(session.scalars(select(PersonRow)).all()) == 1

    def test_the_moment_of_admission_is_kept(self, session: Session) -> None:
        admit(session, LAN)
        assert session.scalar(select(PersonRow.created_at)) == NOW

    def test_a_chosen_language_is_kept(self, session: Session) -> None:
        admit(session, LAN)
        set_language(session, LAN.id, "en")
        assert find_person(session, "telegram", "lan-1") == Person(
            id="lan", role="rep", language="en"
        )

    def test_a_chosen_language_is_that_of_one_person(self, session: Session) -> None:
        admit(session, LAN)
        admit(session, MINH)
        set_language(session, LAN.id, "xx")
        assert find_person(session, "telegram", "minh-1") == MINH


class TestInvites:
    """A code admits one person, once, for a time."""

    @pytest.mark.parametrize("role", ROLES)
    def test_an_open_invite_tells_its_role(self, session: Session, role: str) -> None:
        invite(session, role)
        assert open_invite_role(session, CODE, NOW) == role

    @pytest.mark.parametrize("role", ["", "boss", "Owner"])
    def test_an_invite_for_an_unknown_role_is_refused(self, session: Session, role: str) -> None:
        with pytest.raises(ValueError, match="unknown role"):
            invite(session, role)

    @pytest.mark.parametrize("typed", ["", "another", CODE.upper(), hash_code(CODE)])
    def test_another_code_opens_nothing(self, session: Session, typed: str) -> None:
        invite(session)
        assert open_invite_role(session, typed, NOW) is None

    @pytest.mark.parametrize("typed", ["", "another", CODE.upper(), hash_code(CODE)])
    def test_another_code_is_not_used(self, session: Session, typed: str) -> None:
        invite(session)
        admit(session, LAN)
        assert not use_invite(session, typed, person_id=LAN.id, now=NOW)

    def test_the_code_itself_is_not_kept(self, session: Session) -> None:
        invite(session)
        row = session.scalars(select(InviteRow)).one()
        assert CODE not in [getattr(row, column.key) for column in inspect(InviteRow).columns]

    def test_an_invite_is_used(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        assert use_invite(session, CODE, person_id=LAN.id, now=NOW)

    def test_a_used_invite_tells_who_used_it_and_when(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        use_invite(session, CODE, person_id=LAN.id, now=NOW)
        session.expire_all()
        row = session.scalars(select(InviteRow)).one()
        assert (row.used_by, row.used_at) == (LAN.id, NOW)

    def test_a_used_invite_is_closed(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        use_invite(session, CODE, person_id=LAN.id, now=NOW)
        assert open_invite_role(session, CODE, NOW) is None

    def test_an_invite_is_used_once(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        admit(session, MINH)
        use_invite(session, CODE, person_id=LAN.id, now=NOW)
        assert not use_invite(session, CODE, person_id=MINH.id, now=NOW)

    def test_the_second_use_does_not_change_who_was_first(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        admit(session, MINH)
        use_invite(session, CODE, person_id=LAN.id, now=NOW)
        use_invite(session, CODE, person_id=MINH.id, now=NOW)
        assert session.scalar(select(InviteRow.used_by)) == LAN.id

    def test_an_invite_is_open_until_it_expires(self, session: Session) -> None:
        invite(session)
        assert open_invite_role(session, CODE, NOW + A_DAY - A_MOMENT) == "rep"

    def test_an_expired_invite_is_closed(self, session: Session) -> None:
        invite(session)
        assert open_invite_role(session, CODE, NOW + A_DAY) is None

    def test_an_invite_is_used_until_it_expires(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        assert use_invite(session, CODE, person_id=LAN.id, now=NOW + A_DAY - A_MOMENT)

    def test_an_expired_invite_is_not_used(self, session: Session) -> None:
        invite(session)
        admit(session, LAN)
        assert not use_invite(session, CODE, person_id=LAN.id, now=NOW + A_DAY)

    def test_using_one_invite_leaves_the_others_open(self, session: Session) -> None:
        invite(session)
        add_invite(session, "another", role="manager", now=NOW, expires_at=NOW + A_DAY)
        admit(session, LAN)
        use_invite(session, CODE, person_id=LAN.id, now=NOW)
        assert open_invite_role(session, "another", NOW) == "manager"

    def test_a_code_is_added_once(self, session: Session) -> None:
        invite(session)
        session.expunge_all()
        with pytest.raises(IntegrityError):
            invite(session)

    def test_an_invite_is_used_by_a_person_who_exists(self, session: Session) -> None:
        invite(session)
        with pytest.raises(IntegrityError):
            use_invite(session, CODE, person_id="nobody", now=NOW)

    def test_of_two_people_with_the_same_code_exactly_one_is_admitted(
        self, database: Engine
    ) -> None:
        with Session(database) as session, session.begin():
            invite(session)

        def redeem(number: int) -> bool:
            with Session(database) as session, session.begin():
                admit(session, BOTH[number])
                return use_invite(session, CODE, person_id=BOTH[number].id, now=NOW)

        assert sorted(twice_at_once(redeem)) == [False, True]

    def test_of_two_people_who_both_saw_it_open_exactly_one_is_admitted(
        self, postgresql: Engine
    ) -> None:
        with Session(postgresql) as session, session.begin():
            invite(session)
            admit(session, LAN)
            admit(session, MINH)
        with Session(postgresql) as first, Session(postgresql) as second:
            assert open_invite_role(first, CODE, NOW) == open_invite_role(second, CODE, NOW)
            assert use_invite(first, CODE, person_id=LAN.id, now=NOW)
            with ThreadPoolExecutor(1) as thread:
                waiting = thread.submit(use_invite, second, CODE, person_id=MINH.id, now=NOW)
                first.commit()
                assert waiting.result() is False

    def test_an_invite_is_open_again_when_the_first_to_use_it_gives_up(
        self, database: Engine
    ) -> None:
        with Session(database) as session, session.begin():
            invite(session)
            admit(session, LAN)
        with Session(database) as session:
            use_invite(session, CODE, person_id=LAN.id, now=NOW)
            session.rollback()
        with Session(database) as session:
            assert use_invite(session, CODE, person_id=LAN.id, now=NOW)


class TestRefusals:
    """What is kept of somebody who was not admitted."""

    def test_a_refusal_keeps_its_moment(self, session: Session) -> None:
        note_refused_attempt(session, NOW)
        assert session.scalars(select(RefusedAttemptRow.at)).all() == [NOW]

    def test_every_refusal_is_kept(self, session: Session) -> None:
        note_refused_attempt(session, NOW)
        note_refused_attempt(session, NOW)
        assert len(session.scalars(select(RefusedAttemptRow)).all()) == 2

    def test_a_refusal_keeps_nothing_but_its_moment(self, session: Session) -> None:
        columns = inspect(session.connection()).get_columns("refused_attempts")
        assert {column["name"] for column in columns} == {"id", "at"}
