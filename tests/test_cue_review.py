"""Phrasings that reps confirmed: an owner accepts them, refuses them, or leaves them for later."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot import cli, cli_learning
from bot.assembly import Product
from bot.config import Config, Secrets, Settings
from bot.content import load_content
from bot.cue_review import judge, open_proposals, sentence
from db import customers, notes, people
from db.engine import open_engine
from personas.cue_bank import load_cues
from tests.conversations import KNOWLEDGE, LEARNER, SPEECHES, START, conversation
from tests.databases import open_sqlite
from tests.test_cli import run

BANK = KNOWLEDGE.bank
FIRST, SECOND, THIRD = "như ma đuổi", "ngồi cả buổi", "hỏi tới hỏi lui"
CUES = {FIRST: "in_a_hurry", SECOND: "unhurried", THIRD: "in_a_hurry"}
PROPOSED = notes.Proposal(cue_id="in_a_hurry", phrase=FIRST, times=3)


def propose(engine: Engine, **times: int) -> None:
    """Has reps confirm phrasings (their names as keywords) so many times."""
    phrases = {"first": FIRST, "second": SECOND, "third": THIRD}
    confirmed = [phrases[name] for name, often in times.items() for _time in range(often)]
    with Session(engine) as session, session.begin():
        person = people.Person(id="lan", role="rep", language="vi")
        people.add_person(session, person, transport="test", external_id="lan", now=START)
        customer = customers.Customer(id="mai", name="Mai")
        customers.add_customer(session, customer, owner_id="lan", now=START)
        for at, phrase in enumerate(confirmed):
            notes.save_note(
                session, f"n{at}", customer_id="mai", person_id="lan", text=phrase, now=START
            )
            notes.save_cue_answer(
                session,
                note_id=f"n{at}",
                cue_id=CUES[phrase],
                phrase=phrase,
                meant=True,
                now=START,
            )


def accepted(engine: Engine) -> list[tuple[str, str]]:
    with Session(engine) as session:
        return list(notes.accepted_phrasings(session))


def waiting(engine: Engine) -> list[str]:
    return [one.phrase for one in open_proposals(engine, BANK)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    with open_sqlite(tmp_path) as engine:
        yield engine


class TestReview:
    """What waits, what is asked, and what an owner's word does."""

    def test_without_notes_nothing_waits(self, database: Engine) -> None:
        assert open_proposals(database, BANK) == []

    def test_a_confirmed_phrasing_waits(self, database: Engine) -> None:
        propose(database, first=3)
        assert open_proposals(database, BANK) == [PROPOSED]

    def test_a_phrasing_of_a_cue_that_the_content_lost_is_not_asked_about(
        self, database: Engine
    ) -> None:
        propose(database, first=1, second=1)
        without = [cue for cue in BANK.cues if cue.id != "in_a_hurry"]
        small = replace(BANK, cues=tuple(without))
        assert [one.phrase for one in open_proposals(database, small)] == [SECOND]

    @pytest.mark.parametrize(("word", "kept"), [(True, [("in_a_hurry", FIRST)]), (False, [])])
    def test_a_word_is_kept(
        self, database: Engine, word: bool, kept: list[tuple[str, str]]
    ) -> None:
        propose(database, first=1)
        judge(database, PROPOSED, accepted=word, now=START)
        assert accepted(database) == kept

    @pytest.mark.parametrize("word", [True, False])
    def test_what_was_judged_waits_no_more(self, database: Engine, word: bool) -> None:
        propose(database, first=1)
        judge(database, PROPOSED, accepted=word, now=START)
        assert waiting(database) == []

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_a_proposal_is_asked_with_its_words_its_cue_and_how_often(self, language: str) -> None:
        asked = sentence(PROPOSED, BANK, SPEECHES[language])
        told = BANK.cues_by_id["in_a_hurry"].text[language].removeprefix("{customer} ")
        named = (FIRST, told, "3", "y", "n", "Enter")
        assert [one for one in named if one not in asked] == []

    def test_a_reader_finds_a_cue_by_an_accepted_phrasing(self) -> None:
        unheard = "chân trước chân sau lon ton"
        content = load_content()
        plain, taught = content.reader(), content.reader((("in_a_hurry", unheard),))
        found = [
            "in_a_hurry" in [cue.cue_id for cue in reader.read(unheard).cues]
            for reader in (plain, taught)
        ]
        assert found == [False, True]

    def test_an_accepted_phrasing_is_never_written_into_the_content(self, database: Engine) -> None:
        propose(database, first=1)
        judge(database, PROPOSED, accepted=True, now=START)
        assert load_cues() == BANK.cues


