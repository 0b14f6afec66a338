"""Counts how often questions, probing rules and cues pointed at the group that was confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from personas.belief import cue_likelihood
from personas.learning import Cell
from personas.model import Bank, FloatArray, lapsed


@dataclass(frozen=True, kw_only=True)
class Hit:
    """How a piece of content did: `times` it spoke, the share `right`, the mean `bits` it gave.

    It was right when what was seen fits the confirmed group better than the average group; bits
    are log2 of how much better, so what misleads has less than none.
    """

    subject: str
    times: int
    right: float
    bits: float


def question_hits(bank: Bank, counts: Mapping[Cell, float]) -> list[Hit]:
    """Per question that was answered about confirmed customers, the most often asked first."""
    spoken: dict[str, list[tuple[float, float]]] = {}
    for (question_id, answer_id, group), times in counts.items():
        gain = _gain(bank, question_id, answer_id, group)
        if gain is not None:
            spoken.setdefault(question_id, []).append((times, gain))
    return _sorted(_hit(subject, said) for subject, said in spoken.items())


def rule_hits(bank: Bank, counts: Mapping[Cell, float]) -> list[Hit]:
    """Per probing rule, over all questions that stand for it."""
    spoken: dict[str, list[tuple[float, float]]] = {}
    for (question_id, answer_id, group), times in counts.items():
        gain = _gain(bank, question_id, answer_id, group)
        question = bank.question(question_id)
        for rule in question.probe if question is not None and gain is not None else ():
            spoken.setdefault(rule, []).append((times, gain or 0.0))
    return sorted((_hit(rule, said) for rule, said in spoken.items()), key=lambda hit: hit.subject)


def cue_hits(bank: Bank, told: Iterable[tuple[int, Iterable[str]]]) -> list[Hit]:
    """Per cue told of confirmed customers; `told` are pairs of a group and the ids of its cues."""
    spoken: dict[str, list[tuple[float, float]]] = {}
    for group, cue_ids in told:
        for cue_id in cue_ids:
            cue = bank.cues_by_id.get(cue_id)
            if cue is not None:
                gain = _bits(cue_likelihood(cue), group)
                spoken.setdefault(cue_id, []).append((1.0, gain))
    return _sorted(_hit(subject, said) for subject, said in spoken.items())


def _gain(bank: Bank, question_id: str, answer_id: str, group: int) -> float | None:
    """Bits that an answer gave the group by the experts' claim; None for what is gone."""
    question = bank.question(question_id)
    answer = question.answer(answer_id) if question is not None else None
    if question is None or answer is None:
        return None
    return _bits(lapsed(question.claimed())[question.answers.index(answer)], group)


def _bits(likelihood: FloatArray, group: int) -> float:
    return float(np.log2(likelihood[group - 1] / likelihood.mean()))


def _hit(subject: str, said: list[tuple[float, float]]) -> Hit:
    times = sum(weight for weight, _gain in said)
    right = sum(weight for weight, gain in said if gain > 0)
    bits = sum(weight * gain for weight, gain in said)
    return Hit(subject=subject, times=round(times), right=right / times, bits=bits / times)


def _sorted(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.times, hit.subject))
