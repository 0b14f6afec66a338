"""The engine's JSON lines: one question out, one answer in, a posterior at the end."""

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pytest

from bot.engine_protocol import EngineSession, bank_as_json
from personas.belief import believe
from personas.interview import Policy
from personas.model import Observation, Question
from personas.strength import bits_per_question
from tests.conversations import KNOWLEDGE

BANK = KNOWLEDGE.bank
START = '{"start": {"customer": "lan"}}'
SKIP = '{"answer": null}'
Message: TypeAlias = dict[str, Any]

BAD_LINES = [
    "",
    "   ",
    "hello",
    "{",
    "null",
    "3",
    "[]",
    '"start"',
    "{}",
    '{"start": {"customer": "lan"}, "end": {}}',
    '{"begin": {}}',
    '{"START": {"customer": "lan"}}',
    '{"start": {}}',
    '{"start": null}',
    '{"start": "lan"}',
    '{"start": ["customer"]}',
    '{"answer": "gone"}',
    '{"answer": ""}',
    '{"answer": 0}',
    '{"answer": false}',
    '{"answer": ["straight"]}',
    '{"answer": {"id": "straight"}}',
    '{"confirm": null}',
    '{"confirm": 8}',
    '{"confirm": {"independent": true}}',
    '{"confirm": {"type": 0, "independent": true}}',
    '{"confirm": {"type": 10, "independent": true}}',
    '{"confirm": {"type": "8", "independent": true}}',
    '{"confirm": {"type": 8.0, "independent": true}}',
    '{"confirm": {"type": true, "independent": true}}',
    "NaN",
    "\x00",
    "9" * 5000,
    '{"answer": "\\ud800"}',
]


def session(**changes: Any) -> EngineSession:
    """A fresh session of the engine."""
    return EngineSession(BANK, Policy(**changes))


def take(engine: EngineSession, line: str) -> Message:
    """The only message that answers a line."""
    (found,) = engine.take(line)
    return found


def answer(answer_id: str | None) -> str:
    """The line of an answer."""
    return json.dumps({"answer": answer_id})


def first_answer(message: Message) -> str:
    """The line that gives the first answer to the question that was asked."""
    return answer(BANK.by_id[message["ask"]].answers[0].id)


def likely_answers(group: int, seed: int) -> Iterator[tuple[Question, str]]:
    """Every question with an answer that somebody of a group may give."""
    generator = np.random.default_rng(seed)
    for question in BANK.questions:
        chosen = generator.choice(len(question.answers), p=question.likelihood()[:, group - 1])
        yield question, question.answers[chosen].id


def goes_on(said: list[Message]) -> bool:
    """Whether the last message is a question; the test fails if the engine never stops asking."""
    assert len(said) < 100
    return "ask" in said[-1]


def interview(engine: EngineSession, replies: dict[str, str], start: str = START) -> list[Message]:
    """All messages of an interview with these answers."""
    said = [take(engine, start)]
    while goes_on(said):
        said.append(take(engine, answer(replies[said[-1]["ask"]])))
    return said


def replies_of(group: int, seed: int = 1) -> dict[str, str]:
    """An answer to every question, by its id."""
    return {question.id: chosen for question, chosen in likely_answers(group, seed)}


def skipped() -> list[Message]:
    """All messages of an interview in which every question is skipped."""
    engine = session()
    said = [take(engine, START)]
    while goes_on(said):
        said.append(take(engine, SKIP))
    return said


# --- questions


def test_a_start_is_answered_by_a_question_of_the_bank() -> None:
    assert take(session(), START)["ask"] in BANK.by_id


def test_a_question_is_one_key_with_an_id() -> None:
    assert list(take(session(), START)) == ["ask"]


def test_an_answer_is_answered_by_another_question() -> None:
    engine = session()
    first = take(engine, START)
    second = take(engine, first_answer(first))
    assert second["ask"] != first["ask"]


def test_a_skip_is_answered_by_another_question() -> None:
    engine = session()
    first = take(engine, START)
    assert take(engine, SKIP)["ask"] != first["ask"]


def test_no_question_is_asked_twice() -> None:
    asked = [message["ask"] for message in skipped()[:-1]]
    assert len(asked) == len(set(asked))


def test_the_probing_rules_are_asked_first() -> None:
    asked = [message["ask"] for message in skipped()[:2]]
    assert [BANK.by_id[one].probe for one in asked] == [("R1", "R2"), ("R3",)]


@pytest.mark.parametrize("customer", ['"lan"', "7", "null", '{"id": 1}', '"Chị Lan"'])
def test_any_id_of_a_customer_will_do(customer: str) -> None:
    assert "ask" in take(session(), f'{{"start": {{"customer": {customer}}}}}')


