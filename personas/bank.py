"""Reads and validates the persona bank; lists every mistake at once with file, place and cure."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from loading.fields import Texts, identifier, sentence
from loading.mistakes import ContentError, Mistake, short_name, text_mistake
from loading.yaml_file import Entry, read_file
from personas.model import GROUPS, Answer, Bank, Moment, Persona, Question, Text, lapsed

CONTENT = Path(__file__).parent / "content"
BEST_RIVAL_CAP = 3.5  # P(a|best group) / P(a|second), after lapse; "about 3:1"
EXTREME_CAP = 8.0  # P(a|best group) / P(a|worst group), after lapse; "about 6:1"

Group = Annotated[int, Field(ge=1, le=9)]
Weight = Annotated[int, Field(ge=-2, le=2)]


class AnswerEntry(Entry):
    id: Annotated[str, identifier(16)]
    text: Annotated[Texts, sentence(most_words=6, most_characters=30)]
    seen: Annotated[Texts, sentence(least_words=2, most_words=12, most_characters=70)]
    weights: dict[Group, Weight] = Field(default_factory=dict)
    base: Annotated[float, Field(ge=-2, le=2)] = 0.0


class QuestionEntry(Entry):
    id: Annotated[str, identifier(24)]
    moment: Moment = "first"
    probe: list[Literal["R1", "R2", "R3"]] = Field(default_factory=list)
    text: Annotated[Texts, sentence(least_words=4, most_words=16)]
    scale: dict[Group, Weight] = Field(default_factory=dict)
    answers: Annotated[list[AnswerEntry], Field(min_length=3, max_length=5)]

    @model_validator(mode="after")
    def _one_way_of_weighing(self) -> "QuestionEntry":
        weighed = any(answer.weights for answer in self.answers)
        if bool(self.scale) == weighed:
            raise PydanticCustomError(
                "text",
                "{detail_en}",
                {
                    "detail_vi": "dùng weights ở câu trả lời, hoặc một scale; chọn đúng một",
                    "detail_en": "weights on the answers or one scale are needed; use exactly one",
                },
            )
        return self


class TopicFile(Entry):
    topic: Annotated[str, identifier(20)]
    questions: Annotated[list[QuestionEntry], Field(min_length=1)]


class PersonaEntry(Entry):
    group: Group
    name: Annotated[Texts, sentence(most_words=5)]
    short: Annotated[Texts, sentence(most_words=3, most_characters=20)]
    essence: Annotated[Texts, sentence(most_words=20)]
    do: Annotated[Texts, sentence(most_characters=110)]
    avoid: Annotated[Texts, sentence(most_characters=70)]


class PersonaFile(Entry):
    personas: list[PersonaEntry]


def load_bank(content: Path = CONTENT) -> Bank:
    """The bank written under `content`; raises ContentError with every mistake in it."""
    mistakes: list[Mistake] = []
    personas = _read_personas(content / "personas.yaml", mistakes)
    questions: list[Question] = []
    for path in sorted((content / "questions").glob("*.yaml")):
        topic = read_file(path, TopicFile, mistakes)
        if topic is not None:
            mistakes.extend(_topic_mistakes(path, topic, questions))
            questions.extend(_question(entry, topic.topic) for entry in topic.questions)
    if mistakes:
        raise ContentError(mistakes)
    ordered = sorted(questions, key=lambda question: min(question.probe, default="R9"))
    return Bank(personas=personas, questions=tuple(ordered))


def _read_personas(path: Path, mistakes: list[Mistake]) -> dict[int, Persona]:
    file = read_file(path, PersonaFile, mistakes)
    if file is None:
        return {}
    found = {entry.group: _persona(entry) for entry in file.personas}
    mistakes.extend(
        text_mistake(
            short_name(path),
            "personas",
            vi=f"nhóm {group} phải có đúng một lần; thêm hoặc bớt",
            en=f"group {group} must stand exactly once; add or remove it",
        )
        for group in GROUPS
        if sum(entry.group == group for entry in file.personas) != 1
    )
    return found


def _persona(entry: PersonaEntry) -> Persona:
    fields = ("name", "short", "essence", "do", "avoid")
    texts: dict[str, Any] = {name: Text(by_language=getattr(entry, name)) for name in fields}
    return Persona(group=entry.group, **texts)


def _question(entry: QuestionEntry, topic: str) -> Question:
    last = len(entry.answers) - 1
    return Question(
        id=entry.id,
        topic=topic,
        text=Text(by_language=entry.text),
        probe=tuple(entry.probe),
        moment=entry.moment,
        answers=tuple(
            Answer(
                id=answer.id,
                text=Text(by_language=answer.text),
                seen=Text(by_language=answer.seen),
                weights=dict(answer.weights)
                or {group: top * (2 * at / last - 1) for group, top in entry.scale.items()},
                base=answer.base,
            )
            for at, answer in enumerate(entry.answers)
        ),
    )


def _topic_mistakes(path: Path, topic: TopicFile, before: Iterable[Question]) -> Iterator[Mistake]:
    name = short_name(path)
    if topic.topic != path.stem:
        yield text_mistake(
            name,
            "topic",
            vi=f"topic phải trùng tên tệp; ghi “{path.stem}”",
            en=f"the topic must be the file's name; write “{path.stem}”",
        )
    used = {question.id for question in before}
    for entry in topic.questions:
        place = f"questions.{entry.id}"
        if entry.id in used:
            yield Mistake(file=name, place=place, kind="duplicate_id", facts={"got": entry.id})
        used.add(entry.id)
        ids = [answer.id for answer in entry.answers]
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            yield Mistake(file=name, place=place, kind="duplicate_id", facts={"got": repeated})
        yield from _overclaims(name, place, _question(entry, topic.topic))


def _overclaims(name: str, place: str, question: Question) -> Iterator[Mistake]:
    for answer, row in zip(question.answers, lapsed(question.likelihood()), strict=True):
        worst, second, best = np.sort(row)[[0, -2, -1]]
        if best / second > BEST_RIVAL_CAP or best / worst > EXTREME_CAP:
            yield text_mistake(
                name,
                f"{place}.{answer.id}",
                vi=f"khẳng định quá mạnh ({best / second:.1f} và {best / worst:.1f} lần); "
                f"giảm weights để còn dưới {BEST_RIVAL_CAP} và {EXTREME_CAP}",
                en=f"claims too much ({best / second:.1f} and {best / worst:.1f} to 1); "
                f"lower the weights to below {BEST_RIVAL_CAP} and {EXTREME_CAP}",
            )
