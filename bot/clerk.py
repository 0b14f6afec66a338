"""Carries out the dialogue's effects: looks things up, has facts written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot import recording
from bot.counting import count_hits
from bot.dialogue.effects import (
    Asking,
    CreateCustomer,
    FindCustomers,
    ListCustomers,
    LoadHits,
    LoadProfile,
    NoteRefusal,
    RedeemInvite,
    RemoveCustomer,
    SaveConfirmation,
    SaveJudgement,
    SetLanguage,
    Telling,
    WithdrawConfirmation,
)
from bot.dialogue.events import (
    CustomerRemoved,
    CustomersFound,
    CustomersListed,
    FromDatabase,
    HitsLoaded,
    InviteChecked,
    Match,
    ProfileLoaded,
)
from bot.dialogue.profile import Customer, Profile
from bot.dialogue.world import Knowledge
from bot.profiles import load_profile
from db import customers, people

PAGE = 5  # customers shown at once
JUDGEMENTS = (SaveConfirmation, WithdrawConfirmation, SaveJudgement)  # what can be learned from


@dataclass(kw_only=True)
class Clerk:
    """Works for one message, inside one transaction, for one person (None: unknown)."""

    session: Session
    transport: str
    external_id: str
    now: datetime
    language: str
    knowledge: Knowledge
    person: people.Person | None = None
    new_person_id: str = ""
    judged: bool = False

    def look_up(self, effect: Asking) -> FromDatabase:
        """The database's answer to an effect that asks."""
        match effect:
            case RedeemInvite():
                return self._redeem(effect.code)
            case FindCustomers():
                return self._find(effect)
            case ListCustomers():
                return self._list(effect)
            case LoadProfile():
                profile = self._load(effect.customer_id)
                return ProfileLoaded(
                    customer_id=effect.customer_id, profile=profile, then=effect.then
                )
            case LoadHits():
                return HitsLoaded(hits=count_hits(self.session, self.knowledge))
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
                recording.record(self.session, effect, self._admitted().id, self.now)
                self.judged = self.judged or isinstance(effect, JUDGEMENTS)

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

    def _find(self, effect: FindCustomers) -> CustomersFound:
        person = self._admitted()
        found = customers.find_customers(self.session, person, effect.typed, limit=PAGE)
        matches = tuple(
            Match(customer=_customer(one.customer), closeness=one.closeness) for one in found
        )
        return CustomersFound(typed=effect.typed, matches=matches, note=effect.note)

    def _list(self, effect: ListCustomers) -> CustomersListed:
        rows = customers.recent_customers(
            self.session, self._admitted(), limit=PAGE + 1, offset=effect.page * PAGE
        )
        return CustomersListed(
            page=effect.page,
            customers=tuple(_customer(row) for row in rows[:PAGE]),
            has_more=len(rows) > PAGE,
            greeting=effect.greeting,
            for_note=effect.for_note,
        )

    def _load(self, customer_id: str) -> Profile | None:
        person = self._admitted()
        customer = customers.get_customer(self.session, person, customer_id)
        if customer is None:
            return None
        customers.mark_used(self.session, person, customer_id, self.now)
        return load_profile(self.session, customer, person.id, self.now, self.knowledge.timezone)


class InviteLostError(Exception):
    """Someone else used the invite in the same moment: the step is to be done again."""


def _customer(row: customers.Customer) -> Customer:
    return Customer(id=row.id, name=row.name)
