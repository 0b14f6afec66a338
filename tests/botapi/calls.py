"""What a method's handler gets and gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .parameters import Parameters
from .world import World


@dataclass(frozen=True)
class Call:
    method: str
    parameters: Parameters
    is_connected: Callable[[], bool]


class MadeCall(NamedTuple):
    """The record of a call; parameters are text, as they arrived."""

    method: str
    parameters: dict[str, str]


# A handler runs under the world's lock and returns the call's result or raises RefusalError.
Handler = Callable[[World, Call], Any]
