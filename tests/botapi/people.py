"""People and groups as a test plays them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .chats import Chat
from .model import Command, Json, Message, Person, Scope
from .posting import MEMBER, message_content, post_edit, post_membership, post_message, post_tap
from .waiting import Reader, Tap
from .wire import document_json, file_json, photo_json
from .world import World

TINY_PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


class User(Reader):
    """A person with a private chat to the bot; made by `BotApiServer.user`."""

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(world, world.chats[person.id])
        self.person = person

    @property
    def id(self) -> int:
        return self.person.id

    def start(self, payload: str = "") -> Message:
        """Opens the chat by the start button, or by a link t.me/bot?start=payload."""
        return self.send(f"/start {payload}".rstrip())

    def send(self, text: str, *, reply_to: Message | None = None) -> Message:
        return self._post(reply_to=reply_to, **message_content(text))

    def send_sticker(self, emoji: str = "👍") -> Message:
        file = self._world.store_file("sticker.webp", "image/webp", b"RIFF")
        looks = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        flags = {"is_animated": False, "is_video": False}
        return self._post(kind="sticker", media={"sticker": file_json(file) | looks | flags})

    def send_photo(self, data: bytes = TINY_PICTURE, caption: str = "") -> Message:
        file = self._world.store_file("photo.jpg", "image/jpeg", data)
        media = {"photo": photo_json(file)}
        return self._post(kind="photo", text=caption, file=file, media=media)

    def send_document(
        self, data: bytes, name: str, mime_type: str = "application/octet-stream", caption: str = ""
    ) -> Message:
        file = self._world.store_file(name, mime_type, data)
        media = {"document": document_json(file)}
        return self._post(kind="document", text=caption, file=file, media=media)

    def send_voice(self, data: bytes = b"OggS", duration: int = 3) -> Message:
        file = self._world.store_file("voice.ogg", "audio/ogg", data)
        sound = {"duration": duration, "mime_type": file.mime_type}
        return self._post(kind="voice", file=file, media={"voice": file_json(file) | sound})

    def send_location(self, latitude: float = 10.7769, longitude: float = 106.7009) -> Message:
        place = {"latitude": latitude, "longitude": longitude}
        return self._post(kind="location", media={"location": place})

    def send_contact(
        self, phone_number: str, first_name: str, last_name: str = "", user_id: int | None = None
    ) -> Message:
        known = {"last_name": last_name, "user_id": user_id}
        contact: Json = {"phone_number": phone_number, "first_name": first_name}
        contact |= {name: value for name, value in known.items() if value}
        return self._post(kind="contact", media={"contact": contact})

    def edit_message(self, message: Message, text: str) -> Message:
        """Edits the person's own message."""
        return post_edit(self._world, self.person, message, text)

    def tap(self, message: Message, label: str) -> Tap:
        """Taps a button that stands under the message now, in whatever chat it is."""
        current = self._world.chats[message.chat_id].message(message.message_id)
        tappable = current.tappable if current else []
        data = [button.value for button in tappable if button.text == label]
        if len(data) != 1:
            labels = [button.text for button in tappable]
            raise LookupError(f"not one button {label!r} to tap among {labels}")
        return self.tap_data(message, data[0])

    def tap_data(self, message: Message, data: str) -> Tap:
        """Sends any callback data, as a button that is gone, or a hostile client, can do."""
        return Tap(self._world, post_tap(self._world, self.person, message, data))

    def block_bot(self) -> None:
        with self._world.changed:
            self._world.blocked.add(self.id)
        post_membership(self._world, self.chat, self.person, MEMBER, "kicked")

    def unblock_bot(self) -> None:
        with self._world.changed:
            self._world.blocked.discard(self.id)
        post_membership(self._world, self.chat, self.person, "kicked", MEMBER)

    def menu(self) -> tuple[Command, ...]:
        """The commands Telegram shows this person in the private chat."""
        commands = self._world.profile.commands
        for scope in (Scope("chat", self.id), Scope("all_private_chats"), Scope()):
            for language_code in (self.person.language_code, ""):
                if found := commands.get((scope, language_code)):
                    return found
        return ()

    def _post(self, *, reply_to: Message | None = None, **content: Any) -> Message:
        if self.id in self._world.blocked:
            raise ValueError("a person has to unblock the bot before writing to it")
        return post_message(self._world, self.chat, self.person, reply_to, **content)


class Group(Reader):
    """A group with the bot in it; made by `BotApiServer.group`."""

    def __init__(self, world: World, chat: Chat, members: Iterable[User]) -> None:
        super().__init__(world, chat)
        self.members = list(members)

    def send(self, user: User, text: str, *, reply_to: Message | None = None) -> Message:
        if user not in self.members:
            raise ValueError(f"{user.person.first_name} is not in the group {self.chat.title}")
        content = message_content(text)
        return post_message(self._world, self.chat, user.person, reply_to, **content)

    def remove_bot(self, by: User) -> None:
        with self._world.changed:
            self.chat.has_bot = False
        post_membership(self._world, self.chat, by.person, MEMBER, "kicked")
