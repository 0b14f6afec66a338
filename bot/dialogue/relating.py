"""The relationship category: shows it with what to do, and asks for the facts it needs."""

from dataclasses import replace

from bot.dialogue import buttons
from bot.dialogue.card import make_card
from bot.dialogue.carding import about
from bot.dialogue.effects import SaveFact
from bot.dialogue.intents import ShowRelationship, TakeFact
from bot.dialogue.profile import Profile, Stated
from bot.dialogue.progress import Progress
from bot.dialogue.relationship import relationship_of
from bot.dialogue.replies import RelationshipScreen
from bot.dialogue.turn import Turn, stale_button
from bot.dialogue.world import Knowledge, World
from knowledge.advice import principles_for
from knowledge.care import combined_tip
from knowledge.scheme_model import Classification, Fact, Scheme


def show_relationship(
    progress: Progress, profile: Profile, intent: ShowRelationship, world: World
) -> Turn:
    """The category with its reason, care and tip, or the question for what is missing."""
    knowledge = world.knowledge
    found = relationship_of(profile, knowledge)
    if found is None:
        return stale_button(progress)
    scheme, classification = found
    question = _question(intent, classification, knowledge)
    card = make_card(profile, knowledge)
    shown = "complaint" if "complaint" in classification.flags else classification.class_id
    tip, principles = None, []
    if shown is not None and (card.answers or card.confirmed):
        group = card.persona.group
        tip = combined_tip(knowledge.care, group, shown)
        principles = principles_for(knowledge.handbook, group, "", shown)
    screen = RelationshipScreen(
        name=profile.customer.name,
        scheme=scheme,
        classification=classification,
        question=question,
        tip=tip,
        principle=principles[0] if principles else None,
        persona=card.persona,
        is_sure=card.verdict == "sure" or card.confirmed is not None,
        buttons=buttons.of_relationship(profile.customer.id, question, _told(profile, scheme)),
    )
    return Turn(progress=about(progress, profile), replies=(screen,))


def _question(
    intent: ShowRelationship, classification: Classification, knowledge: Knowledge
) -> Fact | None:
    """What to ask now: what is to be said anew, what the class needs, what may overlay it."""
    wanted = (intent.fact_id, classification.question or "", *classification.missing_for_flags)
    facts = (knowledge.schemes.facts.get(one) for one in wanted)
    return next((fact for fact in facts if fact is not None and fact.question is not None), None)


def _told(profile: Profile, scheme: Scheme) -> tuple[Fact, ...]:
    """The facts of the scheme that somebody told."""
    told = {stated.fact_id for stated in profile.facts}
    facts = (fact for fact in scheme.facts.values() if fact.id in told)
    return tuple(fact for fact in facts if fact.question is not None)


def take_fact(progress: Progress, profile: Profile, intent: TakeFact, world: World) -> Turn:
    """Keeps a tapped fact; an answer that the content no longer has is stale."""
    fact = world.knowledge.schemes.facts.get(intent.fact_id)
    if fact is None or fact.value_of(intent.answer_id) is None:
        return stale_button(progress)
    stated = Stated(fact_id=fact.id, value=intent.answer_id, sight=world.sight)
    others = tuple(one for one in profile.facts if one.fact_id != fact.id)
    following = replace(profile, facts=(*others, stated))
    turn = show_relationship(progress, following, ShowRelationship(), world)
    saved = SaveFact(customer_id=profile.customer.id, fact_id=fact.id, value=intent.answer_id)
    return replace(turn, effects=(saved,))
