"""The settings: defaults, config.yaml, the environment, and every mistake at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from pydantic import BaseModel

from bot.checking import check_everything
from bot.config import Config, Secrets, Settings, load_config
from loading.mistakes import ContentError, Mistake
from personas.interview import Policy

SHIPPED = Path(__file__).parent.parent / "config.yaml"
VARIABLES = ("DATABASE_URL", "TELEGRAM_BOT_TOKEN", "HIEUKHACH_CONFIG")
POSTGRESQL = "postgresql://lan:secret@db.example/hieukhach"

Write: TypeAlias = Callable[[str], Path]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty current folder and none of the variables of this machine."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a settings file in a folder of its own."""

    def writing(text: str) -> Path:
        path = tmp_path / "home" / "config.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return writing


def mistakes(path: Path) -> tuple[Mistake, ...]:
    """All mistakes of a settings file; the test fails if it has none."""
    with pytest.raises(ContentError) as caught:
        load_config(path)
    return caught.value.mistakes


def flat(settings: BaseModel, before: str = "") -> Iterator[tuple[str, object]]:
    """Every setting by its dotted name, with its value."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


# --- the shipped file


def test_the_shipped_file_says_the_defaults() -> None:
    assert load_config(SHIPPED).settings == Settings()


def test_the_shipped_file_holds_every_setting_and_no_other() -> None:
    written = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    assert written == Settings().model_dump()


def test_every_setting_of_the_shipped_file_is_explained_above_it() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    names = [name.rpartition(".")[2] for name, _ in flat(Settings())]
    places = [at for at, line in enumerate(lines) if line.strip().partition(":")[0] in names]
    assert len(places) == len(names)
    assert [lines[at] for at in places if not lines[at - 1].strip().startswith("#")] == []


def test_no_secret_stands_in_the_settings() -> None:
    secrets = {name.replace("telegram_", "") for name in Secrets.model_fields}
    named = {name.rpartition(".")[2] for name, _ in flat(Settings())}
    assert named & (secrets | set(Secrets.model_fields)) == set()


# --- reading


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "interview: {}\n"])
def test_what_a_file_does_not_say_has_its_default(write: Write, text: str) -> None:
    assert load_config(write(text)).settings == Settings()


def test_what_a_file_says_takes_the_place_of_the_default(write: Write) -> None:
    settings = load_config(write("interview: {threshold: 0.9}\n")).settings
    assert (settings.interview.threshold, settings.interview.minimum_questions) == (0.9, 4)


def test_a_probability_may_be_written_as_a_whole_number(write: Write) -> None:
    assert load_config(write("interview: {threshold: 1}\n")).settings.interview.threshold == 1


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().language = "en"  # type: ignore[misc]


def test_the_default_policy_is_that_of_the_engine() -> None:
    assert Settings().interview.policy() == Policy()


def test_every_interview_setting_of_the_engine_reaches_it(write: Write) -> None:
    text = (
        "interview: {threshold: 0.9, minimum_questions: 5, maximum_questions: 12, "
        "minimum_gain: 0.1, two_together: 0.75}\n"
    )
    assert load_config(write(text)).settings.interview.policy() == Policy(
        threshold=0.9,
        minimum_questions=5,
        maximum_questions=12,
        minimum_gain=0.1,
        two_together=0.75,
    )


# --- where the file and the data are


def test_a_file_in_the_current_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("language: en\n", encoding="utf-8")
    assert load_config().settings.language == "en"


def test_the_file_named_in_the_environment_is_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIEUKHACH_CONFIG", str(write("language: en\n")))
    assert load_config().settings.language == "en"


def test_the_file_named_in_the_environment_comes_before_the_current_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.yaml").write_text("invite_hours: 1\n", encoding="utf-8")
    monkeypatch.setenv("HIEUKHACH_CONFIG", str(write("invite_hours: 2\n")))
    assert load_config().settings.invite_hours == 2


def test_the_file_that_is_asked_for_comes_before_all(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.yaml").write_text("invite_hours: 1\n", encoding="utf-8")
    monkeypatch.setenv("HIEUKHACH_CONFIG", str(tmp_path / "other.yaml"))
    assert load_config(write("invite_hours: 2\n")).settings.invite_hours == 2


def test_the_database_file_stands_beside_the_settings(write: Write) -> None:
    path = write("database_file: data/khach.db\n")
    url = load_config(path).database_url
    assert url == f"sqlite:///{path.parent.resolve().as_posix()}/data/khach.db"


def test_a_database_file_with_a_full_path_stays_where_it_is(write: Write, tmp_path: Path) -> None:
    full = (tmp_path / "khach.db").as_posix()
    assert load_config(write(f'database_file: "{full}"\n')).database_url == f"sqlite:///{full}"


def test_a_file_named_without_a_folder_keeps_its_data_in_the_current_one(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("", encoding="utf-8")
    assert load_config(Path("config.yaml")).home == tmp_path.resolve()


def test_without_a_file_the_data_lives_in_the_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.config.user_data_path", lambda name: tmp_path / "users" / name)
    home = tmp_path / "users" / "hieukhach"
    assert load_config().database_url == f"sqlite:///{home.as_posix()}/hieukhach.db"


def test_without_a_file_the_defaults_hold() -> None:
    assert load_config().settings == Settings()


def test_a_file_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    assert [one.kind for one in mistakes(tmp_path / "gone.yaml")] == ["file_missing"]


def test_a_file_named_in_the_environment_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIEUKHACH_CONFIG", str(tmp_path / "gone.yaml"))
    with pytest.raises(ContentError):
        load_config()


# --- the environment


def test_the_environment_says_where_the_data_is(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)
    assert load_config(write("database_file: khach.db\n")).database_url == POSTGRESQL


def test_the_environment_says_where_the_data_is_also_without_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)
    assert load_config().database_url == POSTGRESQL


def test_an_empty_variable_counts_as_none(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert load_config(write("")).database_url.startswith("sqlite:///")


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:abc")
    token = load_config().secrets.telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == "1:abc"


def test_without_a_token_there_is_none() -> None:
    assert load_config().secrets.telegram_bot_token is None


@pytest.mark.parametrize(
    ("name", "secret"), [("TELEGRAM_BOT_TOKEN", "1:abc"), ("DATABASE_URL", POSTGRESQL)]
)
def test_a_secret_is_not_shown_with_the_configuration(
    name: str, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, secret)
    assert secret not in repr(load_config())


# --- mistakes


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        ("invite_hour: 3\n", 1, "invite_hour"),
        ("invite_hours: 0\n", 1, "invite_hours"),
        ("invite_hours: 1.5\n", 1, "invite_hours"),
        ("invite_hours: yes\n", 1, "invite_hours"),
        ("\nlanguage: no\n", 2, "language"),
        ("\nlanguage: xx\n", 2, "language"),
        ("database_file: 7\n", 1, "database_file"),
        ("interview:\n  threshold: 1.1\n", 2, "interview.threshold"),
        ("interview:\n  threshold: 0\n", 2, "interview.threshold"),
        ("interview:\n  threshold: '0.8'\n", 2, "interview.threshold"),
        ("interview:\n  minimum_gain: .nan\n", 2, "interview.minimum_gain"),
        ("interview:\n  maximum_questions: 61\n", 2, "interview.maximum_questions"),
        ("interview:\n  first_card_after: 0\n", 2, "interview.first_card_after"),
        ("interview: 3\n", 1, "interview"),
        ("telegram:\n  token: secret\n", 2, "telegram.token"),
        ("telegram:\n  chats_at_once: many\n", 2, "telegram.chats_at_once"),
        ("language: vi\nlanguage: en\n", 2, ""),
        ("language: vi\n  invite_hours: 3\n", 2, ""),
        ("- language\n", 1, ""),
    ],
)
def test_a_mistake_is_named_with_its_line_and_place(
    write: Write, text: str, line: int, place: str
) -> None:
    found = [(one.file, one.line, one.place) for one in mistakes(write(text))]
    assert [(file.endswith("home/config.yaml"), *rest) for file, *rest in found] == [
        (True, line, place)
    ]


def test_all_mistakes_are_listed_at_once(write: Write) -> None:
    text = (
        "language: no\n"
        "invite_hours: 0\n"
        "interview:\n"
        "  threshold: 2\n"
        "  patience: 3\n"
        "telegram: {chats_at_once: 1.0}\n"
    )
    found = {(one.line, one.place) for one in mistakes(write(text))}
    assert found == {
        (1, "language"),
        (2, "invite_hours"),
        (4, "interview.threshold"),
        (5, "interview.patience"),
        (6, "telegram.chats_at_once"),
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_mistake_comes_with_its_cure(write: Write, language: str) -> None:
    for mistake in mistakes(write("invite_hours: 0\ninterview: {threshold: x}\nshop: 1\n")):
        assert len(mistake.sentence(language).rpartition("; ")[2].split()) >= 2


def test_a_file_that_is_not_utf_8_is_one_mistake(write: Write) -> None:
    path = write("")
    path.write_bytes("language: vi # tiếng Việt".encode("utf-16"))
    assert len(mistakes(path)) == 1


# --- checking everything


def test_the_shipped_files_have_no_mistake() -> None:
    assert check_everything(SHIPPED) == []


def test_checking_lists_the_mistakes_of_the_settings(write: Write) -> None:
    found = check_everything(write("invite_hours: 0\nshop: 1\n"))
    assert {one.place for one in found} == {"invite_hours", "shop"}


def test_a_configuration_knows_where_the_data_is(tmp_path: Path) -> None:
    config = Config(settings=Settings(), secrets=Secrets(), home=tmp_path)
    assert config.database_url == f"sqlite:///{tmp_path.as_posix()}/hieukhach.db"
