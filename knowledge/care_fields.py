"""The shapes of the care files: what an action, a template and a file of tips may hold."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, cast

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from knowledge.care_model import ADDRESS, EVENTS, FACTS, RELATIONSHIPS
from knowledge.handbook import Group
from loading.fields import Texts, identifier, sentence
from loading.yaml_file import Entry

_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
# A long but usual filling: a draft of 220 characters with it fits Telegram's copy button (256).
_USUAL = {
    "{you}": "anh/chị",
    "{me}": "cháu",
    "{name}": "Phương Thảo",
    "{product}": "Máy lọc nước để bàn loại 10 lít",
    "{date}": "31/12/2026",
    "{shop}": "Cửa hàng An Bình",
}
_LENGTHS = sentence(least_words=5, most_characters=220, placeholders=())


def _mistake(vi: str, en: str) -> PydanticCustomError:
    """A mistake that only one check can make, with its cure in both languages."""
    return PydanticCustomError("text", "{detail_en}", {"detail_vi": vi, "detail_en": en})


def one_of(known: Sequence[str], *, vi: str, en: str) -> AfterValidator:
    """A check for one of the known ids; `vi` and `en` name what they are ids of."""

    def check(value: str) -> str:
        if value not in known:
            said = ", ".join(known)
            raise _mistake(
                f"không có {vi} “{value}”; dùng một trong: {said}",
                f"there is no {en} “{value}”; use one of: {said}",
            )
        return value

    return AfterValidator(check)


def _draft(texts: Texts) -> Texts:
    for language, text in texts.items():
        _check_placeholders(language, text)
    lengths = cast("Callable[[Texts], Texts]", _LENGTHS.func)
    lengths({language: _PLACEHOLDER.sub(_usual, text) for language, text in texts.items()})
    return texts


def _usual(found: re.Match[str]) -> str:
    return _USUAL[found[0]]


def _check_placeholders(language: str, text: str) -> None:
    names = (*ADDRESS, *FACTS) if language == "vi" else FACTS
    allowed = [f"{{{name}}}" for name in names]
    unknown = [found for found in _PLACEHOLDER.findall(text) if found not in allowed]
    if unknown:
        raise _mistake(
            f"bản “{language}” có {unknown[0]}; ở đây chỉ được dùng: {', '.join(allowed)}",
            f"the “{language}” text holds {unknown[0]}; allowed here: {', '.join(allowed)}",
        )


Tip = Annotated[Texts, sentence(least_words=10, most_words=36, most_characters=180)]
Draft = Annotated[Texts, AfterValidator(_draft)]
Relationship = Annotated[str, one_of(RELATIONSHIPS, vi="loại quan hệ", en="relationship")]
Event = Annotated[str, one_of(EVENTS, vi="sự kiện", en="event")]


class CombinedFile(Entry):
    group: Group
    relationships: dict[str, Tip]


class ActionEntry(Entry):
    id: Annotated[str, identifier(24)]
    relationship: list[Relationship] = Field(default_factory=list)
    event: Event | None = None
    after_days: Annotated[int, Field(ge=0, le=366)]
    text: Annotated[Texts, sentence(least_words=2, most_words=12, most_characters=60)]
    why: Annotated[Texts, sentence(least_words=3, most_words=16, most_characters=80)]
    message: str


class TemplateEntry(Entry):
    id: Annotated[str, identifier(24)]
    plain: Draft
    warm: Draft
    reassuring: Draft
