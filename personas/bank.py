"""Reads and validates the persona bank; lists every mistake at once with file, place and cure."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from loading.fields import Texts, identifier, sentence
from loading.mistakes import ContentError, Mistake
from loading.parsing import Location
from loading.yaml_file import Entry, Source, open_source
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


class TopicHead(Entry):
    topic: Annotated[str, identifier(20)]


class PersonaEntry(Entry):
    group: Group
    name: Annotated[Texts, sentence(most_words=5)]
    short: Annotated[Texts, sentence(most_words=3, most_characters=20)]
    essence: Annotated[Texts, sentence(most_words=20)]
    do: Annotated[Texts, sentence(most_characters=110)]
    avoid: Annotated[Texts, sentence(most_characters=70)]


class NoHead(Entry):
    """A file that holds nothing beside its list."""


def load_bank(content: Path = CONTENT) -> Bank:
    """The bank written under `content`; raises ContentError with every mistake in it."""
    mistakes: list[Mistake] = []
    personas = _read_personas(content / "personas.yaml", mistakes)
    questions: list[Question] = []
    paths = sorted((content / "questions").glob("*.yaml"))
    for path in paths:
        questions += _read_topic(path, questions, mistakes)
    if not paths:
        mistakes.append(Mistake(file="questions/*.yaml", place="", kind="file_missing"))
    if mistakes:
        raise ContentError(mistakes)
    ordered = sorted(questions, key=lambda question: min(question.probe, default="R9"))
    return Bank(personas=personas, questions=tuple(ordered))


def _read_personas(path: Path, mistakes: list[Mistake]) -> dict[int, Persona]:
    source = open_source(path, mistakes)
    if source is None:
        return {}
    source.read(NoHead, without="personas")
    parts = source.parts("personas", PersonaEntry)
    groups = [part.entry.group for part in parts]
    for part in parts:
        if groups.count(part.entry.group) > 1:
            source.note(part.location, "duplicate_id", got=part.entry.group)
    raw = source.raw("personas")
    listed = raw if isinstance(raw, list) else []
    written = [one.get("group") for one in listed if isinstance(one, dict)]
    for group in [group for group in GROUPS if group not in written]:
        vi, en = f"thiếu nhóm {group}; thêm vào", f"group {group} is missing; add it"
        source.complain(("personas",), vi=vi, en=en)
    return {part.entry.group: _persona(part.entry) for part in parts}


def _read_topic(path: Path, before: Sequence[Question], mistakes: list[Mistake]) -> list[Question]:
    source = open_source(path, mistakes)
    if source is None:
        return []
    head = source.read(TopicHead, without="questions")
    if head is not None and head.topic != path.stem:
        source.complain(
            ("topic",),
            vi=f"topic phải trùng tên tệp; ghi “{path.stem}”",
            en=f"the topic must be the file's name; write “{path.stem}”",
        )
    found: list[Question] = []
    for part in source.parts("questions", QuestionEntry):
        question = _question(part.entry, path.stem)
        if question.id in {one.id for one in (*before, *found)}:
            source.note(part.location, "duplicate_id", got=question.id)
        _check_answers(source, part.location, question)
        found.append(question)
    return found


def _check_answers(source: Source, location: Location, question: Question) -> None:
    ids = [answer.id for answer in question.answers]
    for at, (answer, row) in enumerate(
        zip(question.answers, lapsed(question.likelihood()), strict=True)
    ):
        place = (*location, "answers", at)
        if answer.id in ids[:at]:
            source.note(place, "duplicate_id", got=answer.id)
        worst, second, best = np.sort(row)[[0, -2, -1]]
        if best / second > BEST_RIVAL_CAP or best / worst > EXTREME_CAP:
            source.complain(
                place,
                vi=f"khẳng định quá mạnh ({best / second:.1f} và {best / worst:.1f} lần); "
                f"giảm weights để còn dưới {BEST_RIVAL_CAP} và {EXTREME_CAP}",
                en=f"claims too much ({best / second:.1f} and {best / worst:.1f} to 1); "
                f"lower the weights to below {BEST_RIVAL_CAP} and {EXTREME_CAP}",
            )


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
