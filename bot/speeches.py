"""Reads the texts of every language; lists every mistake at once with file, place and cure."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from bot.dialogue.commands import COMMANDS
from bot.dialogue.plain import as_typed
from bot.dialogue.taps import TAPS
from bot.dialogue.typed import SAID
from bot.language import FACT, FIRST_LANGUAGE, Speech
from loading.mistakes import ContentError, Mistake
from loading.parsing import Location
from loading.yaml_file import Entry, Source, open_source

TEXTS = Path(__file__).parent / "texts"
UNREADABLE = "\0"  # stands for a sentence that was no text
NEEDED = tuple(f"command.{name}" for name in COMMANDS)
Filled = Annotated[str, Field(min_length=1)]


class Address(Entry):
    customer: Filled
    you: Filled
    me: Filled


class TextsFile(Entry):
    """The two sections with a meaning of their own; all others hold sentences, in any depth."""

    model_config = ConfigDict(extra="allow")

    words: dict[str, list[Filled]]
    address: dict[str, Address]


def languages(folder: Path = TEXTS) -> list[str]:
    """The codes of all languages there are texts for, Vietnamese first."""
    return sorted(
        (path.stem for path in folder.glob("*.yaml")), key=lambda code: (code != "vi", code)
    )


def load_speeches(folder: Path = TEXTS) -> Mapping[str, Speech]:
    """Every language under `folder`, Vietnamese first; raises ContentError with all mistakes."""
    mistakes: list[Mistake] = []
    codes = [FIRST_LANGUAGE, *(code for code in languages(folder) if code != FIRST_LANGUAGE)]
    sources = {code: open_source(folder / f"{code}.yaml", mistakes) for code in codes}
    speeches = {
        code: speech
        for code, source in sources.items()
        if source is not None and (speech := _read(code, source)) is not None
    }
    first = speeches.get(FIRST_LANGUAGE)
    if first is not None:
        for code, speech in speeches.items():
            source = sources[code]
            assert source is not None  # noqa: S101 (it was read just now)
            _compare(source, first.sentences, speech.sentences)
    if mistakes:
        raise ContentError(mistakes)
    return speeches


def _read(code: str, source: Source) -> Speech | None:
    file = source.read(TextsFile)
    if file is None:
        return None
    sentences = dict(_sentences(source, file.model_extra or {}, ()))
    if code == FIRST_LANGUAGE:  # the others are compared with it
        for needed in [one for one in NEEDED if one not in sentences]:
            source.note(tuple(needed.split(".")), "missing")
    if "other" not in file.address:
        source.note(("address", "other"), "missing")
    for meaning in sorted(file.words.keys() - COMMANDS.keys() - TAPS.keys() - SAID.keys()):
        source.note(("words", meaning), "extra_forbidden")
    words: dict[str, str] = {}
    for meaning, group in file.words.items():
        for word in map(as_typed, group):
            if words.setdefault(word, meaning) != meaning:
                source.note(("words", meaning), "duplicate_id", got=word)
    return Speech(
        code=code,
        sentences=sentences,
        words=words,
        address={word: entry.model_dump() for word, entry in file.address.items()},
    )


def _sentences(
    source: Source, data: Mapping[Any, Any], before: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        location = (*before, str(key))
        if isinstance(value, dict):
            yield from _sentences(source, value, location)
        elif isinstance(value, str) and value.strip():
            _check_marks(source, location, value)
            yield ".".join(location), value
        else:  # noted once: a missing sentence of that id would be a second mistake
            source.note(location, "not_text", got=repr(value))
            yield ".".join(location), UNREADABLE


def _check_marks(source: Source, location: Location, sentence: str) -> None:
    if sentence.count("*") % 2:
        source.complain(
            location,
            vi="dấu * phải đi theo cặp; thêm hoặc bớt một dấu",
            en="stars come in pairs; add or remove one",
        )
    if set("{}") & set(FACT.sub("", sentence)):
        source.complain(
            location,
            vi="có dấu { hoặc } lẻ; viết chỗ điền như {name}",
            en="there is a lone { or }; a fact is written like {name}",
        )


def _compare(source: Source, first: Mapping[str, str], other: Mapping[str, str]) -> None:
    for id_ in sorted(first.keys() - other.keys()):
        source.note(tuple(id_.split(".")), "missing")
    for id_ in sorted(other.keys() - first.keys()):
        source.note(tuple(id_.split(".")), "extra_forbidden")
    for id_ in sorted(first.keys() & other.keys()):
        if UNREADABLE in (first[id_], other[id_]):
            continue
        wanted, got = (set(FACT.findall(sentences[id_])) for sentences in (first, other))
        if wanted != got:
            said = ", ".join(sorted(wanted)) or "–"
            source.complain(
                tuple(id_.split(".")),
                vi=f"phải có đúng các chỗ điền: {said}",
                en=f"must hold exactly these facts: {said}",
            )
