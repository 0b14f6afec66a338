"""The JSON objects of the Bot API."""

from __future__ import annotations

from .chats import Chat
from .model import Json, Message, Person, StoredFile

CHAT_NAMES = ("first_name", "last_name", "username")


def user_json(person: Person) -> Json:
    optional = {
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
    }
    content: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    return content | {name: value for name, value in optional.items() if value}


def chat_json(chat: Chat) -> Json:
    if chat.person is None:
        return {"id": chat.id, "type": chat.type, "title": chat.title}
    person = user_json(chat.person)
    names: Json = {name: person[name] for name in CHAT_NAMES if name in person}
    return {"id": chat.id, "type": "private"} | names


def message_json(chat: Chat, message: Message, replied: Message | None = None) -> Json:
    content: Json = {
        "message_id": message.message_id,
        "from": user_json(message.sender),
        "chat": chat_json(chat),
        "date": message.date,
    }
    if message.edited_at is not None:
        content["edit_date"] = message.edited_at
    if replied:
        content["reply_to_message"] = message_json(chat, replied)
    if message.protected:
        content["has_protected_content"] = True
    content |= {**message.media, **text_json(message)}
    if message.keyboard:
        content["reply_markup"] = message.keyboard.to_json()
    return content


def text_json(message: Message) -> Json:
    if not message.text:
        return {}
    is_text = message.kind == "text"
    content: Json = {"text" if is_text else "caption": message.text}
    if message.entities:
        name = "entities" if is_text else "caption_entities"
        content[name] = [entity.to_json() for entity in message.entities]
    return content


def inaccessible_message_json(chat: Chat, message_id: int) -> Json:
    return {"chat": chat_json(chat), "message_id": message_id, "date": 0}


def file_json(file: StoredFile) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": f"unique-{file.file_id}",
        "file_size": len(file.data),
    }


def document_json(file: StoredFile) -> Json:
    return file_json(file) | {"file_name": file.name, "mime_type": file.mime_type}


def photo_json(file: StoredFile) -> list[Json]:
    # the server does not decode pictures, so every photo has the same size
    return [file_json(file) | {"width": 320, "height": 320}]
