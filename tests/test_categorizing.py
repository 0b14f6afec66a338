"""The class of every customer in a scheme, as the command line prints it for other programs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.categorizing import NoSuchSchemeError, categorize
from bot.dialogue.relationship import RELATIONSHIP
from db import customers, facts, people
from knowledge.scheme_model import YES_NO, Fact
from tests.conversations import KNOWLEDGE, LEARNER, SPEECHES, START
from tests.databases import open_sqlite
from tests.test_cli import Done, run

SCHEMES = KNOWLEDGE.schemes.schemes
IDS = [scheme.id for scheme in SCHEMES]
FIELDS = ["customer_id", "name", "scheme", "class", "flags", "reason", "missing"]
TOLD: Mapping[str, Mapping[str, str]] = {
    "An": {"orders": "none"},
    "Bình": {"orders": "one", "days_since_last_order": "month", "complaint": "open"},
    "Chị Mai": {"orders": "two"},
    "Dung": {},
}


def furnish(engine: Engine, told: Mapping[str, Mapping[str, str]] = TOLD) -> None:
    """Customers with facts that a rep told at START."""
    with Session(engine) as session, session.begin():
        rep = people.Person(id="rep", role="rep", language="vi")
        people.add_person(session, rep, transport="test", external_id="rep", now=START)
        for name, values in told.items():
            customer = customers.Customer(id=f"id of {name}", name=name)
            customers.add_customer(session, customer, owner_id=rep.id, now=START)
            for fact_id, value in values.items():
                facts.save_fact(
                    session,
                    customer_id=customer.id,
                    fact_id=fact_id,
                    value=value,
                    source="chat",
                    person_id=rep.id,
                    now=START,
                )


@dataclass
class Office:
    """A furnished database that is asked."""

    engine: Engine

    def entries(
        self, scheme_id: str | None = None, *, language: str = "vi", days: float = 0
    ) -> list[dict[str, Any]]:
        now = START + timedelta(days=days)
        return list(categorize(self.engine, LEARNER, SPEECHES[language], scheme_id, now))

    def entry(self, name: str, scheme_id: str | None = None, **how: Any) -> dict[str, Any]:
        return next(one for one in self.entries(scheme_id, **how) if one["name"] == name)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_sqlite(tmp_path) as engine:
        furnish(engine)
        yield Office(engine)


def first_answers() -> Mapping[str, str]:
    """The first answer to every fact that has one."""
    return {one.id: answers(one)[0] for one in KNOWLEDGE.schemes.facts.values() if answers(one)}


def answers(fact: Fact) -> list[str]:
    """The ids of a fact's answers."""
    return list(YES_NO) if fact.kind == "yes_no" else [one.id for one in fact.answers]


class TestEntries:
    """What is said of a customer."""

    def test_every_customer_has_an_entry_by_name(self, office: Office) -> None:
        assert [one["name"] for one in office.entries()] == list(TOLD)

    def test_nobody_gives_no_entries(self, tmp_path: Path) -> None:
        with open_sqlite(tmp_path) as engine:
            assert Office(engine).entries() == []

    def test_an_entry_has_the_same_fields_for_everybody(self, office: Office) -> None:
        assert [list(one) for one in office.entries()] == [FIELDS] * len(TOLD)

    def test_the_scheme_is_the_relationship_where_none_is_named(self, office: Office) -> None:
        assert office.entries() == office.entries(RELATIONSHIP)

    def test_a_class_has_a_reason(self, office: Office) -> None:
        assert office.entry("An") == {
            "customer_id": "id of An",
            "name": "An",
            "scheme": "relationship",
            "class": "potential",
            "flags": [],
            "reason": "chưa mua lần nào",
            "missing": [],
        }

    def test_a_reason_is_in_the_language_asked_for(self, office: Office) -> None:
        assert office.entry("An", language="en")["reason"] == "has not bought yet"

    def test_what_overlays_a_class_stands_beside_it(self, office: Office) -> None:
        entry = office.entry("Bình")
        assert (entry["class"], entry["flags"]) == ("new", ["complaint"])

    def test_without_facts_it_says_what_is_missing(self, office: Office) -> None:
        entry = office.entry("Dung")
        assert (entry["class"], entry["reason"], entry["missing"]) == (None, None, ["orders"])

    def test_with_some_facts_it_says_what_is_still_missing(self, office: Office) -> None:
        entry = office.entry("Chị Mai")
        assert (entry["class"], entry["missing"]) == (None, ["days_since_last_order"])

    def test_days_pass_without_anybody_telling_more(self, office: Office) -> None:
        assert office.entry("Bình", days=200)["class"] == "lost"
        assert office.entry("An", days=200)["class"] == "potential"

    def test_an_unknown_scheme_is_named_with_those_there_are(self, office: Office) -> None:
        with pytest.raises(NoSuchSchemeError) as caught:
            office.entries("gone")
        for speech in SPEECHES.values():
            said = caught.value.sentence(speech)
            assert "gone" in said
            assert [one for one in IDS if one not in said] == []


