"""The frozen values of the persona bank and of the evidence about one customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

GROUPS = tuple(range(1, 10))
BETA = 0.7  # log-odds per unit of weight, one for the whole bank (docs/decisions/0002)
LAPSE = 0.10  # a tenth of answers are slips: mixed with uniform (docs/decisions/0002)
TEMPERATURE = 1.25  # flattens the posterior until data says otherwise (docs/decisions/0007)

FloatArray = npt.NDArray[np.float64]
Verdict = Literal["sure", "two", "unsure"]
Moment = Literal["first", "later", "bought"]


@dataclass(frozen=True, kw_only=True)
class Text:
    """One sentence or label in every language the content is written in."""

    by_language: Mapping[str, str]

    def __getitem__(self, language: str) -> str:
        """The text in a language; in Vietnamese where it was not written in that one yet."""
        return self.by_language.get(language) or self.by_language["vi"]


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One of the nine groups, with the short texts that stand on a card."""

    group: int
    name: Text
    short: Text
    essence: Text
    do: Text
    avoid: Text


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One tap answer: `weights` maps a group to -2..2, `base` is its log-odds of popularity."""

    id: str
    text: Text
    seen: Text
    weights: Mapping[int, float]
    base: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Question:
    """One observable thing, its answers, the probing rules it stands for.

    `moment` says from when on a rep can have seen it: at the first meeting, later, or once the
    customer has bought. `learned` holds P(answer | group), shape (answers, 9), where confirmed
    customers have taught something beside the expert weights.
    """

    id: str
    topic: str
    text: Text
    answers: tuple[Answer, ...]
    probe: tuple[str, ...] = ()
    moment: Moment = "first"
    learned: FloatArray | None = field(default=None, repr=False, compare=False)

    def answer(self, answer_id: str) -> Answer | None:
        """The answer with that id, or None where the content no longer has it."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)

    def likelihood(self) -> FloatArray:
        """P(answer | group), shape (answers, 9), without slips; every column sums to 1.

        What was learned, else the experts' claim.
        """
        return self.claimed() if self.learned is None else self.learned

    def claimed(self) -> FloatArray:
        """What the expert weights say: a softmax over the answers of base + BETA * weight."""
        logits = np.array(
            [[a.base + BETA * a.weights.get(group, 0.0) for group in GROUPS] for a in self.answers]
        )
        odds = np.exp(logits - logits.max(axis=0))
        return np.asarray(odds / odds.sum(axis=0), dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One behaviour a note may tell of, with the phrasings that tell it, by language.

    `opposite` is the cue that a negated phrasing tells of, where there is one.
    """

    id: str
    text: Text
    seen: Text
    weights: Mapping[int, float]
    phrasings: Mapping[str, tuple[str, ...]]
    opposite: str | None = None


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One answered question, and how long ago that was."""

    question_id: str
    answer_id: str
    days_ago: float = 0.0


@dataclass(frozen=True, kw_only=True)
class CueSeen:
    """One behaviour that a note told of, and how long ago."""

    cue_id: str
    days_ago: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Impression:
    """How a whole note reads: P(group | its words) under a flat prior, nine numbers.

    `note` is the note's plain words: the same words again are no new evidence.
    """

    note: str
    groups: tuple[float, ...]
    days_ago: float = 0.0


Evidence: TypeAlias = Observation | CueSeen | Impression


@dataclass(frozen=True, kw_only=True)
class Bank:
    """All personas, questions and cues, in the order of the content.

    `temperature` flattens the reported posterior: 1 leaves it as it is.
    """

    personas: Mapping[int, Persona]
    questions: tuple[Question, ...]
    cues: tuple[Cue, ...] = ()
    temperature: float = TEMPERATURE
    by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    cues_by_id: Mapping[str, Cue] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {question.id: question for question in self.questions}
        object.__setattr__(self, "by_id", by_id)
        object.__setattr__(self, "cues_by_id", {cue.id: cue for cue in self.cues})

    def question(self, question_id: str) -> Question | None:
        """The question with that id, or None where the content no longer has it."""
        return self.by_id.get(question_id)


def lapsed(likelihood: FloatArray) -> FloatArray:
    """Likelihoods of shape (answers, …) mixed with uniform for the share of slips."""
    return np.asarray((1 - LAPSE) * likelihood + LAPSE / likelihood.shape[0], dtype=np.float64)
