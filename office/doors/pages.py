"""The addresses of the doors: sign in, lock, unlock, move to another window, sign out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from office import drawing
from office.doors.codes import pin_hash
from office.doors.door import COOKIE, SECURE_COOKIE, signed_in
from office.doors.doorkeeper import Doorkeeper, NotIn, Signed
from office.doors.next_page import next_page, window_of
from office.doors.person import Person
from office.doors.wishes import Back, First, Move, Nothing, Wish
from office.language import remember_language, words_of
from office.live import Live
from office.words import Words

T = TypeVar("T", bound=Struct)
LOOPBACK = ("127.0.0.1", "::1")
FIRST_ROLES = ("manager", "technician", "reception", "operator")


class DoorPages:
    """The handlers. `secure`: the office is reached by TLS alone."""

    def __init__(self, live: Live, keeper: Doorkeeper, *, secure: bool) -> None:
        self._live, self._keeper, self._secure = live, keeper, secure

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.page),
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-in/first", self.first_page),
            Route("/sign-in/first", self.first, methods=["POST"]),
            Route("/sign-in/state", self.state),
            Route("/sign-in/alive", self.alive, methods=["POST"]),
            Route("/sign-in/lock", self.lock, methods=["POST"]),
            Route("/sign-in/unlock", self.unlock, methods=["POST"]),
            Route("/sign-in/move", self.move, methods=["POST"]),
            Route("/sign-in/out", self.out, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        wanted, signed = next_page(request.query_params.get("next")), signed_in(request)
        if not self._keeper.staff.person:
            return RedirectResponse("/sign-in/first", 303)
        if signed is not None and not signed.session.locked:
            return RedirectResponse(wanted, 303)
        staff = self._keeper.staff
        return self._draw(
            request,
            "sign_in.html",
            people=staff.person if staff.sign_in.names else (),
            for_show=staff.for_show,
            locked=signed.person if signed else None,
            wanted=wanted,
            window=window_of(wanted),
            path="/sign-in",
        )

    async def first_page(self, request: Request) -> Response:
        if self._keeper.staff.person:
            return RedirectResponse("/sign-in", 303)
        return self._draw(request, "first.html", status=200 if _from_here(request) else 403, here=_from_here(request))

    async def sign_in(self, request: Request) -> Response:
        wish = await _read(request, Wish)
        if wish is None or (wish.card is None) == (wish.person is None or wish.pin is None):
            return _invalid()
        wanted, address = next_page(wish.next), _address(request)
        window = self._window_of(wanted)
        try:
            if wish.card is not None:
                token, signed = await self._keeper.by_card(wish.card, address, window)
            else:
                token, signed = await self._keeper.by_pin(wish.person or "", wish.pin or "", address, window)
        except NotIn as not_in:
            return self._not_in(request, not_in)
        return self._welcome(token, signed, wanted)

    async def first(self, request: Request) -> Response:
        if not _from_here(request):
            return JSONResponse({"status": "refused", "message": self._say(request)("first.elsewhere")}, 403)
        wish = await _read(request, First)
        if wish is None:
            return _invalid()
        person = Person(id=wish.id, name=wish.name, roles=FIRST_ROLES, pin=pin_hash(wish.pin))
        try:
            token, signed = self._keeper.make_first(person)
        except NotIn as not_in:
            return self._not_in(request, not_in)
        return self._welcome(token, signed, "/")

    async def state(self, request: Request) -> Response:
        """Whether a page may go on: asked when its stream has ended."""
        return JSONResponse({"state": _state(signed_in(request))})

    async def alive(self, request: Request) -> Response:
        """A hand is on the page."""
        signed = signed_in(request)
        if signed is not None:
            self._keeper.alive(signed)
        return JSONResponse({"state": _state(signed)}, 200 if signed else 401)

    async def lock(self, request: Request) -> Response:
        return await self._with_signed(request, self._keeper.lock, "locked")

    async def out(self, request: Request) -> Response:
        answer = await self._with_signed(request, self._keeper.end, "signed-out")
        answer.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="strict")
        return answer

    async def unlock(self, request: Request) -> Response:
        signed, wish = signed_in(request), await _read(request, Back)
        if signed is None:
            return JSONResponse({"status": "signed-out"}, 401)
        if wish is None or (wish.pin is None) == (wish.card is None):
            return _invalid()
        try:
            await self._keeper.unlock(signed, wish.pin, wish.card, _address(request))
        except NotIn as not_in:
            return self._not_in(request, not_in)
        return JSONResponse({"status": "done"})

    async def move(self, request: Request) -> Response:
        """To another window's console."""
        signed, wish = signed_in(request), await _read(request, Move)
        if signed is None or signed.session.locked:
            return JSONResponse({"status": _state(signed)}, 401 if signed is None else 423)
        if wish is None or wish.window not in self._live.hall.windows:
            return _invalid()
        if "operator" not in signed.person.roles:
            return JSONResponse({"status": "not-yours"}, 403)
        self._keeper.move(signed, wish.window)
        return JSONResponse({"status": "done", "next": f"/window/{wish.window}"})

    def not_theirs(self, request: Request, signed: Signed, window: int | None) -> Response:
        """The page of whoever may not open what they asked for."""
        holder = self._keeper.at(window) if window is not None else None
        here = window if window is not None and window in self._live.hall.windows else None
        return self._draw(
            request,
            "not_yours.html",
            status=403,
            person=signed.person,
            window=here,
            holder=holder,
            stands=signed.window,
        )

    def _window_of(self, wanted: str) -> int | None:
        window = window_of(wanted)
        return window if window in self._live.hall.windows else None

    async def _with_signed(self, request: Request, does: Callable[[Signed], None], done: str) -> Response:
        signed = signed_in(request)
        if await _read(request, Nothing) is None:
            return _invalid()
        if signed is not None:
            does(signed)
        return JSONResponse({"status": "done", "state": done})

    @property
    def _cookie(self) -> str:
        return SECURE_COOKIE if self._secure else COOKIE

    def _welcome(self, token: str, signed: Signed, wanted: str) -> Response:
        place = f"/window/{signed.window}" if signed.window is not None and wanted == "/" else wanted
        answer = JSONResponse({"status": "done", "next": place})
        # No expiry: it goes with the browser. The session itself ends with the working day.
        answer.set_cookie(self._cookie, token, path="/", secure=self._secure, httponly=True, samesite="strict")
        return answer

    def _not_in(self, request: Request, not_in: NotIn) -> Response:
        say = self._say(request)
        wait = math.ceil(not_in.wait)
        message = say(f"refused.{not_in.why}", time=say.lasting(wait))
        if not_in.why == "wrong" and wait:
            message = f"{message} {say('refused.wait', time=say.lasting(wait))}"
        body = {"status": "refused", "message": message, "wait": wait}
        return JSONResponse(body, 429 if not_in.why in ("wait", "busy") else 403)

    def _say(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone)

    def _draw(self, request: Request, template: str, status: int = 200, **seen: object) -> Response:
        say, hall = self._say(request), self._live.hall
        seen.setdefault("path", request.url.path)
        html = drawing.page(f"doors/templates/{template}", say=say, hall=hall, now=self._live.clock(), **seen)
        return remember_language(request, HTMLResponse(html, status))


async def _read(request: Request, kind: type[T]) -> T | None:
    """What was pressed; None when it is not of that kind."""
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _invalid() -> Response:
    return JSONResponse({"status": "invalid"}, 400)


def _state(signed: Signed | None) -> str:
    if signed is None:
        return "signed-out"
    return "locked" if signed.session.locked else "in"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _from_here(request: Request) -> bool:
    """Whether this machine itself asks."""
    return _address(request) in LOOPBACK
