"""Files the bot uploads and downloads, with Telegram's limits of size."""

from __future__ import annotations

from .calls import Call
from .model import Json, StoredFile
from .parameters import Parameters, UploadedFile
from .refusal import RefusalError, bad_request
from .wire import file_json
from .world import World

MEGABYTE = 1024 * 1024
MAXIMUM_UPLOAD = 50 * MEGABYTE
MAXIMUM_PHOTO = 10 * MEGABYTE
MAXIMUM_DOWNLOAD = 20 * MEGABYTE
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"RIFF")
ATTACHED = "attach://"


def sent_file(world: World, parameters: Parameters, name: str) -> StoredFile:
    uploaded = uploaded_file(parameters, name)
    if uploaded:
        return world.store_file(uploaded.name, uploaded.mime_type, uploaded.data)
    identifier = parameters.text(name)
    if not identifier:
        raise bad_request(f"there is no {name} in the request")
    if identifier not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[identifier]


def uploaded_file(parameters: Parameters, name: str) -> UploadedFile | None:
    value = parameters.text(name)
    key = value.removeprefix(ATTACHED) if value.startswith(ATTACHED) else name
    return parameters.files.get(key)


def checked_document(file: StoredFile) -> StoredFile:
    if not file.data:
        raise bad_request("file must be non-empty")
    if len(file.data) > MAXIMUM_UPLOAD:
        raise RefusalError(413, "Request Entity Too Large")
    return file


def checked_photo(file: StoredFile) -> StoredFile:
    size = len(checked_document(file).data)
    if size > MAXIMUM_PHOTO:
        reason = f"file of size {size} bytes is too big for a photo"
        raise bad_request(f"{reason}; the maximum size is {MAXIMUM_PHOTO} bytes")
    if not file.data.startswith(PICTURE_STARTS):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return file


def get_file(world: World, call: Call) -> Json:
    identifier = call.parameters.text("file_id")
    if not identifier:
        raise bad_request("file_id not specified")
    if identifier not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    file = world.files[identifier]
    if len(file.data) > MAXIMUM_DOWNLOAD:
        raise bad_request("file is too big")
    return file_json(file) | {"file_path": f"files/{identifier}"}
