"""Turns evidence into a posterior over the nine groups (the Bayesian part)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from personas.model import (
    BETA,
    GROUPS,
    TEMPERATURE,
    Bank,
    Cue,
    CueSeen,
    Evidence,
    FloatArray,
    Impression,
    Observation,
    Question,
    lapsed,
)

MIXTURE = 0.7  # a mixed customer answers like the main group in 70 % of cases, else the neighbour
HALF_LIFE_DAYS = 548.0  # 18 months: people change slowly (docs/decisions/0007)
REPEAT = 0.5  # what was told again counts half as much for each newer time (docs/decisions/0007)
CUE_LAPSE = 0.15  # the share of cues that are misread or misjudged (docs/decisions/0008)
STATES_PER_GROUP = 3  # pure, with the neighbour below, with the neighbour above


def mixing_matrix() -> FloatArray:
    """Shape (27, 9): how much each latent state behaves like each group; rows sum to 1.

    Rows 3k, 3k+1, 3k+2 are group k+1 pure, with its lower and with its upper neighbour on
    the circle of nine.
    """
    matrix = np.zeros((len(GROUPS) * STATES_PER_GROUP, len(GROUPS)))
    for group in range(len(GROUPS)):
        for offset, neighbour in enumerate((None, group - 1, group + 1)):
            row = matrix[group * STATES_PER_GROUP + offset]
            row[group] = 1.0 if neighbour is None else MIXTURE
            if neighbour is not None:
                row[neighbour % len(GROUPS)] = 1 - MIXTURE
    return matrix


_MIXING = mixing_matrix()


def state_likelihood(question: Question) -> FloatArray:
    """P(answer | latent state), shape (answers, 27), slips included."""
    return lapsed(question.likelihood() @ _MIXING.T)


@dataclass(frozen=True, eq=False)  # arrays do not compare to one truth value
class Belief:
    """What is believed about one customer: P(latent state | evidence), shape (27,)."""

    states: FloatArray = field(default_factory=lambda: np.full(27, 1 / 27))
    temperature: float = TEMPERATURE

    def after(self, likelihood: FloatArray) -> "Belief":
        """The belief after evidence of likelihood P(evidence | state), shape (27,), any scale."""
        weighed = self.states * likelihood
        return Belief(weighed / weighed.sum(), self.temperature)

    @property
    def groups(self) -> FloatArray:
        """P(group | evidence), shape (9,), before tempering: what question choice works with."""
        return np.asarray(self.states.reshape(9, STATES_PER_GROUP).sum(axis=1))

    @property
    def posterior(self) -> FloatArray:
        """The reported P(group | evidence), shape (9,), tempered: p^(1/T) rescaled to sum 1."""
        return tempered(self.groups, self.temperature)


def tempered(groups: FloatArray, temperature: float) -> FloatArray:
    """Probabilities of shape (…, 9) as p^(1/T), rescaled to sum 1."""
    cooled = np.power(groups, 1 / temperature)
    return np.asarray(cooled / cooled.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One piece of evidence and how much it counts, 0..1."""

    evidence: Evidence
    weight: float


def weigh(
    bank: Bank, evidence: Iterable[Evidence], half_life_days: float = HALF_LIFE_DAYS
) -> list[Weighed]:
    """How much each piece counts, newest first; what the content no longer knows is left out.

    Evidence fades by half in every half-life, and what was told again counts REPEAT as much for
    each newer time: the same thing seen twice is less than two things.
    """
    told: Counter[str] = Counter()
    weighed: list[Weighed] = []
    newest_first = [*evidence][::-1]  # sorting keeps the order of what is equally old
    newest_first.sort(key=lambda one: one.days_ago)
    for one in newest_first:
        if is_known(bank, one):
            subject = subject_of(one)
            fading = 0.5 ** (max(one.days_ago, 0.0) / half_life_days)
            times = told[subject]
            if isinstance(one, Impression):
                times = sum(_is_alike(one, newer.evidence) for newer in weighed)
            weighed.append(Weighed(evidence=one, weight=fading * REPEAT**times))
            told[subject] += 1
    return weighed


def _is_alike(one: Impression, other: Evidence) -> bool:
    """Whether two notes share at least half of their words: then the later repeats the other."""
    if not isinstance(other, Impression):
        return False
    words, others = (set(re.findall(r"\w+", note)) for note in (one.note, other.note))
    return 2 * len(words & others) >= len(words | others)


def subject_of(evidence: Evidence) -> str:
    """What a piece of evidence is about: two with the same subject repeat each other."""
    match evidence:
        case Observation():
            return f"question {evidence.question_id}"
        case CueSeen():
            return f"cue {evidence.cue_id}"
        case Impression():
            return f"note {evidence.note}"


def is_known(bank: Bank, evidence: Evidence) -> bool:
    """Whether the content still knows the question and the answer, or the cue."""
    match evidence:
        case Observation():
            question = bank.question(evidence.question_id)
            return question is not None and question.answer(evidence.answer_id) is not None
        case CueSeen():
            return evidence.cue_id in bank.cues_by_id
        case Impression():
            return True


def likelihood_of(bank: Bank, evidence: Evidence) -> FloatArray:
    """P(evidence | latent state), shape (27,), any scale; the evidence must be known."""
    match evidence:
        case Observation():
            question = bank.by_id[evidence.question_id]
            ids = [answer.id for answer in question.answers]
            return np.asarray(state_likelihood(question)[ids.index(evidence.answer_id)])
        case CueSeen():
            return np.asarray(_MIXING @ group_likelihood(bank, evidence))
        case Impression():
            return np.asarray(np.repeat(group_likelihood(bank, evidence), STATES_PER_GROUP))


def group_likelihood(bank: Bank, evidence: Evidence) -> FloatArray:
    """P(evidence | group), shape (9,), slips included, any scale; the evidence must be known.

    An impression is already a calibrated P(main group | words): it is raised to the temperature,
    so that of one note alone exactly its probabilities are reported.
    """
    match evidence:
        case Observation():
            question = bank.by_id[evidence.question_id]
            ids = [answer.id for answer in question.answers]
            return np.asarray(lapsed(question.likelihood())[ids.index(evidence.answer_id)])
        case CueSeen():
            return cue_likelihood(bank.cues_by_id[evidence.cue_id])
        case Impression():
            return np.asarray((np.array(evidence.groups) * len(GROUPS)) ** bank.temperature)


def cue_likelihood(cue: Cue) -> FloatArray:
    """P(cue told | group) relative to its mean over the groups, shape (9,), slips included.

    exp(BETA * weight), as for an answer; a share CUE_LAPSE of cues is misread or misjudged.
    """
    odds = np.exp([BETA * cue.weights.get(group, 0.0) for group in GROUPS])
    return np.asarray((1 - CUE_LAPSE) * odds / odds.mean() + CUE_LAPSE)


def believe(
    bank: Bank, evidence: Iterable[Evidence], half_life_days: float = HALF_LIFE_DAYS
) -> Belief:
    """The belief from all evidence; what the content no longer knows is left out."""
    logs = np.zeros(len(GROUPS) * STATES_PER_GROUP)
    for one in weigh(bank, evidence, half_life_days):
        logs += one.weight * np.log(likelihood_of(bank, one.evidence))
    states = np.exp(logs - logs.max())
    return Belief(states / states.sum(), bank.temperature)
