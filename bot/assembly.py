"""Builds everything; the only module that knows all parts."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.config import Config
from bot.conversation import Conversation
from bot.dialogue.world import Knowledge
from bot.language import Speech, typed_words
from bot.speeches import load_speeches
from db.engine import open_engine
from db.schema import upgrade
from knowledge.handbook import load_handbook
from loading.mistakes import ContentError, Mistake
from personas.bank import load_bank
from personas.interview import Selector


@dataclass(frozen=True, kw_only=True)
class Product:
    """The assembled product."""

    config: Config
    knowledge: Knowledge
    speeches: Mapping[str, Speech]
    engine: Engine
    conversation: Conversation


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def random_id() -> str:
    """A new opaque id: 64 random bits as 16 characters, short enough for a button."""
    return secrets.token_hex(8)


def load_knowledge(config: Config, speeches: Mapping[str, Speech]) -> Knowledge:
    """All content; raises ContentError with the mistakes of every file at once."""
    mistakes: list[Mistake] = []
    bank = handbook = None
    try:
        bank = load_bank()
    except ContentError as error:
        mistakes += error.mistakes
    try:
        handbook = load_handbook()
    except ContentError as error:
        mistakes += error.mistakes
    if bank is None or handbook is None:
        raise ContentError(mistakes)
    return Knowledge(
        bank=bank,
        selector=Selector(bank),
        handbook=handbook,
        policy=config.settings.interview.policy(),
        words=typed_words(speeches),
        languages={
            code: one.sentences.get("language.name", code) for code, one in speeches.items()
        },
        first_card_after=config.settings.interview.first_card_after,
    )


def assemble(config: Config) -> Product:
    """Everything, with the database at its newest schema."""
    speeches = load_speeches()
    knowledge = load_knowledge(config, speeches)
    engine = open_engine(config.database_url)
    upgrade(engine)
    conversation = Conversation(
        engine=engine,
        knowledge=knowledge,
        clock=utc_now,
        new_id=random_id,
        first_language=config.settings.language,
    )
    return Product(
        config=config,
        knowledge=knowledge,
        speeches=speeches,
        engine=engine,
        conversation=conversation,
    )
