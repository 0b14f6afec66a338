"""answerCallbackQuery."""

from __future__ import annotations

from .calls import Call
from .entities import utf16_length
from .model import CallbackAnswer
from .refusal import QUERY_TOO_OLD, bad_request
from .world import Callback, World

MAXIMUM_ANSWER = 200


def answer_callback_query(world: World, call: Call) -> bool:
    parameters = call.parameters
    callback = world.callbacks.get(parameters.text("callback_query_id"))
    if callback is None or not is_open(world, callback):
        raise bad_request(QUERY_TOO_OLD)
    if utf16_length(parameters.text("text")) > MAXIMUM_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answer = CallbackAnswer(
        parameters.text("text"), parameters.flag("show_alert"), parameters.text("url")
    )
    world.changed.notify_all()
    return True


def is_open(world: World, callback: Callback) -> bool:
    is_late = world.now() - callback.asked_at > world.callback_lifetime
    return not (callback.answer or callback.expired or is_late)
