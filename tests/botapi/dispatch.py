"""From an HTTP request to a method's answer: the token, the faults, the table and the records."""

from __future__ import annotations

import json
import re
import traceback
from typing import Any

from .bodies import parse_parameters
from .bot_profile import require_login
from .calls import Call, MadeCall
from .faults import Fault, Faults
from .methods import HANDLERS
from .refusal import ClientGoneError, RefusalError, Refused
from .transport import HttpReply, HttpRequest
from .world import World

METHOD_PATH = re.compile(r"/bot(?P<token>[^/]*)/(?P<method>[^/]*)")
FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]*)/files/(?P<file_id>[^/]+)")
NOT_FOUND = RefusalError(404, "Not Found")


class Dispatcher:
    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.faults = Faults()
        self.calls: list[MadeCall] = []
        self.refusals: list[Refused] = []
        self._token = token

    def answer(self, request: HttpRequest) -> HttpReply | None:
        if found := FILE_PATH.fullmatch(request.path):
            return self._file(found["token"], found["file_id"])
        found = METHOD_PATH.fullmatch(request.path)
        method = found["method"] if found else request.path
        try:
            if found is None:
                raise NOT_FOUND
            self._require_token(found["token"])
            return self._call(method, request)
        except RefusalError as error:
            return self._refused(method, error)

    def _file(self, token: str, file_id: str) -> HttpReply:
        try:
            self._require_token(token)
            if file_id not in self.world.files:
                raise NOT_FOUND
        except RefusalError as error:
            return self._refused("file", error)
        file = self.world.files[file_id]
        return HttpReply(200, file.data, content_type="application/octet-stream")

    def _require_token(self, token: str) -> None:
        if ":" not in token:
            raise RefusalError(401, "Unauthorized: invalid token specified")
        if token != self._token:
            raise RefusalError(401, "Unauthorized")

    def _call(self, method: str, request: HttpRequest) -> HttpReply | None:
        parameters = parse_parameters(request.content_type, request.body, request.query)
        with self.world.changed:
            self.calls.append(MadeCall(method, dict(parameters.values)))
            self.world.changed.notify_all()
            fault = self.faults.take(method)
            call = Call(method, parameters, request.is_connected)
            if fault is None:
                return self._execute(call)
            return self._fail(call, fault)

    def _fail(self, call: Call, fault: Fault) -> HttpReply | None:
        if fault.after_execution:
            self._execute(call)
        return self._refused(call.method, fault.error, planned=True) if fault.error else None

    def _execute(self, call: Call) -> HttpReply | None:
        try:
            return json_reply(200, {"ok": True, "result": self._result(call)})
        except RefusalError as error:
            return self._refused(call.method, error)
        except ClientGoneError:
            return None
        except Exception:
            # a bug of the test server itself should fail the test visibly, not hang it
            bug = f"Internal Server Error: {traceback.format_exc()}"
            return self._refused(call.method, RefusalError(500, bug))

    def _result(self, call: Call) -> Any:
        handler = HANDLERS.get(call.method.lower())
        if handler is None:
            raise RefusalError(404, "Not Found: method not found")
        require_login(self.world)
        return handler(self.world, call)

    def _refused(self, method: str, error: RefusalError, *, planned: bool = False) -> HttpReply:
        with self.world.changed:
            self.refusals.append(Refused(method, error.status, error.description, planned))
        content = {"ok": False, "error_code": error.status, "description": error.description}
        if error.retry_after is None:
            return json_reply(error.status, content)
        content["parameters"] = {"retry_after": error.retry_after}
        return json_reply(error.status, content, {"Retry-After": str(error.retry_after)})


def json_reply(status: int, content: Any, headers: dict[str, str] | None = None) -> HttpReply:
    return HttpReply(status, json.dumps(content).encode(), headers=headers or {})
