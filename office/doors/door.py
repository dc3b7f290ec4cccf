"""What stands between the street and every page: who may open it, and who has pressed.

ASGI middleware behind the guard. A page that somebody may not see leads to the sign-in; anything else is answered
with a status: 401 nobody is in, 403 not their page, 423 the session is locked. An open stream of events ends when its
session does, and says nothing of the hall while it is locked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from office.doors.doorkeeper import Doorkeeper, Signed
from office.doors.next_page import sign_in_before
from office.doors.now_in import let_in
from office.doors.who_may import EVERYBODY, may, who_may

COOKIE = "signed"
SECURE_COOKIE = "__Host-signed"
STATE = "signed"  # in a request's state: who is in
FIRST = "/sign-in/first"

_CONSOLE = re.compile(r"/window/(\d{1,3})(?:/.*)?")
_EVENT = b'event: door\ndata: {"state":"%s"}\n\n'

NotTheirs = Callable[[Request, Signed, int | None], Response]


def signed_in(connection: HTTPConnection) -> Signed | None:
    """Who is in, in any handler: None on a page that asks nobody."""
    signed: Signed | None = getattr(connection.state, STATE, None)
    return signed


def staff_of(connection: HTTPConnection) -> str | None:
    """The id of who is in: the `staff` of a command."""
    signed = signed_in(connection)
    return signed.person.id if signed else None


def token_of(headers: Headers, *, secure: bool) -> str | None:
    """What the browser shows."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(SECURE_COOKIE if secure else COOKIE)
    except CookieError:
        return None
    return found.value if found else None


class Door:
    """`secure`: the office is reached by TLS. `not_theirs` draws the page of who may not (a window: it is another's)."""

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper, not_theirs: NotTheirs, *, secure: bool = False) -> None:
        self._app, self._keeper, self._not_theirs, self._secure = app, doorkeeper, not_theirs, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        token = token_of(Headers(scope=scope), secure=self._secure)
        signed = self._keeper.who(token)
        scope.setdefault("state", {})[STATE] = signed
        locked = signed is not None and signed.session.locked
        let_in(None if locked else signed)
        turned_away = self._objection(scope, signed)
        if turned_away is not None:
            await turned_away(scope, receive, send)
        elif who_may(scope["path"]) is EVERYBODY:
            await self._app(scope, receive, send)
        else:
            if scope["method"] == "POST" and signed is not None:
                self._keeper.alive(signed)
            await self._app(scope, receive, self._watching(scope["path"], token, send))

    def _objection(self, scope: Scope, signed: Signed | None) -> Response | None:
        path = scope["path"]
        if who_may(path) is EVERYBODY:
            return None
        request = Request(scope)
        page = scope["method"] == "GET" and "text/html" in request.headers.get("accept", "text/html")
        page = page and not path.endswith("/events")
        if signed is None or signed.session.locked:
            if page:
                first = not self._keeper.staff.person
                return RedirectResponse(FIRST if first else sign_in_before(path, request.url.query), 303)
            return _status(401, "signed-out") if signed is None else _status(423, "locked")
        if not may(path, signed.person.roles):
            self._keeper.audit.note("not-allowed", signed.person.id)
            return self._not_theirs(request, signed, None) if page else _status(403, "not-yours")
        console = _CONSOLE.fullmatch(path)
        if console and not self._stands_at(int(console.group(1)), signed, page=page):
            window = int(console.group(1))
            return self._not_theirs(request, signed, window) if page else _status(403, "another-window")
        return None

    def _stands_at(self, window: int, signed: Signed, *, page: bool) -> bool:
        """Whether a console is this person's. An operator who stands nowhere yet is where the first page is opened.

        Who is no operator alone may look after any window.
        """
        if set(signed.person.roles) != {"operator"} or signed.window == window:
            return True
        if signed.window is None and page and self._keeper.at(window) is None:
            self._keeper.move(signed, window)
            return True
        return False

    def _watching(self, path: str, token: str | None, send: Send) -> Send:
        """Of a stream: nothing of the hall goes out once its session is locked, and nothing more once it is over, or once
        the page is not this person's any more.
        """
        streams = over = False

        async def watched(message: Message) -> None:
            nonlocal streams, over
            if over:
                return
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                streams = headers.get("content-type", "").startswith("text/event-stream")
            elif streams and message.get("more_body"):
                now = self._keeper.who(token)
                theirs = now is not None and may(path, now.person.roles)
                if now is None or now.session.locked or not theirs:
                    over = now is None or not theirs
                    body = _EVENT % (b"signed-out" if over else b"locked")
                    message = {**message, "body": body, "more_body": not over}
            await send(message)

        return watched


def _status(status: int, why: str) -> Response:
    return JSONResponse({"status": why}, status)
