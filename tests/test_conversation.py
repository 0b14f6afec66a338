"""The shell around the dialogue: what was changed, lost or locked in between."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot import conversation as shell_module
from bot import memory
from bot.conversation import BusyError, Conversation, DialogueLoopError, Identity
from bot.dialogue.events import Commanded, Tapped, Typed
from bot.dialogue.progress import Progress
from bot.dialogue.replies import Message, Notice, Reply
from bot.inviting import store_invite
from db import engine as engine_module
from db.chats import ConcurrentChangeError
from db.models import CustomerRow, IdentityRow, PersonRow, SeenUpdateRow
from tests.conversations import START, Clock, conversation, database, person

HOA = person("Hoa")


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Conversation]:
    engine = database(tmp_path)
    yield conversation(engine)
    engine.dispose()


@pytest.fixture
def admitted(shell: Conversation) -> Conversation:
    shell.admit(HOA, "rep")
    return shell


def said(replies: tuple[Reply, ...]) -> list[str]:
    """The ids of all sentences said."""
    found = []
    for reply in replies:
        match reply:
            case Notice():
                found.append(reply.phrase.id)
            case Message():
                found += [phrase.id for phrase in reply.phrases]
            case _:
                found.append(type(reply).__name__)
    return found


def typed(shell: Conversation, text: str, who: Identity = HOA) -> list[str]:
    """What is said to a typed line."""
    return said(shell.handle(who, Typed(text=text)).replies)


def invited(shell: Conversation, code: str, who: Identity = HOA) -> list[str]:
    """What is said to an invite code just made."""
    store_invite(shell.engine, code, role="rep", now=START, lifetime=timedelta(days=1))
    return said(shell.handle(who, Commanded(name="start", argument=code)).replies)


def forget(shell: Conversation) -> None:
    """Takes everybody's way in away; what the chats remember stays."""
    with Session(shell.engine) as session, session.begin():
        session.execute(delete(IdentityRow))


def count(shell: Conversation, table: type) -> int:
    """How many rows a table has."""
    with Session(shell.engine) as session, session.begin():
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_person_whose_chat_is_older_than_their_admission_gets_in(shell: Conversation) -> None:
    invited(shell, "first")
    typed(shell, "Chị Lan Q7")
    forget(shell)
    assert typed(shell, "Chị Lan Q7") == ["refused"]
    assert invited(shell, "second")[0] == "admitted"


def test_a_person_admitted_again_begins_anew(shell: Conversation) -> None:
    invited(shell, "first")
    typed(shell, "Chị Lan Q7")
    typed(shell, "1")
    forget(shell)
    invited(shell, "second")
    assert typed(shell, "Chị Mai") == ["name.unknown"]


def test_a_person_admitted_again_is_remembered(shell: Conversation) -> None:
    invited(shell, "first")
    typed(shell, "Chị Lan Q7")
    forget(shell)
    invited(shell, "second")
    typed(shell, "Chị Mai")
    assert typed(shell, "1") == ["QuestionScreen"]


def test_a_person_is_admitted_locally_once(admitted: Conversation) -> None:
    admitted.admit(HOA, "rep")
    assert count(admitted, PersonRow) == 1


def speaks(shell: Conversation, language: str) -> None:
    """Everybody's stored language."""
    with Session(shell.engine) as session, session.begin():
        session.execute(update(PersonRow).values(language=language))


def test_a_chosen_language_is_spoken_whatever_the_client_says(admitted: Conversation) -> None:
    speaks(admitted, "en")
    assert admitted.language_of(HOA) == "en"


@pytest.mark.parametrize(("hint", "spoken"), [("en", "en"), ("en-GB", "en"), ("fr", "vi")])
def test_a_stored_language_without_texts_falls_back_to_the_clients(
    admitted: Conversation, hint: str, spoken: str
) -> None:
    speaks(admitted, "xx")
    someone = replace(HOA, language=hint)
    assert admitted.language_of(someone) == spoken
    assert admitted.handle(someone, Commanded(name="help")).language == spoken


