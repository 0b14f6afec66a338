"""What arrives from Telegram, read as our events."""

from typing import Any

import pytest
from telegram import Update

from bot.dialogue.events import Attached, Attachment, Commanded, Tapped, Typed
from bot.transports.telegram.reading import identify, is_private, read

FILE = {"file_id": "f", "file_unique_id": "u"}
SIZE = {**FILE, "width": 1, "height": 1}
PLACE = {"latitude": 10.0, "longitude": 106.0}
PERSON = {"id": 7, "is_bot": False, "first_name": "Hoa", "language_code": "vi"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Hoa"}
GROUP = {"id": -5, "type": "supergroup", "title": "Đội"}
DOCUMENT = {**FILE, "file_name": "a.gif"}
STORY = {"chat": {"id": 9, "type": "channel", "title": "x"}, "id": 1}


def update(**content: Any) -> Update:
    """An update as Telegram's JSON says it."""
    return Update.de_json({"update_id": 1, **content}, None)


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> Update:
    """A message of Hoa with this content."""
    head = {"message_id": 1, "date": 1, "chat": chat, "from": PERSON}
    return update(message={**head, **content})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (
            {"sticker": {**SIZE, "type": "regular", "is_animated": False, "is_video": False}},
            "sticker",
        ),
        ({"animation": {**SIZE, "duration": 1}, "document": DOCUMENT}, "sticker"),
        ({"photo": [SIZE], "caption": "Chị Lan"}, "photo"),
        ({"video": {**SIZE, "duration": 1}}, "photo"),
        ({"voice": {**FILE, "duration": 1}}, "voice"),
        ({"video_note": {**FILE, "duration": 1, "length": 1}}, "voice"),
        ({"audio": {**FILE, "duration": 1}}, "voice"),
        ({"document": DOCUMENT}, "file"),
        ({"location": PLACE}, "place"),
        ({"venue": {"location": PLACE, "title": "x", "address": "y"}, "location": PLACE}, "place"),
        ({"contact": {"phone_number": "1", "first_name": "Lan"}}, "contact"),
        ({"dice": {"value": 3, "emoji": "🎲"}}, "other"),
        ({"game": {"title": "x", "description": "y", "photo": [SIZE]}}, "other"),
        ({"story": STORY}, "other"),
    ],
)
def test_whatever_is_no_text_is_read_by_its_kind(content: dict[str, Any], kind: Attachment) -> None:
    assert read(message(**content)) == Attached(kind=kind)


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [PERSON]},
        {"left_chat_member": PERSON},
        {"new_chat_title": "x"},
        {"group_chat_created": True},
        {"delete_chat_photo": True},
    ],
)
def test_a_service_message_is_not_answered(content: dict[str, Any]) -> None:
    assert read(message(**content)) is None


def test_text_is_read_as_typed() -> None:
    assert read(message(text="Chị Lan")) == Typed(text="Chị Lan")


def test_a_command_is_read_with_its_argument() -> None:
    assert read(message(text="/start@bot abc")) == Commanded(name="start", argument="abc")


def test_an_edited_message_is_not_answered() -> None:
    head = {"message_id": 1, "date": 1, "edit_date": 2, "chat": PRIVATE, "from": PERSON}
    assert read(update(edited_message={**head, "text": "Lan"})) is None


def callback(**content: Any) -> Update:
    """A tap of Hoa with this content."""
    return update(callback_query={"id": "1", "from": PERSON, "chat_instance": "1", **content})


def test_a_tap_is_read_by_its_data() -> None:
    assert read(callback(data="card:1")) == Tapped(data="card:1")


def test_a_tap_without_data_is_a_button_nobody_knows() -> None:
    assert read(callback(game_short_name="x")) == Tapped(data="")


def test_a_tap_without_a_message_is_private() -> None:
    assert is_private(callback(inline_message_id="1", data="card:1"))


def test_a_tap_without_a_message_belongs_to_the_persons_own_chat() -> None:
    identity = identify(callback(inline_message_id="1", data="card:1"))
    assert identity is not None
    assert (identity.external_id, identity.chat_id) == ("7", "7")


def test_a_person_in_a_private_chat_is_known_by_number_and_language() -> None:
    identity = identify(message(text="Lan"))
    assert identity is not None
    assert (identity.transport, identity.external_id) == ("telegram", "7")
    assert (identity.chat_id, identity.language) == ("7", "vi")


def test_a_group_keeps_its_own_number() -> None:
    identity = identify(message(GROUP, text="Lan"))
    assert identity is not None
    assert (identity.external_id, identity.chat_id) == ("7", "-5")


def test_a_group_is_not_private() -> None:
    assert not is_private(message(GROUP, text="Lan"))


def test_another_bot_is_nobody() -> None:
    sender = {**PERSON, "is_bot": True}
    head = {"message_id": 1, "date": 1, "chat": GROUP, "from": sender}
    assert identify(update(message={**head, "text": "Lan"})) is None


def test_a_channel_without_a_person_is_nobody() -> None:
    head = {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "channel", "title": "x"}}
    assert identify(update(channel_post={**head, "text": "Lan"})) is None


def test_a_person_without_a_language_has_none() -> None:
    sender = {"id": 7, "is_bot": False, "first_name": "Hoa"}
    head = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": sender}
    identity = identify(update(message={**head, "text": "Lan"}))
    assert identity is not None
    assert identity.language == ""
