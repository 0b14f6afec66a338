"""The command line as whole processes, the way a person or another program runs it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
AUDITED = "audit_share: 0.10"
INTERVIEW = "Chị Lan Q7\n1\n2\n5\n1\n1\n1\n"


Done = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    """Only what a process needs to start: nothing of the developer's own settings."""
    needed = ("PATH", "HOME", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG", "COVERAGE_FILE")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def run(folder: Path, *arguments: str, stdin: str = "", **env: str) -> Done:
    """`hieukhach ARGUMENTS` in a folder with the shipped settings, but nobody audited by chance."""
    config = folder / "config.yaml"
    if not config.exists():
        shipped = (ROOT / "config.yaml").read_text(encoding="utf-8")
        assert AUDITED in shipped
        config.write_text(shipped.replace(AUDITED, "audit_share: 0"), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        input=stdin,
        env=environment(**env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def talk(folder: Path, *lines: str) -> str:
    done = run(folder, "chat", stdin="".join(line + "\n" for line in lines))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def shown(folder: Path, name: str) -> Mapping[str, object]:
    done = run(folder, "show", name, "--json")
    assert done.returncode == 0, done.stderr
    found: Mapping[str, object] = json.loads(done.stdout)
    return found


def test_chat_needs_no_token_and_ends_with_its_input(tmp_path: Path) -> None:
    assert "Chị Lan Q7 · câu 1" in talk(tmp_path, "Chị Lan Q7", "1")


def test_chat_with_empty_input_ends_cleanly(tmp_path: Path) -> None:
    assert "Hẹn gặp lại" in talk(tmp_path)


def test_a_second_start_continues_with_the_same_data(tmp_path: Path) -> None:
    talk(tmp_path, "Chị Lan Q7", "1", "2")
    again = talk(tmp_path, "1")
    assert "Hỏi tiếp" in again
    assert "Chị Lan Q7 · câu 2" in again


def test_show_prints_the_stored_profile_as_json(tmp_path: Path) -> None:
    talk(tmp_path, *INTERVIEW.splitlines())
    profile = shown(tmp_path, "chị lan q7")
    assert profile["name"] == "Chị Lan Q7"
    assert profile["answers"] == 5
    assert profile["confirmed"] is None
    assert profile["verdict"] in {"sure", "two", "unsure"}
    posterior = profile["posterior"]
    assert isinstance(posterior, list)
    assert len(posterior) == 9
    assert sum(posterior) == pytest.approx(1)
    assert profile["group"] == posterior.index(max(posterior)) + 1


def test_show_says_which_names_are_near_when_there_is_no_such_customer(tmp_path: Path) -> None:
    talk(tmp_path, "Chị Lan Q7", "1")
    done = run(tmp_path, "show", "Chị Lna Q7")
    assert done.returncode == 2
    assert "Chị Lan Q7" in done.stderr
    assert "Traceback" not in done.stderr


def test_show_without_json_is_for_people(tmp_path: Path) -> None:
    talk(tmp_path, "Chị Lan Q7", "1", "1")
    assert "Giả thuyết: nhóm" in run(tmp_path, "show", "Chị Lan Q7").stdout


def test_bank_prints_likelihoods_that_sum_to_one(tmp_path: Path) -> None:
    bank = json.loads(run(tmp_path, "bank", "--json").stdout)
    assert len(bank["questions"]) >= 48
    for question in bank["questions"]:
        for group in range(9):
            column = [answer["likelihood"][group] for answer in question["answers"]]
            assert sum(column) == pytest.approx(1)
    assert bank["bits_per_question"] > 0


def test_bank_without_json_is_a_table(tmp_path: Path) -> None:
    assert "bits per question" in run(tmp_path, "bank").stdout


def test_engine_asks_until_it_gives_a_result(tmp_path: Path) -> None:
    lines = ['{"start": {"customer": "a"}}', *['{"answer": null}'] * 16, '{"end": true}']
    done = run(tmp_path, "engine", stdin="\n".join(lines) + "\n")
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["ask" in message for message in messages] == [True] * 16 + [False]
    assert messages[-1]["result"]["questions"] == 16
    assert messages[-1]["result"]["verdict"] == "unsure"


def test_engine_answers_a_malformed_line_and_goes_on(tmp_path: Path) -> None:
    stdin = 'nonsense\n{"start": {"customer": 1}}\n{"answer": "no such"}\n{"answer": null}\n'
    done = run(tmp_path, "engine", "--max-questions", "1", stdin=stdin)
    kinds = [next(iter(json.loads(line))) for line in done.stdout.splitlines()]
    assert kinds == ["error", "ask", "error", "result"]
    assert done.returncode == 0


def test_check_is_content_with_what_is_shipped(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_setting_is_named_with_place_and_cure_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("language: fr\ninterview:\n  threshold: 2\n")
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert re.search(r"config\.yaml:1: language: ", done.stderr)
    assert re.search(r"config\.yaml:3: interview\.threshold: ", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["chat", "bot", "engine"])
def test_every_command_refuses_wrong_settings_in_a_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "config.yaml").write_text("nonsense: 1\n")
    done = run(tmp_path, command)
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bot_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    done = run(tmp_path, "bot")
    assert done.returncode == 2
    assert "@BotFather" in done.stderr


def test_an_unusable_database_is_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "chat", DATABASE_URL="mysql://user:geheim@host/db")
    assert done.returncode == 2
    assert "mysql" in done.stderr
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr


def test_invite_prints_a_code_and_a_deep_link(tmp_path: Path) -> None:
    done = run(tmp_path, "invite", "--role", "rep", "--bot", "hieukhach_bot")
    code = re.search(r"/start ([\w-]{16,64})\n", done.stdout)
    assert code is not None
    assert f"https://t.me/hieukhach_bot?start={code[1]}" in done.stdout


def test_invite_knows_only_three_roles(tmp_path: Path) -> None:
    done = run(tmp_path, "invite", "--role", "king")
    assert done.returncode == 2
    assert "owner, manager, rep" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_the_database_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    talk(tmp_path)
    assert (tmp_path / "hieukhach.db").stat().st_mode & 0o777 == 0o600
