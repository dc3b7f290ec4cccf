"""What stands before every page: whom it answers, how much it reads, what a browser may do with it.

Who may open what is the door's business (`office.doors`); these rules keep other pages of the same browser out: a
foreign site may neither post here (own header, same origin) nor reach us under a name of its own (DNS rebinding: only
the names that we were told are answered). Under the hall's public name, by which the city's web server hands visitors
on, only the open pages are there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
OPEN = ("/t/", "/T/", "/public", "/static/")  # what is for everybody
PRESS_HEADER = "x-cherha"
MOST = 4096  # bytes of a request's body
UPLOADS = "/admin/upload/"  # where a picture, a film or a zip comes in as it is
# Where whole files come in, and lists of people and bookings: the first that fits. A catalogue may be several texts.
MOST_OF = {
    UPLOADS: 64 * 1024 * 1024,
    "/admin/files/": 2 * 1024 * 1024,
    "/admin/": 512 * 1024,
    "/staff/list": 64 * 1024,
    "/technician/settings": 32 * 1024,  # too long a value is told at its field
    "/reception/bookings/": 512 * 1024,
}

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# Only where everything comes by TLS: a browser that was told so reaches the name by nothing else for a year.
SECURE_HEADERS = {"strict-transport-security": "max-age=31536000"}


def _known(host: str, names: Collection[str]) -> bool:
    host = host.lower()
    return host in names or host.rpartition(":")[0] in names


def _foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    posted_elsewhere = origin is not None and urlsplit(origin).netloc != headers.get("host")
    return posted_elsewhere or headers.get("sec-fetch-site", "same-origin") != "same-origin"


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isdigit() else -1


def _another_kind(headers: Headers, path: str) -> bool:
    wanted = "application/octet-stream" if path.startswith(UPLOADS) else "application/json"
    return headers.get("content-type", "").partition(";")[0] != wanted


def _too_large(headers: Headers, path: str) -> bool:
    return _length(headers) > next((most for beginning, most in MOST_OF.items() if path.startswith(beginning)), MOST)


# Why a post is turned away: the first rule that holds, its HTTP status and a word.
_RULES: tuple[tuple[Callable[[Headers, str], bool], int, str], ...] = (
    (lambda headers, _: _foreign(headers), 403, "cross-site request"),
    (lambda headers, _: PRESS_HEADER not in headers, 403, "own header missing"),
    (_another_kind, 415, "another content type"),
    (lambda headers, _: _length(headers) < 0, 411, "length required"),
    (_too_large, 413, "too large"),
)


def objection(
    method: str, headers: Headers, path: str = "/", public: str = "", names: Collection[str] = LOOPBACK
) -> tuple[int, str] | None:
    """Why a request is turned away: HTTP status and a word; None when it is welcome.

    `names`: what we are called in the hall. `public`: the name (host, or host and port) under which the open pages are
    reached from outside; "": there is none.
    """
    host = headers.get("host", "")
    if not _known(host, names) and not (public and host.lower() == public.lower() and path.startswith(OPEN)):
        return 421, "unknown host"
    if method in ("GET", "HEAD"):
        return None
    if method != "POST":
        return 405, "method not allowed"
    return next(((status, word) for rule, status, word in _RULES if rule(headers, path)), None)


class Guard:
    """ASGI middleware. The length is known before the body is read, and the server holds a request to it."""

    def __init__(
        self, app: ASGIApp, public: str = "", names: Collection[str] = LOOPBACK, *, secure: bool = False
    ) -> None:
        self._app, self._public, self._names = app, public, names
        self._headers = {**HEADERS, **(SECURE_HEADERS if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)  # a page that may be framed says so itself
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        turned_away = objection(scope["method"], Headers(scope=scope), scope["path"], self._public, self._names)
        if turned_away:
            status, word = turned_away
            await PlainTextResponse(word, status)(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)
