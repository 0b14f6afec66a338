"""Builds small banks, and computes their likelihoods in plain Python, apart from the product."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from personas.belief import Belief
from personas.model import Answer, Bank, FloatArray, Moment, Observation, Question, Text
from tests.conversations import KNOWLEDGE

SHIPPED = KNOWLEDGE.bank
EMPTY = Text(by_language={"vi": "", "en": ""})
BLIND: Mapping[int, float] = {}  # the weights of an answer that says nothing about the group

Rows = list[list[float]]


def question(
    question_id: str,
    weights: Sequence[Mapping[int, float]],
    *,
    topic: str = "topic",
    probe: tuple[str, ...] = (),
    bases: Sequence[float] = (),
    moment: Moment = "first",
) -> Question:
    """A question with answers a0, a1…, one for each mapping of weights."""
    answers = tuple(
        Answer(
            id=f"a{at}",
            text=EMPTY,
            seen=Text(by_language={"vi": f"{question_id} a{at}", "en": ""}),
            weights=one,
            base=bases[at] if bases else 0.0,
        )
        for at, one in enumerate(weights)
    )
    return Question(
        id=question_id, topic=topic, text=EMPTY, answers=answers, probe=probe, moment=moment
    )


def bank(*questions: Question) -> Bank:
    """A bank of these questions with the shipped personas."""
    return Bank(personas=SHIPPED.personas, questions=questions)


def saw(question_id: str, answer_id: str, days_ago: float = 0.0) -> Observation:
    """One observed answer."""
    return Observation(question_id=question_id, answer_id=answer_id, days_ago=days_ago)


def random_evidence(generator: np.random.Generator, count: int) -> list[Observation]:
    """Answers to `count` different shipped questions, as somebody of a random group gives them."""
    group = int(generator.integers(9))
    places = generator.choice(len(SHIPPED.questions), count, replace=False)
    evidence = []
    for place in places:
        one = SHIPPED.questions[place]
        chosen = generator.choice(len(one.answers), p=one.likelihood()[:, group])
        evidence.append(saw(one.id, one.answers[chosen].id))
    return evidence


def random_belief(generator: np.random.Generator) -> Belief:
    """A belief that may be anything from vague to nearly certain."""
    sharpness = float(generator.choice([0.05, 0.3, 1.0, 5.0]))
    return Belief(generator.dirichlet(np.full(27, sharpness)))


def belief_of(posterior: FloatArray) -> Belief:
    """A belief that reports just this posterior."""
    groups = np.power(posterior, 1.25)
    return Belief(np.repeat(groups / groups.sum() / 3, 3))


def slow_likelihood(one: Question) -> Rows:
    """P(answer | group) as rows of answers, from the written formula, without slips."""
    odds = [
        [math.exp(answer.base + 0.7 * answer.weights.get(group, 0.0)) for group in range(1, 10)]
        for answer in one.answers
    ]
    totals = [sum(row[group] for row in odds) for group in range(9)]
    return [[row[group] / totals[group] for group in range(9)] for row in odds]


def slow_state_likelihood(one: Question) -> Rows:
    """P(answer | latent state) as rows of answers; the states as docs/decisions/0002 has them."""
    return [
        [0.9 * rate + 0.1 / len(one.answers) for rate in _by_state(row)]
        for row in slow_likelihood(one)
    ]


def _by_state(row: list[float]) -> list[float]:
    rates = []
    for group in range(9):
        below, above = row[(group + 8) % 9], row[(group + 1) % 9]
        rates += [row[group], 0.7 * row[group] + 0.3 * below, 0.7 * row[group] + 0.3 * above]
    return rates


def slow_groups(evidence: Sequence[Observation]) -> list[float]:
    """P(group | evidence) before tempering, for answers to different shipped questions."""
    states = [1.0] * 27
    for observation in evidence:
        one = SHIPPED.by_id[observation.question_id]
        place = [answer.id for answer in one.answers].index(observation.answer_id)
        row = slow_state_likelihood(one)[place]
        states = [state * rate for state, rate in zip(states, row, strict=True)]
    return [sum(states[3 * group : 3 * group + 3]) / sum(states) for group in range(9)]
