"""How the hypothesis about a customer moved, and whether it is stale or contradicted."""

from bot.dialogue import buttons
from bot.dialogue.card import count_observed
from bot.dialogue.carding import about
from bot.dialogue.evidence import Sighting, sightings
from bot.dialogue.intents import ShowHistory
from bot.dialogue.profile import Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import HistoryScreen, Step
from bot.dialogue.turn import Turn
from bot.dialogue.world import Knowledge, World
from personas.belief import believe
from personas.interview import ranking

MOST_STEPS = 8


def show_history(progress: Progress, profile: Profile, _intent: ShowHistory, world: World) -> Turn:
    """The hypothesis after every sighting, the newest last."""
    knowledge = world.knowledge
    steps = tuple(_step(one, knowledge) for one in sightings(profile, knowledge))
    screen = HistoryScreen(
        name=profile.customer.name,
        steps=steps[-MOST_STEPS:],
        buttons=buttons.of_history(profile.customer.id),
    )
    return Turn(progress=about(progress, profile), replies=(screen,))


def _step(sighting: Sighting, knowledge: Knowledge) -> Step:
    half_life = knowledge.policy.half_life_days
    posterior = believe(knowledge.bank, sighting.until_then, half_life).posterior
    alone = believe(knowledge.bank, sighting.evidence, half_life).posterior
    first, second = ranking(posterior)[:2]
    return Step(
        day=sighting.day,
        seen=count_observed(knowledge.bank, sighting.evidence),
        group=first,
        probability=float(posterior[first - 1]),
        runner_up=second,
        alone=ranking(alone)[0],
        alone_probability=float(alone.max()),
    )
