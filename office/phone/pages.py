"""The addresses that visitors open on their telephones. Thin; who may ask how often is decided in `limits`."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import jinja2
import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.contracts.commands import CancelTicket, Command, Explain, GiveWay
from broker.contracts.fields import Id
from broker.contracts.replies import Reply
from broker.contracts.ticket_code import ticket_of
from office.live import Live
from office.phone.background import kept
from office.phone.language import spoken
from office.phone.limits import Limit
from office.phone.watching import Watching
from office.words import Words

FIRST_COUNT = 1.0  # seconds that a first page waits for the place in the queue, for phones that run no script
YEAR = 365 * 24 * 3600
COOKIE = "lang"
_HTTP = {"done": 200, "refused": 409, "invalid": 400, "no-answer": 504}

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Press(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A press: the page makes its id, and keeps it when it sends again."""

    id: Id


class PhonePages:
    """`watching`: who looks at what. Everything here is about a ticket whose code somebody has in the hand."""

    def __init__(self, live: Live, watching: Watching) -> None:
        self._live, self._watching = live, watching
        self._wrong = Limit(burst=20, rate=0.2)  # codes of no ticket, from one address
        self._asked = Limit(burst=40, rate=1.0)  # requests about one ticket
        self._pressed = Limit(burst=8, rate=0.1)  # presses about one ticket

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/t/{word}", self.page),
            Route("/T/{word}", self.in_capitals),
            Route("/t/{word}/events", self.events),
            Route("/t/{word}/state.json", self.state),
            Route("/t/{word}/why", self.why, methods=["POST"]),
            Route("/t/{word}/{press}", self.press, methods=["POST"]),
        ]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Draws and counts as long as the block lasts."""
        async with kept(self._watching.run()):
            yield

    async def in_capitals(self, request: Request) -> Response:
        """The code on a slip is in capitals alone."""
        return RedirectResponse(f"/t/{ticket_of(request.path_params['word']) or '-'}", 308)

    async def page(self, request: Request) -> Response:
        say = self._words(request)
        ticket, status = self._admit(request)
        if ticket and status == 200:  # noqa: PLR2004 - HTTP
            await self._watching.counting.known(ticket, FIRST_COUNT)
        html = _templates.get_template("ticket.html").render(
            say=say,
            hall=self._live.hall,
            seen=self._watching.face(ticket or "", say),
            now=self._live.clock(),
            path=f"/t/{ticket or '-'}",
            too_many=status == 429,  # noqa: PLR2004 - HTTP
        )
        response = HTMLResponse(html, status)
        if request.query_params.get(COOKIE):
            response.set_cookie(COOKIE, say.language, max_age=YEAR, httponly=True, samesite="strict")
        return response

    async def state(self, request: Request) -> Response:
        """The same as a page's events say, for phones whose network lets no stream through."""
        ticket, status = self._admit(request)
        if not ticket or status != 200:  # noqa: PLR2004 - HTTP
            return Response(status_code=status)
        told = self._watching.told(ticket, self._words(request).language, time.monotonic())
        return Response(told, media_type="application/json")

    async def events(self, request: Request) -> Response:
        ticket, status = self._admit(request)
        if ticket and status == 200 and not self._watching.may_watch(ticket):  # noqa: PLR2004 - HTTP
            status = 503
        if not ticket or status != 200:  # noqa: PLR2004 - HTTP
            return Response(status_code=status)
        stream = self._watching.stream(ticket, self._words(request).language)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    async def press(self, request: Request) -> Response:
        """To let others pass, or to leave."""
        kind = request.path_params["press"]
        if kind not in ("give-way", "leave"):
            return Response(status_code=404)
        return await self._ask(request, kind)

    async def why(self, request: Request) -> Response:
        """Who went before, and why."""
        return await self._ask(request, "why")

    async def _ask(self, request: Request, kind: str) -> Response:
        say = self._words(request)
        ticket, status = self._admit(request)
        if not ticket or status != 200:  # noqa: PLR2004 - HTTP
            return JSONResponse({"status": "refused", "message": say("unknown.title")}, status)
        if not self._pressed.allows(ticket, time.monotonic()):
            return JSONResponse({"status": "refused", "message": say("answer.too-many")}, 429)
        try:
            press = msgspec.json.decode(await request.body(), type=_Press)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return JSONResponse({"status": "invalid", "message": say("answer.invalid")}, 400)
        at = self._live.clock()
        command: Command
        if kind == "give-way":
            command = GiveWay(id=press.id, at=at, ticket=ticket)
        elif kind == "leave":
            command = CancelTicket(id=press.id, at=at, ticket=ticket, why="left")
        else:
            command = Explain(id=press.id, at=at, ticket=ticket)
        return _answer(await self._live.ask(command), kind, say)

    def _admit(self, request: Request) -> tuple[str | None, int]:
        """The ticket that is asked about, and 200; or why not: 404 no such code, 429 asked too often.

        Before today's events are all heard nobody can say that a code is wrong.
        """
        now, address = time.monotonic(), request.client.host if request.client else ""
        ticket = ticket_of(request.path_params["word"])
        if ticket and ticket in self._watching.visits.by_id:
            return (ticket, 200) if self._asked.allows(ticket, now) else (ticket, 429)
        if not self._wrong.allows(address, now):
            return None, 429
        return (ticket, 200) if ticket and not self._live.standing().caught_up else (None, 404)

    def _words(self, request: Request) -> Words:
        chosen = request.query_params.get(COOKIE) or request.cookies.get(COOKIE)
        return self._watching.words(spoken(chosen, request.headers.get("accept-language", "")))


def _answer(reply: Reply | None, kind: str, say: Words) -> Response:
    if reply is None:
        return JSONResponse({"status": "no-answer", "message": say("answer.no-answer")}, _HTTP["no-answer"])
    if reply.status == "done":
        said = {"give-way": "answer.gave-way", "leave": "answer.left"}.get(kind)
        message = say(said) if said else say.of(reply.message or {})
    else:
        message = say.of(reply.message) if reply.status == "refused" and reply.message else say("answer.invalid")
    return JSONResponse({"status": reply.status, "message": message}, _HTTP[reply.status])
