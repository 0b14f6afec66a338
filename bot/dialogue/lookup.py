"""Finds a customer by a typed name, creates a new one, lists the last ones."""

from dataclasses import replace

from bot.dialogue import buttons
from bot.dialogue.effects import CreateCustomer, FindCustomers, ListCustomers, LoadProfile
from bot.dialogue.events import CustomerRemoved, CustomersFound, CustomersListed
from bot.dialogue.intents import Ask, ShowCard
from bot.dialogue.people import may
from bot.dialogue.plain import LONGEST_NAME, has_letters
from bot.dialogue.profile import Customer
from bot.dialogue.progress import Pending, Progress
from bot.dialogue.replies import Button, Notice, Phrase
from bot.dialogue.turn import Turn, say, stale_button
from bot.dialogue.world import World


def look_up(progress: Progress, name: str) -> Turn:
    """Looks for customers of that (cleaned) name, or says why it can be no name."""
    if len(name) > LONGEST_NAME:
        return say(progress, Phrase(id="name.too_long", facts={"most": str(LONGEST_NAME)}))
    if not has_letters(name):
        return say(progress, Phrase(id="name.no_letters"))
    return Turn(progress=progress, effects=(FindCustomers(typed=name),))


def found(progress: Progress, event: CustomersFound, world: World) -> Turn:
    """The card of the one customer meant, a choice, or a button to create a new one."""
    certain = _certain(event)
    if certain is not None and progress.flow != "naming":  # after /new, another of that name
        return _open(progress, certain)
    if not event.matches and progress.flow == "naming":
        return _create(progress, Customer(id=world.fresh_id, name=event.typed), world)
    pending = Pending(customer_id=world.fresh_id, name=event.typed)
    others = buttons.of_customers(tuple(match.customer for match in event.matches))
    ways = (*others, buttons.create(pending))
    if progress.flow == "interview" and progress.customer_id is not None:
        phrase = "interview.typed_name"
        ways = (buttons.tap("ask_on", "ask", progress.customer_id), *ways)
    else:
        phrase = "name.choose" if others else "name.unknown"
        ways = (*ways, buttons.tap("drop", "drop", pending.customer_id))
    said = Phrase(id=phrase, facts={"name": event.typed})
    return say(replace(progress, pending=pending), said, buttons=(ways,))


def _certain(event: CustomersFound) -> Customer | None:
    """The only customer whose name is the typed one, where no other comes as close."""
    same = [match.customer for match in event.matches if match.closeness == "same"]
    return same[0] if len(same) == 1 else None


def _open(progress: Progress, customer: Customer) -> Turn:
    effect = LoadProfile(customer_id=customer.id, then=ShowCard())
    if progress.flow == "interview" and progress.customer_id != customer.id:
        notice = Notice(phrase=Phrase(id="interview.left_for_later"))
        return Turn(progress=progress, replies=(notice,), effects=(effect,))
    return Turn(progress=progress, effects=(effect,))


def create(progress: Progress, customer_id: str, world: World) -> Turn:
    """Creates the customer whose name is waiting; an old button only says that it is old."""
    if progress.pending is None or progress.pending.customer_id != customer_id:
        return stale_button(progress)
    return _create(progress, Customer(id=customer_id, name=progress.pending.name), world)


def _create(progress: Progress, customer: Customer, world: World) -> Turn:
    if not may(world.person, "create_customer"):
        return say(progress, Phrase(id="refused"))
    effects = (
        CreateCustomer(customer=customer),
        LoadProfile(customer_id=customer.id, then=Ask()),
    )
    following = replace(progress, created_id=customer.id, pending=None)
    return Turn(progress=following, effects=effects)


def drop(progress: Progress, customer_id: str, _world: World) -> Turn:
    """Forgets the waiting name."""
    if progress.pending is None or progress.pending.customer_id != customer_id:
        return stale_button(progress)
    return say(replace(progress, flow="idle", pending=None), Phrase(id="name.dropped"))


def removed(progress: Progress, event: CustomerRemoved, _world: World) -> Turn:
    """Says that a customer just created is gone again; one with facts keeps its card."""
    if not event.removed:
        effect = LoadProfile(customer_id=event.customer.id, then=ShowCard())
        return Turn(progress=progress, effects=(effect,))
    said = Phrase(id="name.taken_back", facts={"name": event.customer.name})
    return say(replace(progress, flow="naming"), said)


def listed(progress: Progress, event: CustomersListed, _world: World) -> Turn:
    """One page of the last customers as buttons, under a welcome where it was asked for."""
    ways: tuple[Button, ...] = buttons.of_customers(event.customers)
    if event.greeting and progress.flow == "interview" and progress.customer_id is not None:
        ways = (buttons.tap("ask_on", "ask", progress.customer_id), *ways)
    if event.has_more:
        ways = (*ways, buttons.tap("more", "list", event.page + 1))
    if event.greeting:
        phrases = (Phrase(id="start.welcome"), Phrase(id="start.known" if ways else "start.first"))
        return say(progress, *phrases, buttons=(ways,) if ways else ())
    if not event.customers:
        return say(progress, Phrase(id="customers.none"))
    return say(progress, Phrase(id="customers.recent"), buttons=(ways,))


def list_page(progress: Progress, page: int) -> Turn:
    """Asks for one page of the last customers."""
    return Turn(progress=no_longer_naming(progress), effects=(ListCustomers(page=page),))


def no_longer_naming(progress: Progress) -> Progress:
    """The progress after something else was asked for: the next text is no new name by itself."""
    return replace(progress, flow="idle") if progress.flow == "naming" else progress
