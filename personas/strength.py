"""Measures what a bank can tell: bits per question, and log-odds between any two groups."""

from collections.abc import Mapping

import numpy as np

from personas.model import GROUPS, Bank, FloatArray, Question, lapsed

SPLITS = 0.8  # nats of divergence from which a question counts as a splitter of a pair


def information(question: Question) -> float:
    """Bits an answer tells about the group, flat prior, without slips: I(group; answer)."""
    likelihood = question.likelihood()
    marginal = likelihood.mean(axis=1, keepdims=True)
    return float((likelihood * np.log2(likelihood / marginal)).sum() / len(GROUPS))


def bits_per_question(bank: Bank) -> float:
    """The mean of `information` over the bank."""
    return float(np.mean([information(question) for question in bank.questions]))


def divergence(question: Question) -> FloatArray:
    """Expected log-odds (nats) an answer gives the true group over another one, shape (9, 9).

    Entry [i, j] is the Kullback-Leibler divergence of the answers of group i+1 from those of
    group j+1, slips included.
    """
    logs = np.log(lapsed(question.likelihood()))
    likelihood = np.exp(logs)
    own = (likelihood * logs).sum(axis=0)
    return np.asarray(own[:, None] - likelihood.T @ logs)


def deliverable_log_odds(bank: Bank) -> FloatArray:
    """Expected log-odds (nats) the whole bank gives the true group over another, shape (9, 9)."""
    return np.asarray(sum(divergence(question) for question in bank.questions))


def splitters(bank: Bank, one: int, other: int) -> Mapping[str, float]:
    """The questions that split two groups, with their divergence in both directions together."""
    found = {}
    for question in bank.questions:
        between = divergence(question)
        total = float(between[one - 1, other - 1] + between[other - 1, one - 1])
        if total >= SPLITS:
            found[question.id] = total
    return found
