"""Reads the settings: config.yaml for what may be seen, the environment for secrets."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.speeches import languages
from loading.mistakes import ContentError, Mistake
from loading.yaml_file import Entry, read_file
from personas.interview import Policy

Probability = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=1, le=60)]


def _known_language(code: str) -> str:
    if code not in languages():
        said = ", ".join(languages())
        vi, en = f"chưa có lời cho “{code}”; dùng: {said}", f"no texts for “{code}”; use: {said}"
        raise PydanticCustomError("text", "{detail_en}", {"detail_vi": vi, "detail_en": en})
    return code


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        vi = f"không có múi giờ “{name}”; ví dụ: Asia/Ho_Chi_Minh"
        en = f"there is no time zone “{name}”; for example: Asia/Ho_Chi_Minh"
        raise PydanticCustomError(
            "text", "{detail_en}", {"detail_vi": vi, "detail_en": en}
        ) from None
    return name


class InterviewSettings(Entry):
    """When an interview stops and when a card is shown."""

    first_card_after: Annotated[int, Field(ge=1, le=16)] = 5
    threshold: Probability = 0.80
    minimum_questions: Count = 4
    maximum_questions: Count = 16
    minimum_gain: Annotated[float, Field(ge=0, le=3)] = 0.04
    two_together: Probability = 0.70

    @model_validator(mode="after")
    def _minimum_below_maximum(self) -> Self:
        if self.minimum_questions > self.maximum_questions:
            vi = "minimum_questions lớn hơn maximum_questions; hạ xuống"
            en = "minimum_questions is above maximum_questions; lower it"
            raise PydanticCustomError("text", "{detail_en}", {"detail_vi": vi, "detail_en": en})
        return self

    def policy(self) -> Policy:
        """The part the engine needs."""
        return Policy(
            threshold=self.threshold,
            minimum_questions=self.minimum_questions,
            maximum_questions=self.maximum_questions,
            minimum_gain=self.minimum_gain,
            two_together=self.two_together,
        )


class ObservationSettings(Entry):
    """How long what was seen counts."""

    half_life_months: Annotated[float, Field(ge=1, le=240)] = 18
    stale_after_months: Annotated[float, Field(ge=1, le=120)] = 6


class LearningSettings(Entry):
    """How the product learns from the people who use it."""

    audit_share: Annotated[float, Field(ge=0, le=1)] = 0.10


TELEGRAM = "https://api.telegram.org/bot"


class TelegramSettings(Entry):
    """How Telegram is reached."""

    base_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+/\S*$")] = TELEGRAM
    proxy: Annotated[str, Field(pattern=r"^((https?|socks5h?)://\S+)?$")] = ""
    chats_at_once: Annotated[int, Field(ge=1, le=256)] = 16


class Settings(Entry):
    """All settings of config.yaml with their defaults."""

    language: Annotated[str, AfterValidator(_known_language)] = "vi"
    timezone: Annotated[str, AfterValidator(_known_timezone)] = "Asia/Ho_Chi_Minh"
    database_file: Annotated[str, Field(min_length=1)] = "hieukhach.db"
    invite_hours: Annotated[int, Field(ge=1, le=24 * 365)] = 72
    interview: InterviewSettings = InterviewSettings()
    observations: ObservationSettings = ObservationSettings()
    learning: LearningSettings = LearningSettings()
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
