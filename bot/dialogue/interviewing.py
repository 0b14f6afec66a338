"""The interview: asks, takes answers and takes them back."""

from dataclasses import replace

from bot.dialogue import buttons
from bot.dialogue.carding import show_card
from bot.dialogue.effects import (
    Effect,
    LoadProfile,
    RemoveCustomer,
    SaveAnswer,
    StartInterview,
    WithdrawAnswer,
)
from bot.dialogue.evidence import belief_about
from bot.dialogue.intents import Ask, Back, Pause, ShowAgain, TakeAnswer
from bot.dialogue.judging import ask_judgement, is_audited
from bot.dialogue.profile import Answered, Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Message, Notice, Phrase, QuestionScreen
from bot.dialogue.turn import Turn, stale_button
from bot.dialogue.world import Knowledge, World
from personas.interview import is_finished
from personas.model import Question

SAME_VISIT_DAYS = 0.5  # an interview left longer ago is not gone on with


def ask(progress: Progress, profile: Profile, _intent: Ask, world: World) -> Turn:
    """Asks on where this person's last interview stopped, or begins a new one."""
    knowledge = world.knowledge
    asked = profile.of_interview(profile.interview_id)
    belief = belief_about(profile, knowledge)
    interview_id, effects = profile.interview_id, tuple[Effect, ...]()
    going_on = progress.flow == "interview" and progress.interview_id == interview_id
    enough = len(asked) >= knowledge.policy.maximum_questions
    over = _is_old(asked) or (
        enough if going_on else is_finished(belief, len(asked), knowledge.policy)
    )
    if interview_id is None or over:
        interview_id, asked = world.fresh_id, ()
        effects = (StartInterview(interview_id=interview_id, customer_id=profile.customer.id),)
    following = replace(
        progress,
        flow="interview",
        customer_id=profile.customer.id,
        interview_id=interview_id,
        stop_at=_next_card(len(asked), knowledge.first_card_after),
        pending=None,
        note="",
        # A card may have been seen in between, here or by another way.
        shown_id=interview_id if asked else progress.shown_id,
    )
    # Who taps "ask on" gets a question even where little is to be learned from it.
    turn = _told_dropped(progress, _ask_next(following, profile, world, least_gain=0.0))
    if turn.progress.flow == "idle":  # no question is left: no empty interview is kept
        return turn
    return replace(turn, effects=(*effects, *turn.effects))


def _is_old(asked: tuple[Answered, ...]) -> bool:
    """Whether an interview was left so long ago that asking on is another visit."""
    return bool(asked) and asked[-1].sight.days_ago >= SAME_VISIT_DAYS


