"""The parameters of one call: all text, as in Telegram's own server, with typed ways to read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .refusal import bad_request

LEADING_INTEGER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class UploadedFile:
    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class Parameters:
    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadedFile] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        return leading_integer(self.values[name]) if self.values.get(name) else default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str) -> Any:
        """The decoded value, or None when it was not sent; `what` is Telegram's name for it."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


def leading_integer(text: str) -> int:
    """Telegram reads "12abc" as 12 and "abc" as 0 instead of refusing them."""
    found = LEADING_INTEGER.match(text)
    return int(found.group()) if found else 0
