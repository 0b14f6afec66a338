"""The report on what was learned: what it counts, learning now, and forgetting."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot import cli, cli_learning
from bot.assembly import Product
from bot.config import Config, Secrets, Settings
from bot.dialogue.hits import Hits, TipHit
from bot.learner import Learner
from bot.learning_report import as_text, as_values, forget_all, learn_now, load_hits
from db import customers, evidence, judgements, lessons, notes, people
from personas.learning import learn
from tests.conversations import KNOWLEDGE, LEARNER, SPEECHES, START, Clock, conversation
from tests.databases import open_sqlite
from tests.test_cli import run

QUESTION = next(one for one in KNOWLEDGE.bank.questions if one.probe)
ANSWER = QUESTION.answers[0].id
SITUATION = KNOWLEDGE.handbook.situations[0]
NOTE = "khách đang vội, nhìn đồng hồ hoài"
OF_ONE = (0.6, *[0.05] * 8)
GROUPS = {"mai": (3, 3), "hung": (3, 8), "lan": (3, 3)}  # confirmed, and shown on the card


def furnish(engine: Engine) -> None:
    """Three customers of group 3 with an answer and a note, two judged, and a mark of a tip."""
    with Session(engine) as session, session.begin():
        person = people.Person(id="rep", role="rep", language="vi")
        people.add_person(session, person, transport="test", external_id="rep", now=START)
        for name, (group, shown) in GROUPS.items():
            meet(session, name)
            evidence.confirm(
                session,
                customer_id=name,
                person_id="rep",
                group=group,
                shown_group=shown,
                shown_probability=0.5,
                now=START,
            )
        for name, judged in (("mai", 1), ("hung", 5)):
            judgements.save_audit(
                session,
                interview_id=name,
                person_id="rep",
                group=judged,
                forecast=OF_ONE,
                now=START,
            )
        judgements.mark_tips(
            session,
            customer_id="mai",
            person_id="rep",
            situation_id=SITUATION.id,
            group=3,
            useful=True,
            now=START,
        )


def meet(session: Session, name: str) -> None:
    customer = customers.Customer(id=name, name=f"Khách {name}")
    customers.add_customer(session, customer, owner_id="rep", now=START)
    evidence.start_interview(session, name, customer_id=name, person_id="rep", now=START)
    evidence.save_answer(
        session,
        interview_id=name,
        number=1,
        question_id=QUESTION.id,
        answer_id=ANSWER,
        now=START,
    )
    notes.save_note(session, name, customer_id=name, person_id="rep", text=NOTE, now=START)


@dataclass
class Office:
    """A furnished database and a process of its own that reports on it."""

    engine: Engine
    clock: Clock
    learner: Learner

    def hits(self) -> Hits:
        return load_hits(self.engine, self.learner, self.clock())[1]

    def text(self, language: str = "vi") -> str:
        knowledge, hits = load_hits(self.engine, self.learner, self.clock())
        return as_text(hits, knowledge, SPEECHES[language])

    def lesson(self) -> lessons.Lesson:
        with Session(self.engine) as session:
            return lessons.newest_lesson(session)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_sqlite(tmp_path) as engine:
        furnish(engine)
        learner = Learner(shipped=KNOWLEDGE, make_reader=lambda _accepted: KNOWLEDGE.reader)
        yield Office(engine, Clock(), learner)


class TestCounts:
    """What the report counts."""

    def test_an_empty_database_counts_nothing(self, tmp_path: Path) -> None:
        with open_sqlite(tmp_path) as engine:
            hits = load_hits(engine, LEARNER, START)[1]
        assert hits == Hits(
            confirmed=0, repeated=0, audits=0, agreed=0, version=0, temperature=1.25, learned=False
        )

    def test_confirmed_customers_are_counted(self, office: Office) -> None:
        assert office.hits().confirmed == 3

    def test_confirmations_that_only_repeat_the_card_are_counted(self, office: Office) -> None:
        assert office.hits().repeated == 2

    def test_audits_are_counted_with_those_that_agreed(self, office: Office) -> None:
        hits = office.hits()
        assert (hits.audits, hits.agreed) == (2, 1)

    def test_every_question_that_was_answered_is_named(self, office: Office) -> None:
        assert [(one.subject, one.times) for one in office.hits().questions] == [(QUESTION.id, 3)]

    def test_the_rules_of_that_question_are_named(self, office: Office) -> None:
        assert [one.subject for one in office.hits().rules] == sorted(QUESTION.probe)

    def test_the_cues_of_notes_are_counted(self, office: Office) -> None:
        cues = {one.subject: (one.times, one.right) for one in office.hits().cues}
        assert cues["in_a_hurry"] == (3, 1.0)

    def test_a_withdrawn_note_is_not_counted(self, office: Office) -> None:
        with Session(office.engine) as session, session.begin():
            notes.withdraw_note(session, "mai", START)
        cues = {one.subject: one.times for one in office.hits().cues}
        assert cues["in_a_hurry"] == 2

    def test_a_cue_that_its_writer_denied_is_not_counted(self, office: Office) -> None:
        with Session(office.engine) as session, session.begin():
            notes.save_cue_answer(
                session, note_id="mai", cue_id="in_a_hurry", phrase="vội", meant=False, now=START
            )
        cues = {one.subject: one.times for one in office.hits().cues}
        assert cues["in_a_hurry"] == 2

    def test_marks_of_tips_are_counted(self, office: Office) -> None:
        expected = TipHit(situation_id=SITUATION.id, group=3, useful=1, wrong=0)
        assert office.hits().tips == (expected,)


class TestLearningNow:
    """A lesson made by hand."""

    def test_a_lesson_is_made_from_everything_stored(self, office: Office) -> None:
        learn_now(office.engine, office.clock())
        lesson = office.lesson()
        assert (lesson.version, lesson.confirmed, lesson.audits) == (1, 3, 2)

    def test_a_lesson_counts_every_answer(self, office: Office) -> None:
        learn_now(office.engine, office.clock())
        assert office.lesson().counts == {(QUESTION.id, ANSWER, 3): 3.0}

    def test_a_process_that_starts_then_is_taught(self, office: Office) -> None:
        learn_now(office.engine, office.clock())
        knowledge, _hits = load_hits(office.engine, office.learner, office.clock())
        expected = learn(QUESTION, {(ANSWER, 3): 3.0})
        assert knowledge.bank.by_id[QUESTION.id].likelihood() == pytest.approx(expected)

    def test_the_report_says_which_version_holds(self, office: Office) -> None:
        learn_now(office.engine, office.clock())
        assert office.hits().version == 1


class TestForgetting:
    """A reset."""

    def test_nothing_is_known_after_a_reset(self, office: Office) -> None:
        learn_now(office.engine, office.clock())
        forget_all(office.engine, office.clock())
        assert (office.lesson().version, office.lesson().counts) == (2, {})

    def test_learning_now_after_a_reset_finds_nothing_new(self, office: Office) -> None:
        forget_all(office.engine, office.clock())
        learn_now(office.engine, office.clock())
        assert (office.lesson().confirmed, office.lesson().counts) == (0, {})

    def test_the_report_still_counts_every_fact(self, office: Office) -> None:
        forget_all(office.engine, office.clock())
        assert (office.hits().confirmed, office.hits().audits) == (3, 2)


class TestText:
    """The report as people read it."""

    def test_an_empty_report_says_that_nothing_was_learned(self, tmp_path: Path) -> None:
        with open_sqlite(tmp_path) as engine:
            knowledge, hits = load_hits(engine, LEARNER, START)
        said = as_text(hits, knowledge, SPEECHES["vi"])
        assert SPEECHES["vi"].sentences["hits.no_lesson"] in said
        assert SPEECHES["vi"].sentences["hits.no_audits"] in said

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_a_question_stands_in_its_own_words(self, office: Office, language: str) -> None:
        assert SPEECHES[language].written(QUESTION.text.by_language) in office.text(language)

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_a_cue_stands_in_its_own_words(self, office: Office, language: str) -> None:
        cue = KNOWLEDGE.bank.cues_by_id["in_a_hurry"]
        assert cue.text[language].removeprefix("{customer} ") in office.text(language)

    def test_no_customer_is_named(self, office: Office) -> None:
        assert "Khách mai" not in office.text()

    def test_the_values_are_plain_json(self, office: Office) -> None:
        values = as_values(office.hits())
        assert json.loads(json.dumps(values, allow_nan=False))["confirmed"] == 3


# --- the command


Reported = Callable[..., str]


@pytest.fixture
def report(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reported:
    """What `hieukhach learning ARGUMENTS` prints, always as a process that starts fresh."""
    config = Config(settings=Settings(), secrets=Secrets(), home=tmp_path)
    monkeypatch.setattr(cli_learning, "load_config", lambda _path: config)

    def assembled(_config: Config) -> Product:
        return Product(
            config=config,
            learner=replace(office.learner),
            speeches=SPEECHES,
            engine=office.engine,
            conversation=conversation(office.engine),
        )

    monkeypatch.setattr("bot.assembly.assemble", assembled)

    def run_it(*arguments: str) -> str:
        done = CliRunner().invoke(cli.app, ["learning", *arguments])
        assert (done.exit_code, done.exception) == (0, None)
        return done.output

    return run_it


def test_the_command_reports_for_people(report: Reported) -> None:
    assert SPEECHES["vi"].written(QUESTION.text.by_language) in report()


def test_a_report_alone_teaches_nothing(report: Reported) -> None:
    report()
    assert json.loads(report("--json"))["version"] == 0


def test_an_update_makes_a_version(report: Reported) -> None:
    assert json.loads(report("--update", "--json"))["version"] == 1


def test_an_update_sets_the_temperature(report: Reported) -> None:
    assert json.loads(report("--update", "--json"))["temperature"] != 1.25


def test_an_update_stays(report: Reported) -> None:
    updated = report("--update", "--json")
    assert report("--json") == updated


def test_a_reset_is_a_version_with_the_first_temperature(report: Reported) -> None:
    report("--update")
    found = json.loads(report("--reset", "--json"))
    assert (found["version"], found["temperature"]) == (2, 1.25)


def test_a_reset_keeps_every_fact(report: Reported) -> None:
    before, after = json.loads(report("--json")), json.loads(report("--reset", "--json"))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"version"}


def test_the_whole_program_learns(tmp_path: Path) -> None:
    with open_sqlite(tmp_path) as engine:
        furnish(engine)
    done = run(tmp_path, "learning", "--update", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["version"], found["confirmed"], found["audits"]) == (1, 3, 2)