def _next_card(asked: int, every: int) -> int:
    """After how many questions the next card is due: pausing does not put it off."""
    return (asked // every + 1) * every


def _ask_next(
    progress: Progress, profile: Profile, world: World, least_gain: float | None = None
) -> Turn:
    """The next question, or the card when it is due or no question promises `least_gain` bits."""
    knowledge = world.knowledge
    asked = profile.of_interview(progress.interview_id)
    belief = belief_about(profile, knowledge)
    if len(asked) >= progress.stop_at or (
        least_gain is None and is_finished(belief, len(asked), knowledge.policy)
    ):
        return _show_result(progress, profile, world)
    last = knowledge.bank.question(asked[-1].question_id) if asked else None
    gain = knowledge.policy.minimum_gain if least_gain is None else least_gain
    question = knowledge.selector.next_question(
        belief,
        _settled(profile, knowledge) | {fact.question_id for fact in asked},
        last.topic if last else None,
        replace(knowledge.policy, minimum_gain=gain),
        met_before=any(fact.interview_id != progress.interview_id for fact in profile.answers),
    )
    if question is None:
        turn = _show_result(progress, profile, world)
        left = "interview.nothing_left" if least_gain == 0.0 else "interview.clear_enough"
        return replace(turn, replies=(Notice(phrase=Phrase(id=left)), *turn.replies))
    return _show(progress, profile, question, len(asked) + 1)


def _show_result(progress: Progress, profile: Profile, world: World) -> Turn:
    """The card; now and then the person's own judgement is asked for before it."""
    if is_audited(progress, profile, world):
        return ask_judgement(progress, profile, world)
    return show_card(progress, profile, world)


def _settled(profile: Profile, knowledge: Knowledge) -> set[str]:
    """The questions that were answered, and not so long ago that asking again is worth it."""
    return {
        fact.question_id
        for fact in profile.answers
        if fact.answer_id is not None and fact.sight.days_ago < knowledge.stale_days
    }


def _show(progress: Progress, profile: Profile, question: Question, number: int) -> Turn:
    assert progress.interview_id is not None  # noqa: S101 (an interview is open here)
    screen = QuestionScreen(
        name=profile.customer.name,
        number=number,
        question=question,
        buttons=buttons.of_question(progress.interview_id, question),
    )
    following = replace(progress, number=number, question_id=question.id)
    return Turn(progress=following, replies=(screen,))


def take_answer(progress: Progress, profile: Profile, intent: TakeAnswer, world: World) -> Turn:
    """Keeps an answer or a skip and goes on; what the content no longer knows is asked anew."""
    question = world.knowledge.bank.question(progress.question_id or "")
    known = question is not None and (
        intent.answer_id is None or question.answer(intent.answer_id) is not None
    )
    if question is None or progress.interview_id is None or not known:
        return show_again(progress, profile, ShowAgain(notice="stale.question"), world)
    fact = Answered(
        interview_id=progress.interview_id,
        number=progress.number,
        question_id=question.id,
        answer_id=intent.answer_id,
        sight=world.sight,
    )
    saved = SaveAnswer(
        interview_id=fact.interview_id,
        number=fact.number,
        question_id=fact.question_id,
        answer_id=fact.answer_id,
    )
    following = replace(progress, created_id=None, pending=None, note="")
    turn = _ask_next(following, replace(profile, answers=(*profile.answers, fact)), world)
    return replace(_told_dropped(progress, turn), effects=(saved, *turn.effects))


def _told_dropped(before: Progress, turn: Turn) -> Turn:
    """The turn, saying so where a note that waited for its customer is given up."""
    if not before.note:
        return turn
    dropped = Notice(phrase=Phrase(id="note.dropped"))
    return replace(turn, replies=(dropped, *turn.replies))


def back(progress: Progress, profile: Profile, _intent: Back, world: World) -> Turn:
    """Takes back the answer before; before the first question, leaves or forgets a new customer."""
    asked = profile.of_interview(progress.interview_id)
    if not asked or progress.interview_id is None:
        return _leave_first(progress, profile, world)
    last = asked[-1]
    withdrawn = WithdrawAnswer(interview_id=last.interview_id, number=last.number)
    remaining = tuple(fact for fact in profile.answers if fact is not last)
    following = replace(progress, pending=None, note="", stop_at=max(progress.stop_at, len(asked)))
    question = world.knowledge.bank.question(last.question_id)
    if question is not None:
        turn = _show(following, profile, question, last.number)
    else:
        turn = _ask_next(following, replace(profile, answers=remaining), world)
    return replace(turn, effects=(withdrawn, *turn.effects))


def _leave_first(progress: Progress, profile: Profile, world: World) -> Turn:
    """What "back" means before the first question: a name just typed wrong is forgotten."""
    if progress.created_id != profile.customer.id:
        return show_card(progress, profile, world)
    return Turn(progress=Progress(), effects=(RemoveCustomer(customer=profile.customer),))


def pause(progress: Progress, profile: Profile, _intent: Pause, _world: World) -> Turn:
    """Leaves the interview; everything answered is kept."""
    phrase = Phrase(id="interview.paused", facts={"name": profile.customer.name})
    customer_id = profile.customer.id
    ways = (buttons.tap("ask_on", "ask", customer_id), buttons.tap("card", "card", customer_id))
    return Turn(
        progress=Progress(customer_id=customer_id, stop_at=progress.stop_at),
        replies=(Message(phrases=(phrase,), buttons=(ways,)),),
    )


def show_again(progress: Progress, profile: Profile, intent: ShowAgain, world: World) -> Turn:
    """The current question once more under a notice; nothing changes."""
    question = world.knowledge.bank.question(progress.question_id or "")
    if question is not None and progress.interview_id is not None:
        turn = _show(progress, profile, question, progress.number)
    else:
        turn = _ask_next(progress, profile, world)
    notice = Notice(phrase=Phrase(id=intent.notice))
    return replace(turn, replies=(notice, *turn.replies))


def is_current(progress: Progress, interview_id: str, question_id: str) -> bool:
    """Whether a button belongs to the question on the screen."""
    return (
        progress.flow == "interview"
        and progress.interview_id == interview_id
        and progress.question_id == question_id
    )


def stale(progress: Progress) -> Turn:
    """What a button of an old question does: says so, shows the current one, changes nothing."""
    if progress.flow == "interview" and progress.customer_id is not None:
        again = ShowAgain(notice="stale.question")
        effect = LoadProfile(customer_id=progress.customer_id, then=again)
        return Turn(progress=progress, effects=(effect,))
    return stale_button(progress)
