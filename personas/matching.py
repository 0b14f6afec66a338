"""Finds known phrasings in the clauses of a note, told in other words as little as typing needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from personas.spelling import Spelling, plain
from personas.wording import Clause, Word, cut

EDITED = 0.75  # how much a word with one slip counts as the word itself
SHORTEST_EDITED = 5  # letters: a shorter word with one other letter is another word
GAP = 0.06  # what each word too many inside a phrasing takes away
WIDEST_GAP = 3
LEAST_COVERED = 0.5  # phrasings less covered than this are not even aligned


@dataclass(frozen=True, kw_only=True)
class Rarity:
    """How telling words are, in nats: -ln of the share of notes with them.

    `meanings` by what a word means, `plains` by its letters without accents; `unseen` for others.
    """

    meanings: Mapping[str, float]
    plains: Mapping[str, float]
    unseen: float

    def of(self, meaning: str) -> float:
        """How telling a word with this meaning is."""
        return self.meanings.get(meaning, self.unseen)

    def of_plain(self, letters: str) -> float:
        """How telling these letters are where the accents are missing."""
        return self.plains.get(letters, self.unseen)


@dataclass(frozen=True, kw_only=True)
class Phrasing:
    """One way of telling a cue: its words' meanings and letters, and how telling each is."""

    cue_id: str
    meanings: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def weight(self) -> float:
        """How telling the whole phrasing is, in nats."""
        return sum(self.weights)


@dataclass(frozen=True, kw_only=True)
class Match:
    """A phrasing in a clause: the places of its words and how well it is covered, 0..1.

    `told` is how telling the words found are, in nats.
    """

    phrasing: Phrasing
    places: tuple[int, ...]
    score: float
    told: float


class Matcher:
    """Holds all phrasings, indexed by their words."""

    def __init__(
        self, phrasings: Iterable[tuple[str, str]], spelling: Spelling, rarity: Rarity
    ) -> None:
        """`phrasings` are pairs of a cue's id and a text that tells it."""
        self._spelling = spelling
        self._rarity = rarity
        self._letters: dict[str, set[str]] = defaultdict(set)
        self._slips: dict[str, set[str]] = defaultdict(set)
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.phrasings = [one for cue_id, text in phrasings if (one := self._read(cue_id, text))]
        self._totals = [one.weight for one in self.phrasings]
        for at, phrasing in enumerate(self.phrasings):
            for meaning, weight in dict(
                zip(phrasing.meanings, phrasing.weights, strict=True)
            ).items():
                self._with[meaning].append((at, weight))
        self._candidates = lru_cache(maxsize=8192)(self._look_up)

    def _read(self, cue_id: str, text: str) -> Phrasing | None:
        words = cut(text, self._spelling).words
        for word in words:
            self._learn(word)
        meanings = tuple(word.meaning for word in words)
        weights = tuple(map(self._rarity.of, meanings))
        return Phrasing(cue_id=cue_id, meanings=meanings, weights=weights) if words else None

    def _learn(self, word: Word) -> None:
        alike = self._spelling.alike.get(word.meaning, (word.typed,))
        for typed in {word.typed, *alike}:
            letters = plain(typed)
            self._letters[letters].add(word.meaning)
            if len(letters) >= SHORTEST_EDITED:
                for slip in _without_one_letter(letters):
                    self._slips[slip].add(letters)

    def _look_up(self, typed: str, meaning: str, letters: str) -> tuple[tuple[str, float], ...]:
        """The meanings a word may have, each with how telling it is when typed so."""
        if meaning in self._with or typed != letters:
            found = {meaning: self._rarity.of(meaning)}
        else:
            found = {}
        if typed == letters:
            told = self._rarity.of_plain(letters)
            for other in self._letters.get(letters, ()):
                found.setdefault(other, min(told, self._rarity.of(other)))
        if not found.keys() & self._with.keys():
            for other_letters in self._near(letters):
                for other in self._letters[other_letters]:
                    found.setdefault(other, EDITED * self._rarity.of_plain(other_letters))
        return tuple((one, told) for one, told in found.items() if one in self._with)

    def _near(self, letters: str) -> set[str]:
        if len(letters) < SHORTEST_EDITED:
            return set()
        slips = _without_one_letter(letters)
        found = {letters} & self._letters.keys()
        found |= {slip for slip in slips if slip in self._letters}  # a letter too many
        found |= self._slips.get(letters, set())  # a letter too few
        return found.union(*(self._slips[slip] for slip in slips if slip in self._slips))

    def find(self, clause: Clause, carefulness: float) -> Iterator[Match]:
        """Every phrasing that the clause tells at least by LEAST_COVERED.

        `carefulness` says how far a word typed without accents is meant so: 1, wholly.
        """
        words = [self._weighed(word, carefulness) for word in clause.words]
        covered: dict[int, float] = defaultdict(float)
        for meaning, told in _strongest(words).items():
            for at, weight in self._with[meaning]:
                covered[at] += min(told, weight)
        for at, total in covered.items():
            if total >= LEAST_COVERED * self._totals[at]:
                match = _align(self.phrasings[at], words)
                if match is not None and match.score >= LEAST_COVERED:
                    yield match

    def _weighed(self, word: Word, carefulness: float) -> dict[str, float]:
        found = self._candidates(word.typed, word.meaning, word.plain)
        if word.is_accented or carefulness == 0.0:
            return dict(found)
        careless = 1 - 0.6 * carefulness
        return {
            meaning: told if meaning == word.meaning else told * careless for meaning, told in found
        }


def _without_one_letter(letters: str) -> set[str]:
    return {letters[:at] + letters[at + 1 :] for at in range(len(letters))}


def _strongest(words: Sequence[Mapping[str, float]]) -> dict[str, float]:
    strongest: dict[str, float] = {}
    for word in words:
        for meaning, told in word.items():
            strongest[meaning] = max(told, strongest.get(meaning, 0.0))
    return strongest


def _align(phrasing: Phrasing, words: Sequence[Mapping[str, float]]) -> Match | None:
    """The best way to lay the phrasing over the words in order, few words between two of its own.

    Each cell holds (told less gaps, told, places) for the phrasing's words so far that end there.
    """
    gap = GAP * phrasing.weight
    best: list[tuple[float, float, tuple[int, ...]]] = []
    for meaning, weight in zip(phrasing.meanings, phrasing.weights, strict=True):
        ended = list(best)
        for place, word in enumerate(words):
            if meaning not in word:
                continue
            told = min(word[meaning], weight)
            here: tuple[float, float, tuple[int, ...]] = (told, told, (place,))
            for net, total, places in ended:
                between = place - places[-1] - 1
                if 0 <= between <= WIDEST_GAP:
                    longer = (net + told - gap * between, total + told, (*places, place))
                    here = max(here, longer)
            best.append(here)
    if not best:
        return None
    net, told, places = max(best)
    score = net / phrasing.weight if phrasing.weight else 0.0
    return Match(phrasing=phrasing, places=places, score=score, told=told)
