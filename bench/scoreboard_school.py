"""Teaches a bank with the customers it interviewed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from bench.scoreboard_effort import top_rate
from bench.scoreboard_engine import SKIP, Engine, Indexes, Trace
from bench.scoreboard_outcomes import Measured, Outcome
from bench.scoreboard_worlds import Crowd
from personas.belief import tempered
from personas.interview import Policy
from personas.learning import Audit, Cell, Lessons, count, fit_temperature, teach
from personas.model import TEMPERATURE, Bank, FloatArray

AUDITED = 0.10
TEMPERATURES = np.exp(np.linspace(np.log(0.5), np.log(4.0), 80))
FIGURES = ("log-loss, T fitted", "log-loss, T = 1", "top-1")


@dataclass
class School:
    """A bank that is taught by the customers it interviewed."""

    bank: Bank
    taught: Bank
    counts: dict[Cell, float] = field(default_factory=dict)
    audits: list[Audit] = field(default_factory=list)

    def confirm(self, crowd: Crowd, rng: np.random.Generator) -> None:
        """Interviews the customers as taught so far, hears their groups, teaches."""
        trace = Engine(self.taught).adaptive(crowd.answers, Policy().maximum_questions)
        stops = trace.stops(Policy(), self.taught.temperature)
        told = count(zip(crowd.groups.tolist(), self._told(crowd, trace, stops), strict=True))
        for cell, times in told.items():
            self.counts[cell] = self.counts.get(cell, 0.0) + times
        audited = np.flatnonzero(rng.random(len(crowd)) < AUDITED)
        for at, forecast in zip(audited, trace.at(stops)[audited], strict=True):
            self.audits.append(Audit(group=int(crowd.groups[at]), forecast=tuple(forecast)))
        lessons = Lessons(counts=self.counts, temperature=fit_temperature(self.audits))
        self.taught = teach(self.bank, lessons)

    def _told(self, crowd: Crowd, trace: Trace, stops: Indexes) -> Iterator[list[tuple[str, str]]]:
        questions = self.bank.questions
        for answers, asked, stop in zip(crowd.answers, trace.asked, stops, strict=True):
            heard = [(questions[at], answers[at]) for at in asked[:stop] if answers[at] != SKIP]
            yield [(question.id, question.answers[at].id) for question, at in heard]


def examine(bank: Bank, fresh: Crowd, temperature: float) -> Measured:
    """FIGURES under the stop rule with TEMPERATURE, the others with the bank's own."""
    trace = Engine(bank).adaptive(fresh.answers, Policy().maximum_questions)
    groups = trace.at(trace.stops(Policy(), TEMPERATURE))
    stops = trace.stops(Policy(), temperature)
    posteriors = tempered(trace.at(stops), temperature)
    product = Outcome(posteriors=posteriors, groups=fresh.groups, questions=stops).measures()
    return {
        "log-loss, T fitted": min(_loss(groups, fresh, float(one)) for one in TEMPERATURES),
        "log-loss, T = 1": _loss(groups, fresh, 1.0),
        "top-1": top_rate(groups, fresh.groups),
        "T": temperature,
        "ECE": product["ECE"],
        "questions": product["questions"],
        "product's top-1": product["top-1"],
        "product's log-loss": product["log-loss"],
    }


def _loss(groups: FloatArray, crowd: Crowd, temperature: float) -> float:
    told = tempered(groups, temperature)[np.arange(len(crowd)), crowd.groups - 1]
    return float(-np.log(np.maximum(told, 1e-12)).mean())
