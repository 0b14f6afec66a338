"""The engine learns while it runs: what is confirmed teaches the customers who come later."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from bot.engine_protocol import EngineSession
from personas.belief import state_likelihood
from personas.interview import Policy
from personas.learning import Audit, Lessons, count, fit_temperature, teach
from personas.model import Bank
from tests.conversations import KNOWLEDGE

BANK = KNOWLEDGE.bank
START = '{"start": {"customer": "lan"}}'
ASKED = 4  # questions of a short interview
BAD_CONFIRMS = [
    '{"confirm": null}',
    '{"confirm": 8}',
    '{"confirm": {}}',
    '{"confirm": {"type": 8}}',
    '{"confirm": {"independent": true}}',
    '{"confirm": {"type": 0, "independent": true}}',
    '{"confirm": {"type": 10, "independent": true}}',
    '{"confirm": {"type": true, "independent": true}}',
    '{"confirm": {"type": "8", "independent": true}}',
    '{"confirm": {"type": 8, "independent": 1}}',
    '{"confirm": {"type": 8, "independent": null}}',
]
Given = list[tuple[str, str]]


def session(bank: Bank = BANK) -> EngineSession:
    """A fresh session of short interviews."""
    return EngineSession(bank, Policy(maximum_questions=ASKED, threshold=1.0))


def confirmed(group: int, *, independent: bool = False) -> str:
    return json.dumps({"confirm": {"type": group, "independent": independent}})


def interview(engine: EngineSession, pick: int = 0) -> tuple[Given, list[float]]:
    """The answers given in one interview, always the one at `pick`, and its posterior."""
    given: Given = []
    [said] = engine.take(START)
    while "ask" in said:
        chosen = BANK.by_id[said["ask"]].answers[pick].id
        given.append((said["ask"], chosen))
        [said] = engine.take(json.dumps({"answer": chosen}))
    return given, said["result"]["posterior"]


def skipped(engine: EngineSession) -> dict[str, Any]:
    """The result of an interview without any answer."""
    [said] = engine.take(START)
    while "ask" in said:
        [said] = engine.take('{"answer": null}')
    result: dict[str, Any] = said["result"]
    return result


def expected(given: Given, lessons: Lessons) -> list[float]:
    """The posterior of answers when the shipped bank was taught lessons."""
    taught = teach(BANK, lessons)
    return posterior(taught, given)


def posterior(bank: Bank, given: Given) -> list[float]:
    """P(group | answers), tempered, by the plain product over latent states."""
    states = [1.0] * 27
    for question_id, answer_id in given:
        asked = bank.by_id[question_id]
        place = [answer.id for answer in asked.answers].index(answer_id)
        row = state_likelihood(asked)[place]
        states = [state * float(rate) for state, rate in zip(states, row, strict=True)]
    groups = [sum(states[3 * at : 3 * at + 3]) ** (1 / bank.temperature) for at in range(9)]
    return [one / sum(groups) for one in groups]


def told(engine: EngineSession, lines: Sequence[str]) -> None:
    """Holds an interview and says these lines after its result."""
    interview(engine)
    for line in lines:
        assert engine.take(line) == []


def after(*lines: str) -> list[float]:
    """The posterior of the second customer when these lines were said about the first."""
    engine = session()
    told(engine, lines)
    return interview(engine)[1]


# --- what is taught


def test_a_confirmed_customer_teaches_the_next_one() -> None:
    engine = session()
    first, _posterior = interview(engine)
    engine.take(confirmed(5))
    given, found = interview(engine)
    assert found == pytest.approx(expected(given, Lessons(counts=count([(5, first)]))))


def test_a_confirmed_group_becomes_more_probable_for_a_customer_of_the_same_answers() -> None:
    assert after(confirmed(5))[5 - 1] > interview(session())[1][5 - 1]


def test_what_was_answered_becomes_likelier_for_the_confirmed_group() -> None:
    engine = session()
    for _customer in range(10):
        given, _posterior = interview(engine)
        engine.take(confirmed(5))
    before = posterior(BANK, given)[5 - 1]
    assert interview(engine)[1][5 - 1] > max(before, 0.5)


def test_nobody_is_taught_while_an_interview_goes_on() -> None:
    engine = session()
    engine.take(START)
    engine.take(confirmed(5))
    said = engine.take('{"answer": null}')
    plain = session()
    plain.take(START)
    assert said == plain.take('{"answer": null}')


def test_a_customer_who_was_not_confirmed_teaches_nothing() -> None:
    assert after() == interview(session())[1]


def test_an_interview_without_answers_teaches_no_likelihoods() -> None:
    engine = session()
    skipped(engine)
    engine.take(confirmed(5))
    assert interview(engine)[1] == pytest.approx(interview(session())[1])


def test_every_confirmed_customer_counts() -> None:
    engine, customers = session(), []
    for group in (5, 2, 5):
        customers.append((group, interview(engine)[0]))
        engine.take(confirmed(group))
    given, found = interview(engine)
    assert found == pytest.approx(expected(given, Lessons(counts=count(customers))))


def test_many_confirmed_customers_win_against_the_experts() -> None:
    engine = session()
    for _customer in range(60):
        interview(engine)
        engine.take(confirmed(5))
    assert max(range(9), key=interview(engine)[1].__getitem__) == 5 - 1


def test_the_shipped_bank_never_changes() -> None:
    after(confirmed(5, independent=True))
    assert {one.learned is None for one in BANK.questions} == {True}


def test_another_session_knows_nothing_of_it() -> None:
    before = interview(session())
    after(confirmed(5))
    assert interview(session()) == before


# --- the last word


def test_the_last_confirmation_of_a_customer_counts() -> None:
    assert after(confirmed(5), confirmed(2)) == after(confirmed(2))


def test_the_same_confirmation_said_twice_counts_once() -> None:
    assert after(confirmed(5), confirmed(5)) == after(confirmed(5))


def test_a_last_word_that_is_not_independent_takes_the_audit_back() -> None:
    said = (confirmed(5, independent=True), confirmed(5))
    assert after(*said) == after(confirmed(5))


# --- audits


def test_an_independent_confirmation_sets_the_temperature() -> None:
    engine = session()
    first, found = interview(engine)
    engine.take(confirmed(5, independent=True))
    forecast = tuple(one**BANK.temperature for one in found)
    audit = Audit(group=5, forecast=tuple(one / sum(forecast) for one in forecast))
    lessons = Lessons(counts=count([(5, first)]), temperature=fit_temperature([audit]))
    given, second = interview(engine)
    assert second == pytest.approx(expected(given, lessons))


def test_confirmations_that_only_repeat_the_card_set_no_temperature() -> None:
    engine, customers = session(), []
    for _customer in range(5):
        customers.append((5, interview(engine)[0]))
        engine.take(confirmed(5))
    given, found = interview(engine)
    lessons = Lessons(counts=count(customers), temperature=1.25)
    assert found == pytest.approx(expected(given, lessons))


def test_independent_confirmations_that_were_missed_flatten_the_posterior() -> None:
    missed, repeated = session(), session()
    for _customer in range(10):
        for engine, independent in ((missed, True), (repeated, False)):
            found = interview(engine)[1]
            least = min(range(9), key=found.__getitem__) + 1
            engine.take(confirmed(least, independent=independent))
    assert max(interview(missed)[1]) < max(interview(repeated)[1])


def test_a_forecast_is_judged_as_it_was_before_the_lesson() -> None:
    engine, bank = session(), BANK
    audits, customers = [], []
    for group in (5, 2, 8):
        given, found = interview(engine)
        engine.take(confirmed(group, independent=True))
        customers.append((group, given))
        raised = [one**bank.temperature for one in found]
        audits.append(Audit(group=group, forecast=tuple(one / sum(raised) for one in raised)))
        lessons = Lessons(counts=count(customers), temperature=fit_temperature(audits))
        bank = teach(BANK, lessons)
    given, found = interview(engine)
    assert found == pytest.approx(posterior(bank, given))


# --- mistakes


@pytest.mark.parametrize("line", BAD_CONFIRMS)
def test_a_bad_confirmation_gives_one_error(line: str) -> None:
    engine = session()
    interview(engine)
    assert [list(message) for message in engine.take(line)] == [["error"]]


@pytest.mark.parametrize("line", BAD_CONFIRMS)
def test_a_bad_confirmation_teaches_nothing(line: str) -> None:
    engine = session()
    interview(engine)
    engine.take(line)
    assert interview(engine) == interview(session())


def test_a_bad_confirmation_leaves_the_good_one_before_it() -> None:
    engine = session()
    told(engine, [confirmed(5)])
    engine.take('{"confirm": {"type": 10, "independent": true}}')
    assert interview(engine)[1] == after(confirmed(5))


def test_a_bad_start_does_not_end_a_customer() -> None:
    engine = session()
    told(engine, [confirmed(5)])
    engine.take('{"start": {}}')
    engine.take(confirmed(2))
    assert interview(engine)[1] == after(confirmed(2))
