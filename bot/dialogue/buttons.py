"""Every button of the bot: what stands on it and what it carries."""

from bot.dialogue.card import Card
from bot.dialogue.profile import Customer
from bot.dialogue.progress import Pending
from bot.dialogue.replies import Blocks, Button, Phrase, Written
from bot.dialogue.world import Knowledge
from knowledge.scheme_model import YES_NO, Fact
from personas.model import Question


def tap(label: str, *data: object) -> Button:
    """A button with a fixed label of bot/texts; `data` joined by colons is what it carries."""
    return Button(label=Phrase(id=f"button.{label}"), data=":".join(map(str, data)))


def of_question(interview_id: str, question: Question) -> Blocks:
    """The answers, then skip, back, look and later."""
    at = (interview_id, question.id)
    answers = tuple(
        Button(
            label=Written(by_language=answer.text.by_language),
            data=f"pick:{interview_id}:{question.id}:{answer.id}",
        )
        for answer in question.answers
    )
    ways = (
        tap("skip", "skip", *at),
        tap("back", "back", *at),
        tap("look", "look", *at),
        tap("later", "later", *at),
    )
    return answers, ways


def of_card(card: Card, knowledge: Knowledge) -> Blocks:
    """The situations, the person's own judgement, and the way on: first while unsure."""
    customer_id = card.customer.id
    if card.answers == 0 and card.confirmed is None:
        return ((tap("begin", "ask", customer_id),),)
    situations = tuple(
        Button(
            label=Written(by_language=situation.button),
            data=f"tips:{customer_id}:{situation.id}:{card.persona.group}",
        )
        for situation in knowledge.handbook.situations
    )
    other = tap("other_group", "groups", customer_id)
    if card.confirmed is not None:
        judgement = (tap("unconfirm", "undo", customer_id, card.confirmed.group), other)
    else:
        group = card.first.persona.group
        label = Phrase(id="button.right", facts={"group": str(group)})
        judgement = (Button(label=label, data=f"group:{customer_id}:{group}:0"), other)
    asking: tuple[Button, ...] = (
        tap("ask_again" if card.stale_days else "ask_on", "ask", customer_id),
    )
    if card.sightings > 1:
        asking = (*asking, tap("history", "history", customer_id))
    asking = (*asking, tap("relationship", "relation", customer_id))
    if (card.verdict == "unsure" and card.confirmed is None) or card.stale_days:
        return asking, situations, judgement
    return situations, judgement, asking


def of_note(customer_id: str, note_id: str, doubtful: str | None) -> Blocks:
    """Whether a doubtful cue was meant, the way on, and taking the note back."""
    doubt = (
        ()
        if doubtful is None
        else (
            tap("meant", "cue", customer_id, note_id, doubtful, 1),
            tap("not_meant", "cue", customer_id, note_id, doubtful, 0),
        )
    )
    ways = (tap("card", "card", customer_id), tap("ask_on", "ask", customer_id))
    return doubt, ways, (tap("unnote", "unnote", customer_id, note_id),)


def of_judgement(customer_id: str, interview_id: str, knowledge: Knowledge) -> Blocks:
    """The nine groups and "not sure" for the person's own judgement."""
    groups = tuple(
        Button(
            label=_group_label(knowledge, group), data=f"judge:{customer_id}:{interview_id}:{group}"
        )
        for group in sorted(knowledge.bank.personas)
    )
    return groups, (tap("cannot_say", "judge", customer_id, interview_id, 0),)


def of_relationship(customer_id: str, question: Fact | None, told: tuple[Fact, ...] = ()) -> Blocks:
    """The tap answers of a fact's question, else what was told to say it anew; the way back."""
    back = (tap("card", "card", customer_id),)
    if question is None:
        return tuple(_retell(customer_id, fact) for fact in told), back
    if question.kind == "yes_no":
        yes_no = tuple(
            tap(answer_id, "fact", customer_id, question.id, answer_id) for answer_id in YES_NO
        )
        return yes_no, back
    answers = tuple(
        Button(
            label=Written(by_language=answer.text),
            data=f"fact:{customer_id}:{question.id}:{answer.id}",
        )
        for answer in question.answers
    )
    return answers, back


def _retell(customer_id: str, fact: Fact) -> Button:
    label = Phrase(id="button.retell", facts={"name": Written(by_language=fact.label)})
    return Button(label=label, data=f"retell:{customer_id}:{fact.id}")


def of_history(customer_id: str) -> Blocks:
    """Looking again, and the way back."""
    return ((tap("ask_again", "ask", customer_id), tap("card", "card", customer_id)),)


def whose_note(customers: tuple[Customer, ...]) -> tuple[Button, ...]:
    """One button per customer that takes the waiting note."""
    return tuple(Button(label=one.name, data=f"notefor:{one.id}") for one in customers)


def _group_label(knowledge: Knowledge, group: int) -> Phrase:
    short = Written(by_language=knowledge.bank.personas[group].short.by_language)
    return Phrase(id="button.group", facts={"group": str(group), "name": short})


def of_tips(card: Card, knowledge: Knowledge, situation_id: str, group: int) -> Blocks:
    """The same moment for the runner-up, the next moment, and the way back."""
    customer_id = card.customer.id
    ways = []
    rival = card.second.persona if group == card.first.persona.group else card.first.persona
    if card.confirmed is None and card.verdict != "sure" and rival.group != group:
        label = Phrase(
            id="button.if_group",
            facts={"group": str(rival.group), "name": Written(by_language=rival.short.by_language)},
        )
        ways.append(Button(label=label, data=f"tips:{customer_id}:{situation_id}:{rival.group}"))
    following = knowledge.handbook.after(situation_id)
    if following is not None:
        label = Phrase(
            id="button.next_situation", facts={"name": Written(by_language=following.button)}
        )
        ways.append(Button(label=label, data=f"tips:{customer_id}:{following.id}:{group}"))
    marks = (
        tap("useful", "mark", customer_id, situation_id, group, 1),
        tap("wrong", "mark", customer_id, situation_id, group, 0),
    )
    return tuple(ways), marks, (tap("card", "card", customer_id),)


def of_groups(customer_id: str, confirmed: int | None, knowledge: Knowledge) -> Blocks:
    """The nine groups by number and short name."""
    groups = tuple(
        Button(
            label=_group_label(knowledge, group),
            data=f"group:{customer_id}:{group}:{confirmed or 0}",
        )
        for group in sorted(knowledge.bank.personas)
    )
    return groups, (tap("card", "card", customer_id),)


def of_customers(customers: tuple[Customer, ...]) -> tuple[Button, ...]:
    """One button per customer that opens the card."""
    return tuple(Button(label=one.name, data=f"card:{one.id}") for one in customers)


def create(pending: Pending) -> Button:
    """The button that creates the customer whose name is waiting."""
    label = Phrase(id="button.create", facts={"name": pending.name})
    return Button(label=label, data=f"create:{pending.customer_id}")
