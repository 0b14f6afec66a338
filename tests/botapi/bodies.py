"""Reads the parameters of a call from its query string and its JSON, form or multipart body."""

from __future__ import annotations

import json
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from .parameters import Parameters, UploadedFile
from .refusal import bad_request

NOT_UTF8 = "strings must be encoded in UTF-8"


def parse_parameters(content_type: str, body: bytes, query: str) -> Parameters:
    header = HeaderParser().parsestr(f"Content-Type: {content_type}\n\n")
    values = form_values(query)
    files: dict[str, UploadedFile] = {}
    match header.get_content_type():
        case "application/json":
            values |= json_values(body)
        case "multipart/form-data":
            parts = multipart_values(body, str(header.get_param("boundary", "")))
            values |= parts.values
            files |= parts.files
        case _:
            values |= form_values(decoded(body))
    for value in values.values():
        require_utf8(value)
    return Parameters(values, files)


def decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise bad_request(NOT_UTF8) from None


def require_utf8(value: str) -> None:
    """JSON can smuggle in half of a surrogate pair, which no UTF-8 text can hold."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request(NOT_UTF8) from None


def form_values(encoded: str) -> dict[str, str]:
    # surrogateescape keeps undecodable bytes visible for require_utf8 instead of replacing them
    return dict(parse_qsl(encoded, keep_blank_values=True, errors="surrogateescape"))


def json_values(body: bytes) -> dict[str, str]:
    try:
        content = json.loads(decoded(body) or "{}")
    except ValueError:
        raise bad_request("can't parse JSON body of the request") from None
    if not isinstance(content, dict):
        raise bad_request("object expected as JSON body of the request")
    return {name: json_text(value) for name, value in content.items() if value is not None}


def json_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def multipart_values(body: bytes, boundary: str) -> Parameters:
    values: dict[str, str] = {}
    files: dict[str, UploadedFile] = {}
    # the leading line break lets the first boundary be split off exactly like the others
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if part.startswith(b"--"):
            break
        head, _, content = part.partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(decoded(head).lstrip())
        name = str(headers.get_param("name", "", header="content-disposition"))
        if (file_name := headers.get_filename()) is None:
            values[name] = decoded(content)
        else:
            files[name] = UploadedFile(file_name, mime_type(headers), content)
    return Parameters(values, files)


def mime_type(headers: Message) -> str:
    return headers.get_content_type() if "content-type" in headers else "application/octet-stream"
