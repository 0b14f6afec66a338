"""A chat's progress as JSON: what was written is read again, anything else begins anew."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.progress import Pending, Progress
from bot.memory import FORMAT, decode, encode

FULL = Progress(
    flow="interview",
    customer_id="c1",
    interview_id="i1",
    number=3,
    question_id="pace_first",
    stop_at=5,
    created_id="c1",
    pending=Pending(customer_id="c2", name="Chị Lan “Q7” 😀"),
    buttons=("pick:i1:pace_first:chat", "skip:i1:pace_first"),
    note="vào việc luôn, hỏi giá",
)
KINDS = {
    "empty": Progress(),
    "naming": Progress(flow="naming"),
    "idle with a customer": Progress(customer_id="c1", stop_at=5, buttons=("ask:c1", "card:c1")),
    "pending": Progress(pending=Pending(customer_id="c2", name="Anh Minh")),
    "interview": Progress(
        flow="interview",
        customer_id="c1",
        interview_id="i1",
        number=1,
        question_id="q",
        created_id="c1",
    ),
    "a judgement waited for": Progress(flow="audit", customer_id="c1", interview_id="i1"),
    "a note that waits for its customer": Progress(note="khách vội"),
    "full": FULL,
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_is_read_again(kind: str) -> None:
    assert decode(encode(KINDS[kind])) == KINDS[kind]


def test_the_number_of_the_format_is_written() -> None:
    assert json.loads(encode(Progress()))["format"] == FORMAT


def test_vietnamese_is_written_as_it_is() -> None:
    assert "Chị Lan" in encode(FULL)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"text"', "true", "{}", "NaN"])
def test_what_is_no_progress_begins_anew(text: str) -> None:
    assert decode(text) == Progress()


def with_changes(**changes: Any) -> str:
    """A full progress as JSON with some fields replaced or added."""
    return json.dumps({**json.loads(encode(FULL)), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"format": FORMAT + 1},
        {"format": None},
        {"format": "1"},
        {"colour": "red"},
        {"buttons": None},
        {"buttons": 5},
        {"pending": {"name": "Lan"}},
        {"pending": {"customer_id": "c2", "name": "Lan", "age": 30}},
        {"pending": "Lan"},
    ],
)
def test_another_format_or_shape_begins_anew(changes: dict[str, Any]) -> None:
    assert decode(with_changes(**changes)) == Progress()


def test_what_was_written_before_notes_could_wait_is_read_again() -> None:
    data = json.loads(encode(FULL))
    del data["note"]
    assert decode(json.dumps({**data, "format": 1})) == replace(FULL, note="")


def test_the_format_of_before_knows_no_note() -> None:
    assert decode(with_changes(format=1)) == Progress()


@pytest.mark.parametrize("name", ["note", "format", "pending", "buttons"])
def test_a_missing_field_begins_anew(name: str) -> None:
    data = json.loads(encode(FULL))
    del data[name]
    assert decode(json.dumps(data)) == Progress()