# --- the command


Reviewed = Callable[..., str]


@pytest.fixture
def review(database: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reviewed:
    """What `hieukhach cues review ARGUMENTS` prints while an owner types."""
    config = Config(settings=Settings(), secrets=Secrets(), home=tmp_path)
    product = Product(
        config=config,
        learner=LEARNER,
        speeches=SPEECHES,
        engine=database,
        conversation=conversation(database),
    )
    monkeypatch.setattr(cli_learning, "load_config", lambda _path: config)
    monkeypatch.setattr("bot.assembly.assemble", lambda _config: product)

    def run_it(*arguments: str, typed: str = "", ends: int = 0) -> str:
        done = CliRunner().invoke(cli.app, ["cues", "review", *arguments], input=typed)
        assert done.exit_code == ends
        return done.output

    return run_it


def test_the_command_asks_about_every_proposal_the_commonest_first(
    database: Engine, review: Reviewed
) -> None:
    propose(database, third=1, second=2, first=3)
    said = review(typed="\n\n\n")
    places = [said.find(phrase) for phrase in (FIRST, SECOND, THIRD)]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["y", "Y", " y "])
def test_y_accepts(database: Engine, review: Reviewed, typed: str) -> None:
    propose(database, first=1)
    review(typed=typed + "\n")
    assert (accepted(database), waiting(database)) == ([("in_a_hurry", FIRST)], [])


@pytest.mark.parametrize("typed", ["n", "N"])
def test_n_refuses(database: Engine, review: Reviewed, typed: str) -> None:
    propose(database, first=1)
    review(typed=typed + "\n")
    assert (accepted(database), waiting(database)) == ([], [])


@pytest.mark.parametrize("typed", ["", "yes please", "0"])
def test_only_enter_and_anything_else_leaves_it_waiting(
    database: Engine, review: Reviewed, typed: str
) -> None:
    propose(database, first=1)
    review(typed=typed + "\n")
    assert (accepted(database), waiting(database)) == ([], [FIRST])


def test_every_proposal_gets_its_own_word(database: Engine, review: Reviewed) -> None:
    propose(database, first=3, second=2, third=1)
    review(typed="y\nn\n\n")
    assert (accepted(database), waiting(database)) == ([("in_a_hurry", FIRST)], [THIRD])


def test_the_command_ends_with_a_sentence(database: Engine, review: Reviewed) -> None:
    propose(database, first=1)
    assert SPEECHES["vi"].sentences["review.done"] in review(typed="y\n")


def test_without_proposals_the_command_says_so(review: Reviewed) -> None:
    assert SPEECHES["vi"].sentences["review.nothing"] in review()


def test_what_was_judged_is_not_asked_again(database: Engine, review: Reviewed) -> None:
    propose(database, first=1)
    review(typed="n\n")
    assert SPEECHES["vi"].sentences["review.nothing"] in review()


def test_an_input_that_ends_early_keeps_the_words_before(
    database: Engine, review: Reviewed
) -> None:
    propose(database, first=2, second=1)
    review(typed="y\n", ends=1)
    assert (accepted(database), waiting(database)) == ([("in_a_hurry", FIRST)], [SECOND])


def test_a_list_names_every_proposal(database: Engine, review: Reviewed) -> None:
    propose(database, first=2, second=1)
    said = review("--list")
    assert (FIRST in said, SECOND in said) == (True, True)


def test_a_list_asks_nothing(database: Engine, review: Reviewed) -> None:
    propose(database, first=1)
    review("--list", typed="y\n")
    assert (accepted(database), waiting(database)) == ([], [FIRST])


def test_a_list_does_not_say_that_all_were_gone_through(database: Engine, review: Reviewed) -> None:
    propose(database, first=1)
    assert SPEECHES["vi"].sentences["review.done"] not in review("--list")


def test_the_whole_program_accepts_what_its_owner_accepts(tmp_path: Path) -> None:
    with open_sqlite(tmp_path) as engine:
        propose(engine, first=1)
    done = run(tmp_path, "cues", "review", stdin="y\n")
    assert (done.returncode, done.stderr) == (0, "")
    engine = open_engine(f"sqlite:///{tmp_path / 'hieukhach.db'}")
    kept = accepted(engine)
    engine.dispose()
    assert kept == [("in_a_hurry", FIRST)]
