"""The card: shows it, gives tips, keeps what the person says the group is."""

from dataclasses import replace

from bot.dialogue import buttons
from bot.dialogue.card import make_card
from bot.dialogue.effects import LoadProfile, SaveConfirmation, WithdrawConfirmation
from bot.dialogue.intents import ChooseGroup, Confirm, ShowCard, ShowTips, TakeBackConfirmation
from bot.dialogue.profile import Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import CardScreen, Label, Message, Notice, Phrase, TipsScreen, Written
from bot.dialogue.turn import Turn, stale_button
from bot.dialogue.world import World
from knowledge.advice import principles_for, tips_for


def open_card(progress: Progress, profile: Profile, _intent: ShowCard, world: World) -> Turn:
    """The card; an interview that was going on is left for later."""
    return show_card(progress, profile, world)


def show_card(progress: Progress, profile: Profile, world: World) -> Turn:
    """The card of a profile."""
    card = make_card(profile, world.knowledge)
    screen = CardScreen(card=card, buttons=buttons.of_card(card, world.knowledge))
    following = replace(
        progress,
        flow="idle",
        customer_id=profile.customer.id,
        interview_id=None,
        question_id=None,
        number=0,
        created_id=None,
        pending=None,
        note="",
        shown_id=progress.interview_id or progress.shown_id,
    )
    return Turn(progress=following, replies=(screen,))


def show_tips(progress: Progress, profile: Profile, intent: ShowTips, world: World) -> Turn:
    """What to do in a situation, for the group the button named."""
    knowledge = world.knowledge
    situation = knowledge.handbook.situation(intent.situation_id)
    if situation is None:
        return stale_button(progress)
    card = make_card(profile, knowledge)
    group = intent.group or card.persona.group
    principles = principles_for(knowledge.handbook, group, situation.id)
    screen = TipsScreen(
        name=profile.customer.name,
        persona=knowledge.bank.personas[group],
        situation=situation,
        tips=tips_for(knowledge.handbook, group, situation.id),
        principle=principles[0] if principles else None,
        buttons=buttons.of_tips(card, knowledge, situation.id, group),
    )
    return Turn(progress=about(progress, profile), replies=(screen,))


def choose_group(progress: Progress, profile: Profile, _intent: ChooseGroup, world: World) -> Turn:
    """The nine groups to choose from."""
    phrase = Phrase(id="card.which_group", facts={"name": profile.customer.name})
    ways = buttons.of_groups(profile.customer.id, profile.confirmed, world.knowledge)
    screen = Message(phrases=(phrase,), buttons=ways)
    return Turn(progress=about(progress, profile), replies=(screen,))


def about(progress: Progress, profile: Profile) -> Progress:
    """Remembers whom the screen is about; an open question stays about its own customer."""
    if progress.flow == "interview":
        return progress
    if progress.flow == "audit":  # a judgement given from now on would have seen too much
        progress = replace(progress, flow="idle", shown_id=progress.interview_id)
    return replace(progress, customer_id=profile.customer.id)


def confirm(progress: Progress, profile: Profile, intent: Confirm, world: World) -> Turn:
    """Keeps the group the person says it is: once, and only over what the screen showed."""
    if profile.confirmed not in (intent.known or None, intent.group):
        turn = show_card(progress, profile, world)
        return replace(turn, replies=(Notice(phrase=Phrase(id="stale.button")), *turn.replies))
    persona = world.knowledge.bank.personas[intent.group]
    name = Written(by_language=persona.name.by_language)
    facts: dict[str, Label] = {"group": str(intent.group), "name": name}
    shown = make_card(profile, world.knowledge).first
    turn = show_card(progress, replace(profile, confirmed=intent.group), world)
    notice = Notice(phrase=Phrase(id="card.confirmed_now", facts=facts))
    if profile.confirmed == intent.group:
        return replace(turn, replies=(notice, *turn.replies))
    effect = SaveConfirmation(
        customer_id=profile.customer.id,
        group=intent.group,
        shown_group=shown.persona.group,
        shown_probability=shown.probability,
    )
    return replace(turn, replies=(notice, *turn.replies), effects=(effect,))


def take_back(
    progress: Progress, profile: Profile, intent: TakeBackConfirmation, _world: World
) -> Turn:
    """Takes back the confirmation the button named, if it is still the last one."""
    if profile.confirmed != intent.group:
        return stale_button(progress)
    customer_id = profile.customer.id
    return Turn(
        progress=progress,
        replies=(Notice(phrase=Phrase(id="card.unconfirmed_now")),),
        effects=(
            WithdrawConfirmation(customer_id=customer_id),
            LoadProfile(customer_id=customer_id, then=ShowCard()),
        ),
    )