class TestSchemes:
    """Every shipped scheme sorts everybody."""

    @pytest.mark.parametrize("scheme", SCHEMES, ids=IDS)
    @pytest.mark.parametrize("language", sorted(SPEECHES))
    def test_a_scheme_runs(self, office: Office, scheme: Any, language: str) -> None:
        classes, flags = {one.id for one in scheme.classes}, {one.id for one in scheme.flags}
        for entry in office.entries(scheme.id, language=language):
            assert entry["scheme"] == scheme.id
            assert entry["class"] is None or entry["class"] in classes
            assert set(entry["flags"]) <= flags
            assert (entry["class"] is None) == (entry["reason"] is None)
            assert entry["class"] is None or not entry["missing"]

    @pytest.mark.parametrize("scheme_id", IDS)
    def test_of_whom_nothing_is_known_something_is_missing(
        self, office: Office, scheme_id: str
    ) -> None:
        entry = office.entry("Dung", scheme_id)
        assert entry["class"] is None
        assert entry["missing"]
        assert set(entry["missing"]) <= set(KNOWLEDGE.schemes.facts)

    @pytest.mark.parametrize("scheme_id", IDS)
    def test_of_whom_everything_was_told_no_tapped_fact_is_missing(
        self, tmp_path: Path, scheme_id: str
    ) -> None:
        told = first_answers()
        with open_sqlite(tmp_path) as engine:
            furnish(engine, {"Lan": told})
            [entry] = Office(engine).entries(scheme_id)
        assert not set(entry["missing"]) & set(told)
        assert entry["reason"] is None or "?" not in entry["reason"]


# --- the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two customers of whom the first was told to have bought nothing."""
    folder = tmp_path_factory.mktemp("customers")
    lines = ("Chị Lan Q7", "1", "để sau", "quan hệ", "1", "Anh Minh", "1")
    done = run(folder, "chat", stdin="".join(one + "\n" for one in lines))
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def printed(done: Done) -> list[dict[str, Any]]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_command_prints_a_line_for_everybody(folder: Path) -> None:
    done = run(folder, "categorize")
    assert done.stdout == "Anh Minh: ? (orders)\nChị Lan Q7: potential (chưa mua lần nào)\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_prints_json(folder: Path) -> None:
    minh, lan = printed(run(folder, "categorize", "--json"))
    assert list(lan) == FIELDS
    assert (lan["name"], lan["class"], lan["missing"]) == ("Chị Lan Q7", "potential", [])
    assert (minh["name"], minh["class"], minh["missing"]) == ("Anh Minh", None, ["orders"])


def test_the_command_takes_another_scheme(folder: Path) -> None:
    found = printed(run(folder, "categorize", "--json", "--scheme", "purchase_count"))
    assert [one["scheme"] for one in found] == ["purchase_count"] * 2
    assert found[0]["class"] is None
    assert found[1]["class"] is not None


def test_an_unknown_scheme_ends_the_command_with_a_sentence(folder: Path) -> None:
    done = run(folder, "categorize", "--scheme", "gone")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Không có bảng phân loại “gone”. Có thể dùng ")
    assert "Traceback" not in done.stderr


def test_before_there_are_customers_the_command_prints_nothing(tmp_path: Path) -> None:
    assert printed(run(tmp_path, "categorize", "--json")) == []
