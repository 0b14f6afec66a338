"""Which links Telegram takes in texts and buttons."""

from __future__ import annotations

import re

USER_LINK = re.compile(r"tg://user/?\?id=(\d+)", re.IGNORECASE)
APP_LINK = re.compile(r"(?:tg|ton|tonsite):(?://)?[A-Za-z0-9_.-]+.*", re.IGNORECASE | re.DOTALL)
WEB_LINK = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:[^\s/?#@]+@)?[^\s/?#:@]+\.[^\s/?#:@]+(?::\d+)?)"
    r"(?P<path>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)


def linked_user(link: str) -> int | None:
    found = USER_LINK.match(link)
    return int(found.group(1)) if found else None


def checked_link(link: str) -> str | None:
    """The link as Telegram completes it, or None for one it finds wrong."""
    if APP_LINK.fullmatch(link):
        return link
    web = WEB_LINK.fullmatch(link)
    if web is None:
        return None
    path = web["path"] or ""
    slash = "" if path.startswith("/") else "/"
    return f"{web['scheme'] or 'http://'}{web['host']}{slash}{path}"
