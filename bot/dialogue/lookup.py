"""Finds a customer by a typed name, creates a new one, lists the last ones."""

from dataclasses import replace

from bot.dialogue import buttons, noting
from bot.dialogue.effects import CreateCustomer, FindCustomers, ListCustomers, LoadProfile
from bot.dialogue.events import CustomerRemoved, CustomersFound, CustomersListed
from bot.dialogue.intents import Ask, ShowCard, TakeNote
from bot.dialogue.people import may
from bot.dialogue.plain import LONGEST_NAME, clean, has_letters, plain
from bot.dialogue.profile import Customer
from bot.dialogue.progress import Pending, Progress
from bot.dialogue.replies import Notice, Phrase
from bot.dialogue.turn import Turn, say, stale_button
from bot.dialogue.world import World

# What stands before a colon and ends so tells who speaks. In lower case: "Anh Bảo" is a name.
SAYING = frozenset(
    {"nói", "noi", "bảo", "bao", "hỏi", "hoi", "kêu", "keu", "than", "chê", "che", "kể", "ke"}
    | {"nhắn", "nhan", "dặn", "dan", "đáp", "dap", "said", "says", "asked", "asks"}
)


def look_up(progress: Progress, name: str) -> Turn:
    """Looks for customers of that (cleaned) name, or says why it can be no name."""
    if len(name) > LONGEST_NAME:
        return say(progress, Phrase(id="name.too_long", facts={"most": str(LONGEST_NAME)}))
    if not has_letters(name):
        return say(progress, Phrase(id="name.no_letters"))
    return Turn(progress=progress, effects=(FindCustomers(typed=name),))


def found(progress: Progress, event: CustomersFound, world: World) -> Turn:
    """The card of the one customer meant, a choice, or a button to create a new one."""
    if event.note == event.typed and not _is_a_name(event):
        spoken_of = _spoken_of(event)
        if len(spoken_of) == 1 and len(spoken_of[0].name.split()) > 1:
            return _open(replace(progress, note=event.note), spoken_of[0])
        if spoken_of:  # "bảo" and "mai" are words as well as names: nobody is guessed
            return _ask_which(replace(progress, note=event.note), spoken_of)
        return noting.take_typed(progress, event.note)
    if event.note != event.typed and _reports_speech(event):
        return noting.take_typed(progress, f"{event.typed}: {event.note}")
    if event.note and event.note != event.typed:
        progress = replace(progress, note=event.note)
    certain = _certain(event)
    if certain is not None and progress.flow != "naming":  # after /new, another of that name
        return _open(progress, certain)
    if not event.matches and progress.flow == "naming":
        return _create(progress, Customer(id=world.fresh_id, name=event.typed), world)
    pending = Pending(customer_id=world.fresh_id, name=event.typed)
    found_ones = tuple(match.customer for match in event.matches)
    others = (buttons.whose_note if progress.note else buttons.of_customers)(found_ones)
    ways = (*others, buttons.create(pending))
    if progress.customer_id is not None:
        kind = "notefor" if progress.note else "asnote"
        ways = (*ways, buttons.tap("as_note", kind, progress.customer_id))
    if progress.flow == "interview" and progress.customer_id is not None:
        phrase = "interview.typed_name"
        ways = (buttons.tap("ask_on", "ask", progress.customer_id), *ways)
    else:
        phrase = "name.choose" if others else "name.unknown"
        ways = (*ways, buttons.tap("drop", "drop", pending.customer_id))
    said = Phrase(id=phrase, facts={"name": event.typed})
    return say(replace(progress, pending=pending), said, buttons=(ways,))


def _is_a_name(event: CustomersFound) -> bool:
    """Whether a text that may be a note is a stored name, or a word or two of one."""
    short = len(event.typed.split()) <= 2
    return any(short or match.closeness != "near" for match in event.matches)


def _spoken_of(event: CustomersFound) -> tuple[Customer, ...]:
    """The customers with whose name a note begins, the longest name winning."""
    named = [one.customer for one in event.matches if _begins_with(event.typed, one.customer.name)]
    longest = max((len(one.name.split()) for one in named), default=0)
    return tuple(one for one in named if len(one.name.split()) == longest)


def _begins_with(text: str, name: str) -> bool:
    """Whether a text begins with a name; accents, where the text has any there, must agree."""
    words, wanted = text.lower().split(), clean(name).lower().split()
    return len(words) > len(wanted) and all(
        word.strip(",.;") in (one, plain(one)) for word, one in zip(words, wanted, strict=False)
    )


