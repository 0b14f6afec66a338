"""The texts of every language: finds a sentence and fills in its facts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.dialogue.plain import as_typed, clean
from bot.dialogue.replies import Label, Phrase, Written
from loading.mistakes import ContentError, Mistake, text_mistake

TEXTS = Path(__file__).parent / "texts"
FIRST_LANGUAGE = "vi"
_FACT = re.compile(r"\{(\w+)\}")
_PART = re.compile(r"\*([^*]+)\*")

Style = Literal["plain", "bold"]


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run of text in one style, not yet escaped for anything."""

    text: str
    style: Style = "plain"


Line = tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One language: sentences by id, what typed words do, how to address a customer."""

    code: str
    sentences: Mapping[str, str]
    words: Mapping[str, str]
    address: Mapping[str, Mapping[str, str]]

    def line(self, phrase: Phrase, about: str = "") -> Line:
        """The phrase as spans, its facts filled in; `about` is the customer's name, if any."""
        spans = []
        for at, part in enumerate(_PART.split(self.sentences[phrase.id])):
            style: Style = "bold" if at % 2 else "plain"
            if part:
                spans.append(Span(text=self._fill(part, phrase.facts, about), style=style))
        return tuple(spans)

    def text(self, label: Label, about: str = "") -> str:
        """Any label as plain text in this language."""
        match label:
            case str():
                return label
            case Phrase():
                return "".join(span.text for span in self.line(label, about))
            case Written():
                return self.written(label.by_language, about)

    def written(self, by_language: Mapping[str, str], about: str = "") -> str:
        """A text of the content in this language, spoken about the customer named `about`."""
        text = by_language.get(self.code) or by_language[FIRST_LANGUAGE]
        words = self.address_words(about)
        return capitalised(_FACT.sub(lambda found: words.get(found[1], found[0]), text), text)

    def address_words(self, name: str) -> Mapping[str, str]:
        """How to speak of and to a customer: by the honorific in the name, never by a guess."""
        words = clean(name).lower().replace(".", " ").split()
        for key in (" ".join(words[:2]), *words[: len(words) > 1]):
            if key in self.address:
                return self.address[key]
        return self.address["other"]

    def _fill(self, part: str, facts: Mapping[str, Label], about: str) -> str:
        return _FACT.sub(lambda found: self.text(facts[found[1]], about), part)


def capitalised(text: str, template: str) -> str:
    """The text with a capital letter where its template began with a filled-in word."""
    return text[:1].upper() + text[1:] if template.startswith("{customer}") else text


def load_speeches(folder: Path = TEXTS) -> Mapping[str, Speech]:
    """Every language under `folder`; raises ContentError when a sentence or a fact is missing."""
    speeches = {path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))}
    mistakes = list(_differences(speeches))
    if mistakes:
        raise ContentError(mistakes)
    return speeches


def typed_words(speeches: Mapping[str, Speech]) -> Mapping[str, str]:
    """What typed words do, in all languages at once: people mix them."""
    return {word: meaning for speech in speeches.values() for word, meaning in speech.words.items()}


def _read(path: Path) -> Speech:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    words = {as_typed(word): does for does, group in data.pop("words").items() for word in group}
    address = data.pop("address")
    return Speech(code=path.stem, sentences=dict(_flat(data)), words=words, address=address)


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)


def _differences(speeches: Mapping[str, Speech]) -> Iterator[Mistake]:
    first = speeches[FIRST_LANGUAGE]
    for code, speech in speeches.items():
        file = f"bot/texts/{code}.yaml"
        for id_ in first.sentences.keys() - speech.sentences.keys():
            yield Mistake(file=file, place=id_, kind="missing")
        for id_ in speech.sentences.keys() - first.sentences.keys():
            yield Mistake(file=file, place=id_, kind="extra_forbidden")
        for id_ in first.sentences.keys() & speech.sentences.keys():
            wanted, got = (set(_FACT.findall(one.sentences[id_])) for one in (first, speech))
            if wanted != got:
                said = ", ".join(sorted(wanted)) or "–"
                yield text_mistake(
                    file,
                    id_,
                    vi=f"phải có đúng các chỗ điền: {said}",
                    en=f"must hold exactly these facts: {said}",
                )
