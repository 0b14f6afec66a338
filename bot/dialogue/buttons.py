"""Every button of the bot: what stands on it and what it carries."""

from bot.dialogue.card import Card
from bot.dialogue.profile import Customer
from bot.dialogue.progress import Pending
from bot.dialogue.replies import Blocks, Button, Phrase, Written
from bot.dialogue.world import Knowledge
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
    asking = (tap("ask_on", "ask", customer_id),)
    if card.verdict == "unsure" and card.confirmed is None:
        return asking, situations, judgement
    return situations, judgement, asking


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
    return tuple(ways), (tap("card", "card", customer_id),)


def of_groups(customer_id: str, confirmed: int | None, knowledge: Knowledge) -> Blocks:
    """The nine groups by number and short name."""
    groups = tuple(
        Button(
            label=Phrase(
                id="button.group",
                facts={"group": str(group), "name": Written(by_language=persona.short.by_language)},
            ),
            data=f"group:{customer_id}:{group}:{confirmed or 0}",
        )
        for group, persona in sorted(knowledge.bank.personas.items())
    )
    return groups, (tap("card", "card", customer_id),)


def of_customers(customers: tuple[Customer, ...]) -> tuple[Button, ...]:
    """One button per customer that opens the card."""
    return tuple(Button(label=one.name, data=f"card:{one.id}") for one in customers)


def create(pending: Pending) -> Button:
    """The button that creates the customer whose name is waiting."""
    label = Phrase(id="button.create", facts={"name": pending.name})
    return Button(label=label, data=f"create:{pending.customer_id}")
