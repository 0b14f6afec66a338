"""The fields that content files are made of: ids, and sentences in every language."""

import re

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

LANGUAGES = ("vi", "en")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_ID = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"[a-z]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _complain(vi: str, en: str) -> PydanticCustomError:
    return PydanticCustomError("text", "{detail_en}", {"detail_vi": vi, "detail_en": en})


Texts = dict[str, str]


def identifier(most: int) -> AfterValidator:
    """A check for an id of a-z 0-9 _ with at most `most` characters."""

    def check(value: str) -> str:
        if not _ID.fullmatch(value) or len(value) > most:
            raise PydanticCustomError("bad_id", "bad id", {"got": value, "most": most})
        return value

    return AfterValidator(check)


def sentence(
    *,
    least_words: int = 1,
    most_words: int = 99,
    most_characters: int = 400,
    placeholders: tuple[str, ...] = ("{customer}",),
) -> AfterValidator:
    """A check for one text in every language, within the given lengths.

    Only Vietnamese texts may hold the `placeholders`: English says they/them.
    """

    def check(texts: Texts) -> Texts:
        for language in LANGUAGES:
            if not texts.get(language, "").strip():
                raise _complain(
                    f"thiếu bản “{language}”; viết thêm", f"no “{language}” text; add it"
                )
        for language, text in texts.items():
            _check_form(language, text)
            allowed = placeholders if language == "vi" else ()
            _check_words(language, text, least_words, most_words)
            _check_characters(language, text, most_characters)
            _check_placeholders(language, text, allowed)
        return texts

    return AfterValidator(check)


def _check_form(language: str, text: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise _complain(
            f"“{language}” không phải mã ngôn ngữ; dùng hai chữ thường như vi, en",
            f"“{language}” is no language code; use two small letters like vi, en",
        )
    if _CONTROL.search(text):
        raise _complain(
            f"bản “{language}” có dấu xuống dòng hoặc ký tự ẩn; viết trên một dòng",
            f"the “{language}” text holds a line break or an invisible sign; use one line",
        )


def _check_words(language: str, text: str, least: int, most: int) -> None:
    count = len(text.split())
    if not least <= count <= most:
        raise _complain(
            f"bản “{language}” có {count} từ; viết lại trong khoảng {least} đến {most} từ",
            f"the “{language}” text has {count} words; rewrite it with {least} to {most}",
        )


def _check_characters(language: str, text: str, most: int) -> None:
    if len(text) > most:
        raise _complain(
            f"bản “{language}” dài {len(text)} ký tự; rút còn tối đa {most}",
            f"the “{language}” text has {len(text)} characters; cut it to {most}",
        )


def _check_placeholders(language: str, text: str, allowed: tuple[str, ...]) -> None:
    unknown = [found for found in _PLACEHOLDER.findall(text) if found not in allowed]
    if unknown:
        said = ", ".join(allowed) or "–"
        raise _complain(
            f"bản “{language}” có {unknown[0]}; ở đây chỉ được dùng: {said}",
            f"the “{language}” text holds {unknown[0]}; allowed here: {said}",
        )
