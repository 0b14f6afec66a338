"""Reads the settings: config.yaml for what may be seen, the environment for secrets."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from loading.mistakes import ContentError, Mistake
from loading.yaml_file import Entry, read_file
from personas.interview import Policy

Probability = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=1, le=60)]


class InterviewSettings(Entry):
    """When an interview stops and when a card is shown."""

    first_card_after: Annotated[int, Field(ge=1, le=16)] = 5
    threshold: Probability = 0.80
    minimum_questions: Count = 4
    maximum_questions: Count = 16
    minimum_gain: Annotated[float, Field(ge=0, le=3)] = 0.04
    two_together: Probability = 0.70

    def policy(self) -> Policy:
        """The part the engine needs."""
        return Policy(
            threshold=self.threshold,
            minimum_questions=self.minimum_questions,
            maximum_questions=self.maximum_questions,
            minimum_gain=self.minimum_gain,
            two_together=self.two_together,
        )


class TelegramSettings(Entry):
    """How Telegram is reached."""

    base_url: str = "https://api.telegram.org/bot"
    proxy: str = ""
    chats_at_once: Annotated[int, Field(ge=1, le=256)] = 16


class Settings(Entry):
    """All settings of config.yaml with their defaults."""

    language: Literal["vi", "en"] = "vi"
    database_file: str = "hieukhach.db"
    invite_hours: Annotated[int, Field(ge=1, le=24 * 365)] = 72
    interview: InterviewSettings = InterviewSettings()
    telegram: TelegramSettings = TelegramSettings()


class Secrets(BaseSettings):
    """What only the environment may hold."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    telegram_bot_token: SecretStr | None = None
    database_url: SecretStr | None = None


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings, the secrets, and the folder that relative paths start from."""

    settings: Settings
    secrets: Secrets
    home: Path

    @property
    def database_url(self) -> str:
        """Where the data is: DATABASE_URL, or the SQLite file."""
        if self.secrets.database_url is not None:
            return self.secrets.database_url.get_secret_value()
        return f"sqlite:///{(self.home / self.settings.database_file).as_posix()}"


def load_config(path: Path | None = None) -> Config:
    """The configuration; raises ContentError with every mistake in the file.

    The file is `path`, else HIEUKHACH_CONFIG, else config.yaml in the current folder. Without any,
    the defaults hold and the data lives in the user's own data folder.
    """
    named = path or (Path(found) if (found := os.environ.get("HIEUKHACH_CONFIG")) else None)
    file = named or Path("config.yaml")
    if named is None and not file.exists():
        return Config(settings=Settings(), secrets=Secrets(), home=user_data_path("hieukhach"))
    mistakes: list[Mistake] = []
    settings = read_file(file, Settings, mistakes)
    if settings is None or mistakes:
        raise ContentError(mistakes)
    return Config(settings=settings, secrets=Secrets(), home=file.resolve().parent)