def test_white_space_around_a_line_does_not_matter() -> None:
    assert take(session(), f"  {START} \r\n") == take(session(), START)


# --- the result


@pytest.mark.parametrize("group", range(1, 10))
def test_an_interview_ends_with_one_result(group: int) -> None:
    said = interview(session(), replies_of(group))
    assert [list(message) for message in said] == [*[["ask"]] * (len(said) - 1), ["result"]]


def test_a_result_holds_posterior_verdict_and_number_of_questions() -> None:
    assert sorted(skipped()[-1]["result"]) == ["posterior", "questions", "verdict"]


@pytest.mark.parametrize("group", range(1, 10))
def test_a_posterior_has_nine_probabilities_that_sum_to_one(group: int) -> None:
    posterior = interview(session(), replies_of(group))[-1]["result"]["posterior"]
    assert len(posterior) == 9
    assert sum(posterior) == pytest.approx(1)


@pytest.mark.parametrize("group", range(1, 10))
def test_a_posterior_is_that_of_the_answers(group: int) -> None:
    replies = replies_of(group)
    said = interview(session(), replies)
    asked = [message["ask"] for message in said[:-1]]
    evidence = [Observation(question_id=one, answer_id=replies[one]) for one in asked]
    expected = list(believe(BANK, evidence).posterior)
    assert said[-1]["result"]["posterior"] == pytest.approx(expected)


def test_the_number_of_questions_is_that_of_the_answers() -> None:
    said = interview(session(), replies_of(8))
    assert said[-1]["result"]["questions"] == len(said) - 1


def test_without_any_answer_all_groups_stay_equally_probable() -> None:
    assert skipped()[-1]["result"]["posterior"] == pytest.approx([1 / 9] * 9)


def test_without_any_answer_the_verdict_is_unsure() -> None:
    assert skipped()[-1]["result"]["verdict"] == "unsure"


def test_a_skip_counts_as_a_question() -> None:
    assert skipped()[-1]["result"]["questions"] == 16


def test_a_skip_changes_no_probability() -> None:
    engine, replies = session(maximum_questions=3), replies_of(8)
    first = take(engine, START)
    take(engine, SKIP)
    second = take(engine, answer(None))
    said = take(engine, answer(replies[second["ask"]]))
    only = [Observation(question_id=second["ask"], answer_id=replies[second["ask"]])]
    assert first != second
    assert said["result"]["posterior"] == pytest.approx(list(believe(BANK, only).posterior))


@pytest.mark.parametrize("most", [1, 2, 7])
def test_no_more_questions_are_asked_than_the_policy_allows(most: int) -> None:
    said = interview(session(maximum_questions=most, threshold=1.0), replies_of(8))
    assert said[-1]["result"]["questions"] == most


def test_a_lower_threshold_ends_an_interview_sooner() -> None:
    typical = {
        one.id: one.answers[int(one.likelihood()[:, 8 - 1].argmax())].id for one in BANK.questions
    }
    soon = interview(session(threshold=0.4), typical)[-1]["result"]
    late = interview(session(threshold=0.8), typical)[-1]["result"]
    assert soon["questions"] < late["questions"]


def test_a_typical_customer_is_found_before_the_sixteenth_question() -> None:
    typical = {
        one.id: one.answers[int(one.likelihood()[:, 8 - 1].argmax())].id for one in BANK.questions
    }
    result = interview(session(), typical)[-1]["result"]
    assert (result["verdict"], int(np.argmax(result["posterior"])) + 1) == ("sure", 8)
    assert result["questions"] < 16


def test_a_result_can_be_written_as_json() -> None:
    result = interview(session(), replies_of(3))[-1]
    assert json.loads(json.dumps(result, allow_nan=False)) == result


# --- mistakes


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_gives_one_error(line: str) -> None:
    engine = session()
    take(engine, START)
    assert list(take(engine, line)) == ["error"]


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_an_error_is_a_sentence(line: str) -> None:
    engine = session()
    take(engine, START)
    assert len(take(engine, line)["error"].split()) >= 4


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_changes_nothing(line: str) -> None:
    replies, engine = replies_of(6), session()
    undisturbed = interview(session(), replies)
    said = [take(engine, START)]
    while goes_on(said):
        engine.take(line)
        said.append(take(engine, answer(replies[said[-1]["ask"]])))
    assert said == undisturbed


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_before_the_start_changes_nothing(line: str) -> None:
    engine = session()
    engine.take(line)
    assert take(engine, START) == take(session(), START)