def _ask_which(progress: Progress, named: tuple[Customer, ...]) -> Turn:
    """Which customer the waiting note is about: one it may name, or the one last seen."""
    ways = buttons.whose_note(named)
    if progress.customer_id is not None and progress.customer_id not in {one.id for one in named}:
        ways = (*ways, buttons.tap("as_note", "notefor", progress.customer_id))
    ways = (*ways, buttons.tap("drop", "nonote"))
    return say(progress, Phrase(id="note.whose"), buttons=(ways,))


def _reports_speech(event: CustomersFound) -> bool:
    """Whether what stands before the colon is no name but tells who speaks: "chị ấy nói: đắt"."""
    known = any(one.closeness != "near" for one in event.matches)
    return not known and event.typed.split()[-1] in SAYING


def _certain(event: CustomersFound) -> Customer | None:
    """The only customer whose name is the typed one, where no other comes as close."""
    same = [match.customer for match in event.matches if match.closeness == "same"]
    return same[0] if len(same) == 1 else None


def _open(progress: Progress, customer: Customer) -> Turn:
    then = TakeNote(text=progress.note) if progress.note else ShowCard()
    effect = LoadProfile(customer_id=customer.id, then=then)
    if progress.flow == "interview" and progress.customer_id != customer.id:
        notice = Notice(phrase=Phrase(id="interview.left_for_later"))
        away = replace(progress, flow="idle", interview_id=None, question_id=None, number=0)
        return Turn(progress=away, replies=(notice,), effects=(effect,))
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
        LoadProfile(
            customer_id=customer.id,
            then=TakeNote(text=progress.note) if progress.note else Ask(),
        ),
    )
    following = replace(progress, created_id=customer.id, pending=None)
    return Turn(progress=following, effects=effects)


def drop(progress: Progress, customer_id: str, _world: World) -> Turn:
    """Forgets the waiting name."""
    if progress.pending is None or progress.pending.customer_id != customer_id:
        return stale_button(progress)
    said = "note.dropped" if progress.note else "name.dropped"
    return say(replace(progress, flow="idle", pending=None, note=""), Phrase(id=said))


def removed(progress: Progress, event: CustomerRemoved, _world: World) -> Turn:
    """Says that a customer just created is gone again; one with facts keeps its card."""
    if not event.removed:
        effect = LoadProfile(customer_id=event.customer.id, then=ShowCard())
        return Turn(progress=progress, effects=(effect,))
    said = Phrase(id="name.taken_back", facts={"name": event.customer.name})
    return say(replace(progress, flow="naming"), said)


def listed(progress: Progress, event: CustomersListed, _world: World) -> Turn:
    """One page of the last customers as buttons, under a welcome where it was asked for."""
    waiting = bool(progress.note)
    ways = (buttons.whose_note if waiting else buttons.of_customers)(event.customers)
    if event.greeting and progress.flow == "interview" and progress.customer_id is not None:
        ways = (buttons.tap("ask_on", "ask", progress.customer_id), *ways)
    if event.for_note:
        return _ask_whose(progress, event)
    if event.has_more:
        ways = (*ways, buttons.tap("more", "list", event.page + 1))
    if event.greeting:
        phrases = (Phrase(id="start.welcome"), Phrase(id="start.known" if ways else "start.first"))
        return say(progress, *phrases, buttons=(ways,) if ways else ())
    if not event.customers:
        return say(progress, Phrase(id="customers.none"))
    return say(progress, Phrase(id="customers.recent"), buttons=(ways,))


def _ask_whose(progress: Progress, event: CustomersListed) -> Turn:
    """Which customer the waiting note is about: one of the last ones, or a typed name."""
    ways = (*buttons.whose_note(event.customers), buttons.tap("drop", "nonote"))
    phrase = "note.whose" if event.customers else "note.whose_first"
    return say(progress, Phrase(id=phrase), buttons=(ways,))


def list_page(progress: Progress, page: int) -> Turn:
    """Asks for one page of the last customers."""
    return Turn(progress=no_longer_naming(progress), effects=(ListCustomers(page=page),))


def no_longer_naming(progress: Progress) -> Progress:
    """The progress after something else was asked for: the next text is no new name by itself."""
    return replace(progress, flow="idle") if progress.flow == "naming" else progress
