"""Finds the cues of a note by known phrasings, and what it denies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from personas.denying import Stances
from personas.matching import Match, Matcher, Rarity
from personas.model import Cue
from personas.spelling import Spelling
from personas.wording import Clause, Wording

# A phrasing found with this score and so many telling nats is told as good as for sure; with less
# it is possible. The probabilities are the shares that were right on tests/gold/notes_tune.jsonl.
SURE_SCORE, SURE_TOLD, SURE_PROBABILITY = 0.70, 7.0, 0.78
POSSIBLE_SCORE, POSSIBLE_TOLD, POSSIBLE_PROBABILITY = 0.60, 5.0, 0.35
WHOLE_SCORE, WHOLE_TOLD = 0.90, 3.5  # one telling word is possible when it is all of a phrasing


@dataclass(frozen=True, kw_only=True)
class Found:
    """A cue found by a phrasing, the words of the note that tell it, and how probably, 0..1.

    `accepted` ones are sure finds of phrasings that an owner accepted; `turned` ones are contraries
    of what is denied.
    """

    cue_id: str
    words: str
    probability: float
    told: float
    clause: int
    places: frozenset[int]
    accepted: bool = False
    turned: bool = False

    @property
    def rank(self) -> tuple[float, float, str]:
        """What decides between two readings of the same words: the more telling one."""
        return (self.told * self.probability, self.probability, self.cue_id)


class CueFinder:
    """Knows the phrasings of all cues."""

    def __init__(
        self,
        cues: Sequence[Cue],
        spelling: Spelling,
        rarity: Rarity,
        accepted: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`accepted` are further pairs of a cue's id and a phrasing."""
        self._negation = spelling.negation
        self._opposites = {cue.id: cue.opposite for cue in cues}
        shipped = [
            (cue.id, text) for cue in cues for texts in cue.phrasings.values() for text in texts
        ]
        further = [(cue_id, text) for cue_id, text in accepted if cue_id in self._opposites]
        self._matcher = Matcher((*shipped, *further), spelling, rarity)
        own = len(self._matcher.phrasings) - len(further)  # the accepted ones stand last
        self._accepted = {id(one) for one in self._matcher.phrasings[own:]}
        self._stances = Stances(spelling)

    def find(self, wording: Wording) -> tuple[list[Found], set[str]]:
        """The cues found, every one once, and the ids of those that are denied or only asked."""
        found: list[Found] = []
        denied: set[str] = set()
        for number, clause in enumerate(wording.clauses):
            for match in self._matches(clause, wording.carefulness):
                cue_id, stance = match.phrasing.cue_id, self._stances.of(clause, match)
                if stance == "told":
                    one = _found(cue_id, match, clause, number)
                    sure = one.probability >= SURE_PROBABILITY
                    accepted = sure and id(match.phrasing) in self._accepted
                    found.append(replace(one, accepted=accepted))
                    continue
                denied.add(cue_id)
                opposite = self._opposites[cue_id]
                if stance == "denied" and opposite is not None:
                    found.append(_found(opposite, match, clause, number, denied=True))
        chosen = _choose(found)
        return chosen, denied - {one.cue_id for one in chosen}

    def _matches(self, clause: Clause, carefulness: float) -> Iterator[Match]:
        for match in self._matcher.find(clause, carefulness):
            whole = match.score >= WHOLE_SCORE and match.told >= WHOLE_TOLD
            possible = whole or (match.score >= POSSIBLE_SCORE and match.told >= POSSIBLE_TOLD)
            if possible and self._keeps_negations(match):
                yield match

    def _keeps_negations(self, match: Match) -> bool:
        """Whether a phrasing with a negation was found with all of its words."""
        negated = self._negation in match.phrasing.meanings
        return not negated or len(match.places) == len(match.phrasing.meanings)


def _found(
    cue_id: str, match: Match, clause: Clause, number: int, *, denied: bool = False
) -> Found:
    """What was found; of a denied phrasing the whole clause tells it, with what denies it."""
    sure = match.score >= SURE_SCORE and match.told >= SURE_TOLD
    words = clause.words if denied else clause.words[match.places[0] : match.places[-1] + 1]
    return Found(
        cue_id=cue_id,
        words=" ".join(word.typed for word in words),
        probability=SURE_PROBABILITY if sure else POSSIBLE_PROBABILITY,
        told=match.told,
        clause=number,
        places=frozenset(match.places),
        turned=denied,
    )


def _choose(found: Sequence[Found]) -> list[Found]:
    """The best of every cue, without those whose words tell another cue better."""
    chosen: list[Found] = []
    for one in sorted(found, key=lambda one: one.rank, reverse=True):
        taken = any(
            one.cue_id == other.cue_id
            or (one.clause == other.clause and one.places <= other.places)
            for other in chosen
        )
        if not taken:
            chosen.append(one)
    return chosen
