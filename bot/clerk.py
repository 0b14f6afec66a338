"""Carries out the dialogue's effects: looks things up and writes facts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.effects import (
    Asking,
    CreateCustomer,
    FindCustomers,
    ListCustomers,
    LoadProfile,
    NoteRefusal,
    RedeemInvite,
    RemoveCustomer,
    SaveAnswer,
    SaveConfirmation,
    SetLanguage,
    StartInterview,
    Telling,
    WithdrawAnswer,
    WithdrawConfirmation,
)
from bot.dialogue.events import (
    CustomerRemoved,
    CustomersFound,
    CustomersListed,
    FromDatabase,
    InviteChecked,
    Match,
    ProfileLoaded,
)
from bot.dialogue.profile import Answered, Customer, Profile
from db import customers, evidence, people

PAGE = 5  # customers shown at once


@dataclass(kw_only=True)
class Clerk:
    """Works for one message, inside one transaction, for one person (None: unknown)."""

    session: Session
    transport: str
    external_id: str
    now: datetime
    language: str
    person: people.Person | None = None
    new_person_id: str = ""

    def look_up(self, effect: Asking) -> FromDatabase:
        """The database's answer to an effect that asks."""
        match effect:
            case RedeemInvite():
                return self._redeem(effect.code)
            case FindCustomers():
                return self._find(effect.typed)
            case ListCustomers():
                return self._list(effect)
            case LoadProfile():
                profile = self._load(effect.customer_id)
                return ProfileLoaded(
                    customer_id=effect.customer_id, profile=profile, then=effect.then
                )
            case RemoveCustomer():
                person = self._admitted()
                removed = customers.remove_unused(self.session, person, effect.customer.id)
                return CustomerRemoved(customer=effect.customer, removed=removed)

    def write(self, effect: Telling) -> None:
        """Writes what an effect tells."""
        match effect:
            case NoteRefusal():
                people.note_refused_attempt(self.session, self.now)
            case SetLanguage():
                people.set_language(self.session, self._admitted().id, effect.language)
                self.language = effect.language
            case CreateCustomer():
                customer = customers.Customer(id=effect.customer.id, name=effect.customer.name)
                owner_id = self._admitted().id
                customers.add_customer(self.session, customer, owner_id=owner_id, now=self.now)
            case _:
                self._write_evidence(effect)

    def _write_evidence(
        self,
        effect: StartInterview
        | SaveAnswer
        | WithdrawAnswer
        | SaveConfirmation
        | WithdrawConfirmation,
    ) -> None:
        person_id = self._admitted().id
        match effect:
            case StartInterview():
                evidence.start_interview(
                    self.session,
                    effect.interview_id,
                    customer_id=effect.customer_id,
                    person_id=person_id,
                    now=self.now,
                )
            case SaveAnswer():
                evidence.save_answer(
                    self.session,
                    interview_id=effect.interview_id,
                    number=effect.number,
                    question_id=effect.question_id,
                    answer_id=effect.answer_id,
                    now=self.now,
                )
            case WithdrawAnswer():
                evidence.withdraw_answer(
                    self.session,
                    interview_id=effect.interview_id,
                    number=effect.number,
                    now=self.now,
                )
            case SaveConfirmation():
                self._confirm(effect, person_id)
            case WithdrawConfirmation():
                evidence.withdraw_confirmation(
                    self.session, customer_id=effect.customer_id, now=self.now
                )

    def _confirm(self, effect: SaveConfirmation, person_id: str) -> None:
        evidence.confirm(
            self.session,
            customer_id=effect.customer_id,
            person_id=person_id,
            group=effect.group,
            shown_group=effect.shown_group,
            shown_probability=effect.shown_probability,
            now=self.now,
        )

    def _admitted(self) -> people.Person:
        if self.person is None:
            raise PermissionError("an effect for an unknown person")
        return self.person

    def _redeem(self, code: str) -> InviteChecked:
        role = people.open_invite_role(self.session, code, self.now)
        if role is None or self.person is not None:  # known, but of a role that may do nothing
            return InviteChecked(role=None)
        person = people.Person(id=self.new_person_id, role=role, language=self.language)
        people.add_person(
            self.session,
            person,
            transport=self.transport,
            external_id=self.external_id,
            now=self.now,
        )
        if not people.use_invite(self.session, code, person_id=person.id, now=self.now):
            raise InviteLostError
        self.person = person
        return InviteChecked(role=role)

    def _find(self, typed: str) -> CustomersFound:
        found = customers.find_customers(self.session, self._admitted(), typed, limit=PAGE)
        matches = tuple(
            Match(customer=_customer(one.customer), closeness=one.closeness) for one in found
        )
        return CustomersFound(typed=typed, matches=matches)

    def _list(self, effect: ListCustomers) -> CustomersListed:
        rows = customers.recent_customers(
            self.session, self._admitted(), limit=PAGE + 1, offset=effect.page * PAGE
        )
        return CustomersListed(
            page=effect.page,
            customers=tuple(_customer(row) for row in rows[:PAGE]),
            has_more=len(rows) > PAGE,
            greeting=effect.greeting,
        )

    def _load(self, customer_id: str) -> Profile | None:
        person = self._admitted()
        customer = customers.get_customer(self.session, person, customer_id)
        if customer is None:
            return None
        customers.mark_used(self.session, person, customer_id, self.now)
        return load_profile(self.session, customer, person.id)


class InviteLostError(Exception):
    """Someone else used the invite in the same moment: the step is to be done again."""


def load_profile(session: Session, customer: customers.Customer, person_id: str) -> Profile:
    """All standing facts about a customer, as the dialogue knows them."""
    confirmed = evidence.latest_confirmation(session, customer.id)
    return Profile(
        customer=_customer(customer),
        answers=tuple(
            Answered(
                interview_id=fact.interview_id,
                number=fact.number,
                question_id=fact.question_id,
                answer_id=fact.answer_id,
            )
            for fact in evidence.standing_answers(session, customer.id)
        ),
        confirmed=confirmed.group if confirmed else None,
        interview_id=evidence.latest_interview(session, customer.id, person_id),
    )


def _customer(row: customers.Customer) -> Customer:
    return Customer(id=row.id, name=row.name)
