"""Invented customers of known groups, written without sight of the weights, are interviewed."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from bot.showing import as_values, find_card
from bot.transports.terminal import LOCAL, Terminal, chat
from personas.belief import Belief, state_likelihood
from personas.interview import Policy, Selector, is_finished, ranking, verdict
from personas.model import Question, Verdict
from tests.conversations import KNOWLEDGE, LEARNER, SPEECHES, START, conversation, database

GOLD = Path(__file__).parent / "gold" / "customers.yaml"
CUSTOMERS = yaml.safe_load(GOLD.read_text(encoding="utf-8"))["customers"]
MET_BY_HAND = [one for one in CUSTOMERS if one["kind"] == "clear" and one["group"] in (2, 5, 8)][
    ::2
]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an interview ended: the groups by probability, and the verdict."""

    ranked: list[int]
    verdict: Verdict


def interview(responses: Mapping[str, str | None]) -> Outcome:
    """The adaptive interview with somebody who responds as written; None is a skip."""
    selector, policy = Selector(KNOWLEDGE.bank), Policy()
    belief, asked = Belief(), list[Question]()
    while not is_finished(belief, len(asked), policy):
        last = asked[-1].topic if asked else None
        question = selector.next_question(belief, {one.id for one in asked}, last, policy)
        if question is None:
            break
        ids = [answer.id for answer in question.answers]
        if response := responses.get(question.id):
            belief = belief.after(state_likelihood(question)[ids.index(response)])
        asked.append(question)
    posterior = belief.posterior
    return Outcome(ranked=ranking(posterior), verdict=verdict(posterior, policy))


def outcomes(kind: str) -> list[tuple[int, Outcome]]:
    return [(one["group"], interview(one["responses"])) for one in CUSTOMERS if one["kind"] == kind]


def test_the_gold_file_has_four_customers_of_every_group() -> None:
    assert Counter(one["group"] for one in CUSTOMERS) == dict.fromkeys(range(1, 10), 4)


def test_every_gold_response_is_an_answer_of_the_bank() -> None:
    for one in CUSTOMERS:
        for question_id, answer_id in one["responses"].items():
            question = KNOWLEDGE.bank.question(question_id)
            assert question is not None, question_id
            assert answer_id is None or question.answer(answer_id), (question_id, answer_id)


def test_clear_customers_are_recognised() -> None:
    found = [outcome.ranked[0] == group for group, outcome in outcomes("clear")]
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.parametrize(("kind", "least"), [("mixed", 0.75), ("noisy", 0.6)])
def test_unclear_customers_are_mostly_among_the_first_two(kind: str, least: float) -> None:
    found = [group in outcome.ranked[:2] for group, outcome in outcomes(kind)]
    assert sum(found) >= least * len(found)


def test_a_sure_verdict_is_right_as_often_as_its_threshold_says() -> None:
    sure = [
        outcome.ranked[0] == group
        for kind in ("clear", "mixed", "noisy")
        for group, outcome in outcomes(kind)
        if outcome.verdict == "sure"
    ]
    assert len(sure) >= 5
    assert sum(sure) >= KNOWLEDGE.policy.threshold * len(sure)


@pytest.mark.parametrize("customer", MET_BY_HAND, ids=lambda one: one["id"])
def test_a_person_interviewed_in_the_terminal_ends_in_the_right_group_or_honestly(
    customer: Mapping[str, object], tmp_path: Path
) -> None:
    """Types the answers as the questions come, reading only what the terminal shows."""
    name, responses = str(customer["name"]), customer["responses"]
    assert isinstance(responses, dict)
    engine, screen = database(tmp_path), io.StringIO()
    shell = conversation(engine)
    shell.admit(LOCAL, "owner")

    def rep() -> Iterator[str]:
        yield f"/new {name}"
        for _turn in range(14):
            yield next_line(screen.getvalue(), responses)

    chat(shell, Terminal(screen, SPEECHES), rep())
    profile = as_values(find_card(engine, replace(LEARNER), name, START), SPEECHES["vi"])
    engine.dispose()
    right = profile["group"] == customer["group"]
    honest = profile["verdict"] == "two" and profile["runner_up"] == customer["group"]
    assert right or honest


def next_line(said: str, responses: Mapping[str, str | None]) -> str:
    """What this customer's rep types after what was said last."""
    last = said.rsplit("\n\n", 1)[-1]
    for question in KNOWLEDGE.bank.questions:
        labels = [answer.text["vi"] for answer in question.answers]
        if all(f" {label}\n" in last for label in labels):
            response = question.answer(responses.get(question.id) or "")
            return response.text["vi"] if response else "chưa rõ"
    return "hỏi tiếp"
