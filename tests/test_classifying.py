"""Notes from a file: one line in, one line out, in the same order, whatever stands in them."""

import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import typer

from bot import cli_learning
from bot.classifying import classify
from personas.belief import believe
from personas.note_evidence import evidence_in
from tests.conversations import KNOWLEDGE
from tests.test_cli import Done, run

BANK, READER = KNOWLEDGE.bank, KNOWLEDGE.reader
CUES = {cue.id for cue in BANK.cues}
HURRIED = "khách đang vội, nhìn đồng hồ hoài"
NOTES = [HURRIED, "kh vao viec luon, hoi gia, ko thich vong vo", "He took his time over tea"]
SAYING_NOTHING = ["", "   ", "0909 123 456", "客人很着急", "vội " * 2500]


def answers(lines: Iterable[str]) -> list[dict[str, Any]]:
    return list(classify(lines, BANK, READER))


def answer(line: str) -> dict[str, Any]:
    """The only answer to a line."""
    [found] = answers([line])
    return found


def note(text: Any, note_id: Any = 1) -> str:
    """The line of a note."""
    return json.dumps({"id": note_id, "text": text}, ensure_ascii=False)


class TestAnswers:
    """What is said of a note."""

    @pytest.mark.parametrize("text", NOTES)
    def test_an_answer_holds_id_posterior_and_cues(self, text: str) -> None:
        assert list(answer(note(text))) == ["id", "posterior", "cues"]

    @pytest.mark.parametrize("text", [*NOTES, *SAYING_NOTHING])
    def test_a_posterior_has_nine_probabilities_that_sum_to_one(self, text: str) -> None:
        posterior = answer(note(text))["posterior"]
        assert len(posterior) == 9
        assert sum(posterior) == pytest.approx(1)

    @pytest.mark.parametrize("text", NOTES)
    def test_a_posterior_is_that_of_what_the_note_tells(self, text: str) -> None:
        expected = believe(BANK, evidence_in(BANK, text, READER.read(text))).posterior
        assert answer(note(text))["posterior"] == pytest.approx(list(expected))

    def test_the_cues_are_those_that_were_told(self) -> None:
        assert "in_a_hurry" in answer(note(HURRIED))["cues"]

    @pytest.mark.parametrize("text", NOTES)
    def test_the_cues_are_cues_of_the_content(self, text: str) -> None:
        found = answer(note(text))["cues"]
        assert found
        assert set(found) <= CUES

    @pytest.mark.parametrize("text", SAYING_NOTHING)
    def test_a_note_that_says_nothing_has_no_cues(self, text: str) -> None:
        assert answer(note(text))["cues"] == []

    @pytest.mark.parametrize("text", SAYING_NOTHING)
    def test_a_note_that_says_nothing_leaves_all_groups_equal(self, text: str) -> None:
        assert answer(note(text))["posterior"] == pytest.approx([1 / 9] * 9)

    @pytest.mark.parametrize("note_id", ["a", "", 0, -1, 1.5, None, [1, 2], {"a": 1}, "Chị Lan"])
    def test_an_id_comes_back_as_it_was(self, note_id: Any) -> None:
        assert answer(note(HURRIED, note_id))["id"] == note_id

    def test_a_note_without_an_id_is_named_by_its_line(self) -> None:
        found = answers([note(HURRIED), json.dumps({"text": HURRIED})])
        assert list(found[1]) == ["line", "posterior", "cues"]
        assert found[1]["line"] == 2

    def test_what_else_stands_in_a_line_does_not_matter(self) -> None:
        line = json.dumps({"id": 1, "text": HURRIED, "author": "lan", "posterior": [1]})
        assert answer(line) == answer(note(HURRIED))

    def test_the_same_note_is_always_answered_alike(self) -> None:
        assert len({json.dumps(one) for one in answers([note(HURRIED)] * 5)}) == 1


