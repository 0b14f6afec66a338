"""The shapes of the files that hold facts and category schemes."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from knowledge.filling import BRACES
from loading.fields import Texts, identifier, sentence
from loading.yaml_file import Entry

_COLOR = re.compile(r"#[0-9a-f]{6}")
_plain = cast("Callable[[Texts], Texts]", sentence(most_words=24, most_characters=200).func)


def _color(value: str) -> str:
    if not _COLOR.fullmatch(value):
        said = {
            "detail_vi": f"“{value}” không phải mã màu; viết như “#4caf50”",
            "detail_en": f"“{value}” is no colour; write it like “#4caf50”",
        }
        raise PydanticCustomError("text", "{detail_en}", said)
    return value


def _reason(texts: Texts) -> Texts:
    """The reason, right apart from what its braces name: that is checked against the facts."""
    _plain({language: BRACES.sub("0", text) for language, text in texts.items()})
    return texts


Id = Annotated[str, identifier(24)]
Name = Annotated[Texts, sentence(most_words=5, most_characters=30)]
Advice = Annotated[Texts, sentence(least_words=2, most_words=16, most_characters=90)]


class AnswerEntry(Entry):
    id: Id
    text: Annotated[Texts, sentence(most_words=5, most_characters=30)]
    value: float | None = None


class FactEntry(Entry):
    id: Id
    kind: Literal["choice", "number", "date", "yes_no"]
    label: Annotated[Texts, sentence(most_words=4)]
    question: Annotated[Texts, sentence(least_words=2, most_words=12)] | None = None
    answers: list[AnswerEntry] = Field(default_factory=list)
    below_zero: bool = False


class ClassEntry(Entry):
    id: Id
    name: Name
    icon: Annotated[str, Field(min_length=1, max_length=8)]
    color: Annotated[str, AfterValidator(_color)]
    when: Any
    reason: Annotated[Texts, AfterValidator(_reason)]
    traits: Annotated[list[Advice], Field(max_length=3)] = Field(default_factory=list)
    care: Annotated[list[Advice], Field(max_length=3)] = Field(default_factory=list)


class SchemeHead(Entry):
    id: Id
    name: Name
    purpose: Annotated[Texts, sentence(least_words=2, most_words=30)]
    source_note: Annotated[Texts, sentence(most_words=120, most_characters=700)] | None = None
    flags: Any = None  # read one by one, like the classes
