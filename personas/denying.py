"""Says whether a clause tells, denies or only asks what a phrasing found in it says."""

from collections.abc import Sequence
from typing import Literal

from personas.matching import Match
from personas.spelling import Spelling
from personas.wording import Clause, Word

Stance = Literal["told", "denied", "asked", "of_rep"]


class Stances:
    """Knows the words that deny and ask."""

    def __init__(self, spelling: Spelling) -> None:
        self._negation = spelling.negation
        self._plain_negations = frozenset(spelling.entry.plain_negations)
        self._not_negations = spelling.meanings_of("not_negations")
        self._denials = spelling.meanings_of("denials")
        self._light = spelling.meanings_of("light")
        self._ends = spelling.meanings_of("question_ends")
        self._reported = spelling.meanings_of("reported")
        self._rep = spelling.meanings_of("rep")
        self._before_rep = spelling.meanings_of("before_rep")
        self._has = spelling.meaning("có")
        self._customer = spelling.meaning("khách")
        self._behind_denial = {self._has, spelling.meaning("phải")}

    def of(self, clause: Clause, match: Match) -> Stance:
        """What the clause does with the phrasing: its own negations belong to it."""
        words, first, last = clause.words, match.places[0], match.places[-1]
        if self._is_of_rep(words, first):
            return "of_rep"
        if self._asks(clause, match):
            return "asked"
        denied = self._denied_before(words, first) != self._denied_behind(words, last)
        inside = [at for at in range(first, last) if at not in match.places]
        denied_inside = any(self._denies(words, at) for at in inside)
        return "denied" if denied != denied_inside else "told"

    def _denies(self, words: Sequence[Word], at: int) -> bool:
        word = words[at]
        negates = word.meaning == self._negation or word.plain in self._plain_negations
        following = words[at + 1].meaning if at + 1 < len(words) else ""
        return negates and following not in self._not_negations

    def _denied_before(self, words: Sequence[Word], first: int) -> bool:
        """Whether a negation reaches the phrasing over nothing but light words."""
        denials = 0
        for at in range(first - 1, -1, -1):
            if self._denies(words, at):
                denials += 1
            elif words[at].meaning in self._denials and at + 1 < len(words):
                following = words[at + 1].meaning  # "đâu có vội", "đâu phải", "đâu vội"
                denials += at + 1 == first or following in self._behind_denial
            elif words[at].meaning not in self._light:
                break
        return denials % 2 == 1

    def _denied_behind(self, words: Sequence[Word], last: int) -> bool:
        """Whether "đâu" denies from behind: "vội đâu", "vội gì đâu"."""
        for word in words[last + 1 : last + 3]:
            if word.meaning in self._denials:
                return True
            if word.meaning not in self._light:
                return False
        return False

    def _asks(self, clause: Clause, match: Match) -> bool:
        """Whether the rep asks himself; what a customer asked is told with "hỏi" or the like."""
        words = clause.words
        others = [word for at, word in enumerate(words) if at not in match.places]
        if not others or any(word.meaning in self._reported for word in others):
            return False
        open_end = self._ends_question(words[-1]) and len(words) - 1 not in match.places
        has = any(self._is_has(word) for word in words[: match.places[0] + 1])
        twice = len(words) > 1 and self._denies(words, len(words) - 2)  # "vội không nhỉ"
        return open_end and (has or twice or clause.asks)

    def _ends_question(self, word: Word) -> bool:
        return (
            word.meaning in self._ends or word.plain in self._plain_negations or word.typed == "nhi"
        )

    def _is_has(self, word: Word) -> bool:
        return word.meaning == self._has or word.typed == "co"

    def _is_of_rep(self, words: Sequence[Word], first: int) -> bool:
        """Whether the clause begins with the rep: "mình đang vội", "do em quên"."""
        start = 0
        while start < first and words[start].meaning in self._before_rep:
            start += 1
        if start >= first or words[start].meaning not in self._rep:
            return False
        between = words[start + 1 : first]
        state = (self._light | {"đang"}) - {self._customer}
        return all(word.meaning in state for word in between)