class TestOrder:
    """Answers stand in the order of the lines."""

    def test_answers_keep_the_order_of_the_lines(self) -> None:
        found = answers(note(text, at) for at, text in enumerate(NOTES * 3))
        assert [one["id"] for one in found] == list(range(9))

    def test_without_lines_there_are_no_answers(self) -> None:
        assert answers([]) == []

    def test_empty_lines_are_passed_over_and_counted(self) -> None:
        assert [one["line"] for one in answers(["\n", "nonsense\n", "  \n", "{\n"])] == [2, 4]

    def test_two_notes_of_the_same_id_are_both_answered(self) -> None:
        assert [one["id"] for one in answers([note(HURRIED), note("thong thả")])] == [1, 1]


class TestMistakes:
    """A bad line gets an error, and the others go on."""

    @pytest.mark.parametrize(
        "line", ["nonsense", "{", "3", "null", "[]", '"text"', "9" * 5000, "[" * 100_000, "\x00"]
    )
    def test_a_line_that_is_no_object_is_named_by_its_number(self, line: str) -> None:
        found = answer(line)
        assert list(found) == ["line", "error"]
        assert found["line"] == 1

    @pytest.mark.parametrize("text", [None, 3, ["vội"], {"vi": "vội"}, True])
    def test_a_note_whose_text_is_no_text_is_named_by_its_id(self, text: Any) -> None:
        found = answer(note(text, "n7"))
        assert list(found) == ["id", "error"]
        assert found["id"] == "n7"

    def test_a_note_without_a_text_is_an_error(self) -> None:
        assert list(answer('{"id": 1}')) == ["id", "error"]

    @pytest.mark.parametrize("line", ["nonsense", "3", '{"id": 1}'])
    def test_an_error_is_a_sentence(self, line: str) -> None:
        assert len(answer(line)["error"].split()) >= 4

    def test_the_lines_after_a_bad_one_are_answered(self) -> None:
        found = answers([note(HURRIED, 1), "nonsense", note(HURRIED, 3)])
        assert ["error" in one for one in found] == [False, True, False]

    def test_half_a_character_in_a_text_is_survived(self) -> None:
        assert "posterior" in answer('{"id": 1, "text": "kh\\u00e1ch \\ud800 v\\u1ed9i"}')


# --- the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notes")


@pytest.fixture(scope="module")
def classified(folder: Path) -> Done:
    """A file that begins with a byte order mark and holds notes, a mistake and a broken byte."""
    lines = [note(HURRIED, "đầu"), "nonsense", "", note("thong thả uống trà", 4)]
    path = folder / "notes.jsonl"
    whole = "\ufeff" + "\n".join(lines) + "\n"
    path.write_bytes(whole.encode() + b'{"id": 5, "text": "v\xff"}\n')
    return run(folder, "classify", "--notes", str(path))


def printed(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_the_command_answers_every_line_of_a_file_in_order(classified: Done) -> None:
    names = [one.get("id", one.get("line")) for one in printed(classified.stdout)]
    assert names == ["đầu", 2, 4, 5]


def test_the_command_ends_well_in_spite_of_bad_lines(classified: Done) -> None:
    assert (classified.returncode, classified.stderr) == (0, "")


def test_the_command_says_what_the_function_says(classified: Done) -> None:
    found, expected = printed(classified.stdout)[0], answer(note(HURRIED, "đầu"))
    assert found["posterior"] == pytest.approx(expected["posterior"])
    assert found["cues"] == expected["cues"]


def test_the_command_writes_vietnamese_as_it_is(classified: Done) -> None:
    assert '"đầu"' in classified.stdout


def test_the_command_needs_no_database(classified: Done, folder: Path) -> None:
    assert not list(folder.glob("*.db"))


def test_a_dash_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(note(HURRIED) + "\nnonsense\n"))
    cli_learning.classify(Path("-"))
    assert ["error" in one for one in printed(capsys.readouterr().out)] == [False, True]


def test_a_file_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        cli_learning.classify(Path("gone.jsonl"))
    assert stopped.value.exit_code == 2
    assert capsys.readouterr().err == "gone.jsonl: No such file or directory\n"


def test_a_folder_in_place_of_a_file_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        cli_learning.classify(tmp_path)
    assert capsys.readouterr().err.startswith(f"{tmp_path}: ")


def test_an_input_that_was_closed_holds_no_notes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    cli_learning.classify(Path("-"))
    assert capsys.readouterr().out == ""