def test_a_locked_database_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)
    engine = database(tmp_path)
    shell = conversation(engine)
    with Session(engine) as other, other.begin():
        other.execute(select(PersonRow))
        with pytest.raises(BusyError):
            shell.handle(HOA, Typed(text="Chị Lan"))
    engine.dispose()


def test_after_a_lock_the_conversation_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)
    engine = database(tmp_path)
    shell = conversation(engine)
    with Session(engine) as other, other.begin():
        other.execute(select(PersonRow))
        with pytest.raises(BusyError):
            shell.handle(HOA, Typed(text="Chị Lan"), 1)
    assert said(shell.handle(HOA, Typed(text="Chị Lan"), 1).replies) == ["refused"]
    engine.dispose()


def overtaken(monkeypatch: pytest.MonkeyPatch, times: int) -> Callable[[], int]:
    """Somebody else changes the chat first, so often; gives how often it was written at all."""
    remember, tried = memory.remember, 0

    def late(
        session: Session,
        transport: str,
        chat_id: str,
        progress: Progress,
        version: int,
        now: object,
    ) -> None:
        nonlocal tried
        tried += 1
        if tried <= times:
            raise ConcurrentChangeError
        remember(session, transport, chat_id, progress, version, Clock()())

    monkeypatch.setattr(memory, "remember", late)
    return lambda: tried


def test_a_chat_changed_in_between_is_stepped_again(
    admitted: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = overtaken(monkeypatch, 1)
    assert typed(admitted, "Chị Lan Q7") == ["name.unknown"]
    assert tries() == 2


def test_a_step_done_again_writes_its_facts_once(
    admitted: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(admitted, "Chị Lan Q7")
    overtaken(monkeypatch, 2)
    assert typed(admitted, "1") == ["QuestionScreen"]
    assert count(admitted, CustomerRow) == 1


def test_a_step_done_again_is_not_taken_for_an_update_seen_before(
    admitted: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken(monkeypatch, 1)
    assert admitted.handle(HOA, Typed(text="Chị Lan Q7"), 7).replies != ()


def test_a_chat_that_always_changes_is_given_up_with_nothing_written(
    admitted: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = overtaken(monkeypatch, 99)
    with pytest.raises(BusyError):
        admitted.handle(HOA, Typed(text="Chị Lan Q7"), 7)
    assert tries() == shell_module.ATTEMPTS
    assert count(admitted, SeenUpdateRow) == 0


def test_a_machine_that_keeps_asking_is_stopped_with_nothing_written(
    admitted: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell_module, "ROUNDS", 1)
    with pytest.raises(DialogueLoopError):
        admitted.handle(HOA, Commanded(name="customers"), 7)
    assert count(admitted, SeenUpdateRow) == 0


def test_an_invite_does_not_admit_somebody_twice(admitted: Conversation) -> None:
    assert "admitted" not in invited(admitted, "again")
    assert count(admitted, PersonRow) == 1


def test_somebody_of_a_role_without_rights_is_a_stranger(admitted: Conversation) -> None:
    with Session(admitted.engine) as session, session.begin():
        session.execute(update(PersonRow).values(role="guest"))
    assert typed(admitted, "Chị Lan") == ["refused"]


def test_somebody_of_a_role_without_rights_gets_none_by_an_invite(admitted: Conversation) -> None:
    with Session(admitted.engine) as session, session.begin():
        session.execute(update(PersonRow).values(role="guest"))
    assert invited(admitted, "again") == ["invite_refused"]


def test_an_update_seen_before_is_answered_with_nothing(admitted: Conversation) -> None:
    admitted.handle(HOA, Tapped(data="list:0"), 7)
    assert admitted.handle(HOA, Tapped(data="list:0"), 7).replies == ()
