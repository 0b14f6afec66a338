"""Judgements: the person's own before the card is seen, and marks of tips."""

from dataclasses import replace

from bot.dialogue import buttons
from bot.dialogue.carding import about, show_card
from bot.dialogue.effects import SaveJudgement, SaveTipMark
from bot.dialogue.evidence import belief_about
from bot.dialogue.intents import Judge, MarkTips
from bot.dialogue.profile import Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Message, Notice, Phrase
from bot.dialogue.turn import Turn, notice, stale_button
from bot.dialogue.world import World


def is_audited(progress: Progress, profile: Profile, world: World) -> bool:
    """Whether the person is asked for a judgement before this card, the first one they see.

    Only a customer's first card can be judged without knowing what the product thinks.
    """
    asked = profile.of_interview(progress.interview_id)
    first = (
        len(asked) <= world.knowledge.first_card_after
        and len(asked) == len(profile.answers)
        and not profile.notes
        and profile.confirmed is None
        and progress.shown_id != progress.interview_id
    )
    answered = any(fact.answer_id is not None for fact in asked)
    return first and answered and world.chance < world.knowledge.audit_share


def ask_judgement(progress: Progress, profile: Profile, world: World) -> Turn:
    """Asks for the person's own judgement and holds the card back until it is given."""
    interview_id = progress.interview_id or ""
    phrase = Phrase(id="audit.ask", facts={"name": profile.customer.name})
    ways = buttons.of_judgement(profile.customer.id, interview_id, world.knowledge)
    following = replace(progress, flow="audit", question_id=None, number=0, pending=None)
    return Turn(progress=following, replies=(Message(phrases=(phrase,), buttons=ways),))


def judge(progress: Progress, profile: Profile, intent: Judge, world: World) -> Turn:
    """Keeps a judgement while its card is still held back, then shows the card."""
    held_back = progress.flow == "audit" and progress.interview_id == intent.interview_id
    if not held_back or progress.customer_id != profile.customer.id:
        return stale_button(progress)
    forecast = tuple(float(one) for one in belief_about(profile, world.knowledge).groups)
    saved = SaveJudgement(
        interview_id=intent.interview_id, group=intent.group or None, forecast=forecast
    )
    turn = show_card(progress, profile, world)
    thanks = Notice(phrase=Phrase(id="audit.thanks"))
    return replace(turn, replies=(thanks, *turn.replies), effects=(saved,))


def mark_tips(progress: Progress, profile: Profile, intent: MarkTips, world: World) -> Turn:
    """Keeps whether tips were useful; the screen stays."""
    if world.knowledge.handbook.situation(intent.situation_id) is None:
        return stale_button(progress)
    saved = SaveTipMark(
        customer_id=profile.customer.id,
        situation_id=intent.situation_id,
        group=intent.group,
        useful=intent.useful,
    )
    said = "tips.marked_useful" if intent.useful else "tips.marked_wrong"
    return replace(notice(about(progress, profile), Phrase(id=said)), effects=(saved,))