@pytest.mark.parametrize("line", [SKIP, answer("warm")])
def test_an_answer_before_the_start_is_an_error(line: str) -> None:
    assert list(take(session(), line)) == ["error"]


def test_an_answer_after_the_result_is_an_error() -> None:
    engine = session()
    interview(engine, replies_of(8))
    assert list(take(engine, SKIP)) == ["error"]


def test_an_unknown_answer_is_answered_with_those_there_are() -> None:
    engine = session()
    question = BANK.by_id[take(engine, START)["ask"]]
    said = take(engine, answer("gone"))["error"]
    assert [one.id for one in question.answers if one.id not in said] == []


def test_an_answer_to_another_question_is_an_error() -> None:
    engine = session()
    asked = BANK.by_id[take(engine, START)["ask"]]
    here = {one.id for one in asked.answers}
    other = next(one.id for each in BANK.questions for one in each.answers if one.id not in here)
    assert list(take(engine, answer(other))) == ["error"]


# --- confirmations, ends, and second starts


@pytest.mark.parametrize("group", range(1, 10))
@pytest.mark.parametrize("independent", ["true", "false"])
def test_a_confirmation_is_taken_in_silence(group: int, independent: str) -> None:
    line = f'{{"confirm": {{"type": {group}, "independent": {independent}}}}}'
    assert session().take(line) == []


def test_a_confirmation_does_not_change_the_interview() -> None:
    replies, engine = replies_of(2), session()
    said = [take(engine, START)]
    while goes_on(said):
        engine.take('{"confirm": {"type": 9, "independent": true}}')
        said.append(take(engine, answer(replies[said[-1]["ask"]])))
    assert said == interview(session(), replies)


def test_an_end_is_taken_in_silence() -> None:
    assert session().take('{"end": {}}') == []


def test_a_session_has_ended_after_an_end() -> None:
    engine = session()
    engine.take('{"end": null}')
    assert engine.ended


@pytest.mark.parametrize("line", [START, SKIP, "hello", '{"confirm": {"type": 1}}'])
def test_a_session_does_not_end_by_anything_else(line: str) -> None:
    engine = session()
    engine.take(line)
    assert not engine.ended


def test_a_second_start_after_a_result_begins_fresh() -> None:
    engine = session()
    interview(engine, replies_of(1))
    assert interview(engine, replies_of(7)) == interview(session(), replies_of(7))


def test_a_second_start_in_the_middle_begins_fresh() -> None:
    engine = session()
    first = take(engine, START)
    take(engine, first_answer(first))
    assert interview(engine, replies_of(7)) == interview(session(), replies_of(7))


def test_the_same_customer_started_twice_begins_fresh() -> None:
    engine = session()
    once = interview(engine, replies_of(4))
    assert interview(engine, replies_of(4)) == once


def test_two_sessions_do_not_disturb_each_other() -> None:
    one, other = session(), session()
    first = take(one, START)
    take(other, START)
    take(one, first_answer(first))
    assert take(other, SKIP) == skipped()[1]


# --- the bank for other programs


def test_the_bank_has_questions_and_bits() -> None:
    assert sorted(bank_as_json(BANK)) == ["bits_per_question", "questions"]


def test_the_bank_names_every_question_in_its_order() -> None:
    found = [one["id"] for one in bank_as_json(BANK)["questions"]]
    assert found == [one.id for one in BANK.questions]


def test_a_question_of_the_bank_has_id_topic_and_answers() -> None:
    keys = {tuple(sorted(one)) for one in bank_as_json(BANK)["questions"]}
    assert keys == {("answers", "id", "topic")}


def test_an_answer_of_the_bank_has_id_and_nine_likelihoods() -> None:
    answers = [one for each in bank_as_json(BANK)["questions"] for one in each["answers"]]
    assert {(*sorted(one), len(one["likelihood"])) for one in answers} == {("id", "likelihood", 9)}


def test_the_answers_to_a_question_sum_to_one_for_every_group() -> None:
    for question in bank_as_json(BANK)["questions"]:
        columns = np.array([one["likelihood"] for one in question["answers"]])
        assert columns.sum(axis=0) == pytest.approx(np.ones(9))


def test_the_likelihoods_are_those_of_the_bank() -> None:
    question = BANK.questions[5]
    found = bank_as_json(BANK)["questions"][5]["answers"]
    assert np.array([one["likelihood"] for one in found]) == pytest.approx(question.likelihood())


def test_the_bank_says_its_bits_per_question() -> None:
    assert bank_as_json(BANK)["bits_per_question"] == pytest.approx(bits_per_question(BANK))


def test_the_bank_can_be_written_as_json() -> None:
    found = bank_as_json(BANK)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
