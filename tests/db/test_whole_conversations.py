"""A whole conversation, from an unknown name to a confirmed card, on every database."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.conversation import Conversation, Heard
from bot.dialogue.events import Commanded, Typed
from bot.dialogue.replies import CardScreen, QuestionScreen
from bot.showing import find_card
from db.evidence import standing_answers
from personas.belief import believe
from personas.model import Observation
from tests.conversations import KNOWLEDGE, LEARNER, START, conversation, person

HOA = person("Hoa")
NAME = "Chị Lan Q7"
NOW = START + timedelta(minutes=5)


def interviewed(database: Engine) -> tuple[Conversation, Heard]:
    """A rep who met one customer and answered until the first card, one answer taken back."""
    shell = conversation(database)
    shell.admit(HOA, "rep")
    for text in (NAME, "1", "2", "quay lại"):
        heard = shell.handle(HOA, Typed(text=text))
    while not isinstance(heard.replies[-1], CardScreen):
        heard = shell.handle(HOA, Typed(text="1"))
    return shell, heard


def test_an_interview_leads_to_a_card_that_can_be_confirmed(database: Engine) -> None:
    shell, heard = interviewed(database)
    shown = heard.replies[-1]
    assert isinstance(shown, CardScreen)
    shell.handle(HOA, Typed(text="đúng rồi"))
    assert find_card(database, replace(LEARNER), NAME, NOW).confirmed == shown.card.first.persona


def test_the_posterior_is_what_the_stored_facts_give(database: Engine) -> None:
    interviewed(database)
    card = find_card(database, replace(LEARNER), NAME, NOW)
    with Session(database) as session, session.begin():
        facts = standing_answers(session, card.customer.id)
    evidence = [
        Observation(
            question_id=fact.question_id,
            answer_id=fact.answer_id,
            days_ago=(NOW - fact.at) / timedelta(days=1),
        )
        for fact in facts
        if fact.answer_id is not None
    ]
    assert len(evidence) == KNOWLEDGE.first_card_after
    half_life = KNOWLEDGE.policy.half_life_days
    assert (believe(KNOWLEDGE.bank, evidence, half_life).posterior == card.posterior).all()


def test_a_pause_survives_a_new_process(database: Engine) -> None:
    shell = conversation(database)
    shell.admit(HOA, "rep")
    for text in (NAME, "1", "2", "để sau"):
        shell.handle(HOA, Typed(text=text))
    again = conversation(database)
    again.handle(HOA, Commanded(name="start"))
    again.handle(HOA, Typed(text=NAME))
    asked = again.handle(HOA, Typed(text="hỏi tiếp")).replies[-1]
    assert isinstance(asked, QuestionScreen)
    assert asked.number == 2
