"""Makes better likelihoods and a better calibration from customers whose group is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, pi

import numpy as np

from personas.belief import STATES_PER_GROUP, mixing_matrix, tempered
from personas.model import GROUPS, LAPSE, TEMPERATURE, Bank, FloatArray, Question

PSEUDO_OBSERVATIONS = 20.0  # what the experts' claim counts, per question and group
CONFUSED = 1 / 72  # odds that the experts meant one certain other group: .1 for all eight
ROUNDS = 8  # of expectation and maximization; thirty close no more of the gap (make bench)
AUDITS_FOR_SHARPENING = 100  # fewer judgements never make the product surer than its likelihoods
SPREAD = 0.25  # standard deviation of log T around log TEMPERATURE before any audit
TEMPERATURES = np.exp(np.linspace(np.log(0.5), np.log(4.0), 417))

# How much the customers of a confirmed group behave like each group, shape (9, 9): a confirmed
# group says nothing about which neighbour is mixed in.
BEHAVIOUR = mixing_matrix().reshape(len(GROUPS), STATES_PER_GROUP, len(GROUPS)).mean(axis=1)

SHIFT = 8  # Stirling's series is good to ten digits above it

Cell = tuple[str, str, int]  # question, answer, confirmed group


@dataclass(frozen=True, kw_only=True)
class Audit:
    """A judgement given before the card was seen, beside P(group) before tempering then."""

    group: int
    forecast: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """All that was learned: answers counted by confirmed group, and the fitted temperature."""

    counts: Mapping[Cell, float]
    temperature: float = TEMPERATURE


def teach(bank: Bank, lessons: Lessons) -> Bank:
    """The bank with learned likelihoods and temperature; the experts' weights stay as they are."""
    by_question: dict[str, dict[tuple[str, int], float]] = {}
    for (question_id, answer_id, group), count in lessons.counts.items():
        by_question.setdefault(question_id, {})[answer_id, group] = count
    questions = tuple(
        replace(one, learned=learn(one, by_question[one.id])) if one.id in by_question else one
        for one in bank.questions
    )
    return replace(bank, questions=questions, temperature=lessons.temperature)


def learn(
    question: Question,
    counts: Mapping[tuple[str, int], float],
    pseudo_observations: float = PSEUDO_OBSERVATIONS,
) -> FloatArray:
    """P(answer | group), shape (answers, 9): the experts' claim with the counted answers.

    The posterior mean of a Dirichlet prior of `pseudo_observations` around the claim. An answer of
    a customer of a group is a slip, or how one of the groups behaves that are mixed in that
    customer: its count is shared among them by expectation and maximization (Dempster et al.
    1977), or the mixture and the slips would be counted in twice. Where the answers of a group
    are rather what the experts said about another one, its prior is around that, too (`_meant`).
    """
    claimed = question.claimed()
    counted = _table(question, counts)
    likelihood = claimed
    for _round in range(ROUNDS):
        shared = _shared_out(counted, likelihood)
        prior = pseudo_observations * claimed
        prior = prior @ _meant(prior, shared)
        likelihood = (prior + shared) / (pseudo_observations + shared.sum(axis=0))
    return np.asarray(likelihood)


def _meant(prior: FloatArray, shared: FloatArray) -> FloatArray:
    """P(the claim about group h describes group g), shape (9 h, 9 g): experts confuse groups.

    Odds against the claim about g itself are CONFUSED times how much likelier the claim about h
    makes the answers (Dirichlet-multinomial), less 1: without answers every claim is its own.
    """
    gains = _log_gamma(prior[:, :, None] + shared[:, None, :]) - _log_gamma(prior)[:, :, None]
    evidence = gains.sum(axis=0)
    likelier = np.exp(np.minimum(evidence - np.diag(evidence), 50.0))
    odds = CONFUSED * np.maximum(likelier - 1, 0.0) + np.eye(len(GROUPS))
    return np.asarray(odds / odds.sum(axis=0))


def _log_gamma(values: FloatArray) -> FloatArray:
    """ln of the gamma function of positive values: Stirling's series, shifted."""
    steps = np.arange(SHIFT).reshape(-1, *(1,) * values.ndim)
    high = values + SHIFT
    series = 1 / (12 * high) - 1 / (360 * high**3) + 1 / (1260 * high**5)
    stirling = (high - 0.5) * np.log(high) - high + 0.5 * log(2 * pi) + series
    return np.asarray(stirling - np.log(values + steps).sum(axis=0))


def _table(question: Question, counts: Mapping[tuple[str, int], float]) -> FloatArray:
    """The counts as shape (answers, 9); answers the content no longer has are left out."""
    return np.array(
        [[counts.get((one.id, group), 0.0) for group in GROUPS] for one in question.answers]
    )


def _shared_out(counted: FloatArray, likelihood: FloatArray) -> FloatArray:
    """Counts by the group that was behaved like, shape (answers, 9), slips taken out."""
    behaved = (1 - LAPSE) * likelihood[:, None, :] * BEHAVIOUR[None, :, :]
    slipped = LAPSE / likelihood.shape[0]
    share = behaved / (behaved.sum(axis=2, keepdims=True) + slipped)
    return np.asarray((counted[:, :, None] * share).sum(axis=1))


def count(customers: Iterable[tuple[int, Iterable[tuple[str, str]]]]) -> dict[Cell, float]:
    """How often each answer (question id, answer id) was given, by the confirmed group."""
    counts: dict[Cell, float] = {}
    for group, answers in customers:
        for question_id, answer_id in answers:
            cell = (question_id, answer_id, group)
            counts[cell] = counts.get(cell, 0.0) + 1.0
    return counts


def fit_temperature(audits: Sequence[Audit]) -> float:
    """The most probable T given the audits: maximum a posteriori on a grid of 0.5 to 4.

    Log-normal prior around TEMPERATURE with SPREAD; the likelihood is that of the judged groups
    under p^(1/T) (temperature scaling, Guo et al. 2017). At least 1 below AUDITS_FOR_SHARPENING.
    """
    log_prior = -0.5 * (np.log(TEMPERATURES / TEMPERATURE) / SPREAD) ** 2
    best = float(TEMPERATURES[int(np.argmax(log_prior + _log_likelihood(audits)))])
    if not audits:
        best = TEMPERATURE
    return max(best, 1.0) if len(audits) < AUDITS_FOR_SHARPENING else best


def _log_likelihood(audits: Sequence[Audit]) -> FloatArray:
    """The log-probability of all judged groups at each of TEMPERATURES."""
    if not audits:
        return np.zeros(len(TEMPERATURES))
    forecasts = np.maximum(np.array([audit.forecast for audit in audits]), 1e-12)
    judged = np.array([audit.group - 1 for audit in audits])
    rows = np.arange(len(audits))
    return np.array(
        [np.log(tempered(forecasts, float(one))[rows, judged]).sum() for one in TEMPERATURES]
    )
