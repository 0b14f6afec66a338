"""The texts of every language: finds a sentence and fills in its facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.plain import clean
from bot.dialogue.replies import Label, Phrase, Written

FIRST_LANGUAGE = "vi"
FACT = re.compile(r"\{(\w+)\}")
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
        return capitalised(FACT.sub(lambda found: words.get(found[1], found[0]), text), text)

    def address_words(self, name: str) -> Mapping[str, str]:
        """How to speak of and to a customer: by the honorific in the name, never by a guess."""
        words = clean(name).lower().replace(".", " ").split()
        keys = (" ".join(words[:2]), words[0]) if len(words) > 1 else ()  # "Anh" alone is a name
        return next((self.address[key] for key in keys if key in self.address), self._other)

    @property
    def _other(self) -> Mapping[str, str]:
        return self.address["other"]

    def _fill(self, part: str, facts: Mapping[str, Label], about: str) -> str:
        return FACT.sub(lambda found: self.text(facts[found[1]], about), part)


def capitalised(text: str, template: str) -> str:
    """The text with a capital letter where its template began with a filled-in word."""
    return text[:1].upper() + text[1:] if template.startswith("{customer}") else text


def typed_words(speeches: Mapping[str, Speech]) -> Mapping[str, str]:
    """What typed words do, in all languages at once: people mix them."""
    return {word: meaning for speech in speeches.values() for word, meaning in speech.words.items()}
