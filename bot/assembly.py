"""Builds everything; the only module that knows all parts."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.config import Config
from bot.content import Content, load_content
from bot.conversation import Conversation
from bot.dialogue.world import Knowledge
from bot.language import Speech, typed_words
from bot.learner import Learner
from bot.speeches import load_speeches
from db.engine import open_engine
from db.schema import upgrade
from personas.interview import Selector

DAYS_IN_MONTH = 30.44


@dataclass(frozen=True, kw_only=True)
class Product:
    """The assembled product."""

    config: Config
    learner: Learner
    speeches: Mapping[str, Speech]
    engine: Engine
    conversation: Conversation


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def random_id() -> str:
    """A new opaque id: 64 random bits as 16 characters, short enough for a button."""
    return secrets.token_hex(8)


def make_knowledge(content: Content, config: Config, speeches: Mapping[str, Speech]) -> Knowledge:
    """What the dialogue knows: the content under the settings."""
    settings = config.settings
    return Knowledge(
        bank=content.bank,
        selector=Selector(content.bank),
        reader=content.reader(),
        handbook=content.handbook,
        schemes=content.schemes,
        care=content.care,
        policy=replace(
            settings.interview.policy(),
            half_life_days=settings.observations.half_life_months * DAYS_IN_MONTH,
        ),
        words=typed_words(speeches),
        languages={
            code: one.sentences.get("language.name", code) for code, one in speeches.items()
        },
        titles=frozenset(
            word.split()[0] for one in speeches.values() for word in one.address if word != "other"
        ),
        first_card_after=settings.interview.first_card_after,
        timezone=settings.timezone,
        audit_share=settings.learning.audit_share,
        stale_days=settings.observations.stale_after_months * DAYS_IN_MONTH,
    )


def make_learner(config: Config, speeches: Mapping[str, Speech]) -> Learner:
    """The shipped knowledge, ready to be taught by what is stored."""
    content = load_content()
    knowledge = make_knowledge(content, config, speeches)
    return Learner(shipped=knowledge, make_reader=content.reader)


def assemble(config: Config) -> Product:
    """Everything, with the database at its newest schema."""
    speeches = load_speeches()
    learner = make_learner(config, speeches)
    engine = open_engine(config.database_url)
    upgrade(engine)
    conversation = Conversation(
        engine=engine,
        learner=learner,
        clock=utc_now,
        new_id=random_id,
        chance=secrets.SystemRandom().random,
        first_language=config.settings.language,
    )
    return Product(
        config=config,
        learner=learner,
        speeches=speeches,
        engine=engine,
        conversation=conversation,
    )
