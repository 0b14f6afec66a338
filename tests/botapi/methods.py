"""The table of the methods the server knows; a new method is one handler and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from . import bot_profile, callbacks, editing, files, receiving, sending
from .calls import Handler

METHODS: Mapping[str, Handler] = {
    "answerCallbackQuery": callbacks.answer_callback_query,
    "close": bot_profile.close,
    "deleteMessage": editing.delete_message,
    "deleteMyCommands": bot_profile.delete_my_commands,
    "deleteWebhook": receiving.delete_webhook,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageText": editing.edit_message_text,
    "getFile": files.get_file,
    "getMe": bot_profile.get_me,
    "getMyCommands": bot_profile.get_my_commands,
    "getMyDescription": bot_profile.getter("description"),
    "getMyShortDescription": bot_profile.getter("short_description"),
    "getUpdates": receiving.get_updates,
    "getWebhookInfo": receiving.get_webhook_info,
    "logOut": bot_profile.log_out,
    "sendChatAction": sending.send_chat_action,
    "sendDocument": sending.send_document,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "setMyCommands": bot_profile.set_my_commands,
    "setMyDescription": bot_profile.setter("description"),
    "setMyShortDescription": bot_profile.setter("short_description"),
    "setWebhook": receiving.set_webhook,
}
# Telegram does not tell apart the case of a method's name
HANDLERS: Mapping[str, Handler] = {name.lower(): handler for name, handler in METHODS.items()}
