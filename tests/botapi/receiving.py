"""How the bot receives updates: getUpdates and the methods of the webhook."""

from __future__ import annotations

from .calls import Call
from .model import Json
from .refusal import bad_request, conflict
from .world import World

MAXIMUM_UPDATES = 100
MAXIMUM_TIMEOUT = 50


def get_updates(world: World, call: Call) -> list[Json]:
    if world.profile.webhook_url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete "
            "the webhook first"
        )
    parameters = call.parameters
    world.updates.allow(parameters.json("allowed_updates", "allowed_updates"))
    return world.updates.poll(
        offset=parameters.number("offset"),
        limit=min(max(parameters.number("limit", MAXIMUM_UPDATES), 1), MAXIMUM_UPDATES),
        timeout=min(max(parameters.number("timeout"), 0), MAXIMUM_TIMEOUT),
        is_connected=call.is_connected,
    )


def set_webhook(world: World, call: Call) -> bool:
    url = call.parameters.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    drop_if_asked(world, call)
    world.updates.allow(call.parameters.json("allowed_updates", "allowed_updates"))
    world.profile.webhook_url = url
    if url:
        world.updates.interrupt("terminated by setWebhook request")
    return True


def delete_webhook(world: World, call: Call) -> bool:
    drop_if_asked(world, call)
    world.profile.webhook_url = ""
    return True


def drop_if_asked(world: World, call: Call) -> None:
    if call.parameters.flag("drop_pending_updates"):
        world.updates.drop_all()


def get_webhook_info(world: World, call: Call) -> Json:
    return {
        "url": world.profile.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending_count,
    }
