"""The addresses of the office. Thin: each takes the standing of the hall, draws it, or passes a press on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from broker.contracts.errors import ContractError
from broker.contracts.replies import Reply
from office import drawing
from office.admin.pages import AdminPages
from office.api import HelpPress
from office.doors.door import Door, staff_of
from office.doors.doorkeeper import Doorkeeper
from office.doors.pages import DoorPages
from office.guard import LOOPBACK, Guard
from office.help_calls import answer
from office.language import remember_language, words_of
from office.live import Live
from office.orders import order, still_meant
from office.own_pin.pages import OwnPinPages
from office.phone.pages import PhonePages
from office.phone.public_pages import PublicPages
from office.phone.watching import Watching
from office.reception.booking_file.pages import BookingFilePages
from office.reception.pages import ReceptionPages
from office.reports.pages import ManagerPages
from office.reports.records import Records
from office.staff.pages import StaffPages
from office.streams import View, stream
from office.technician.pages import TechnicianPages
from office.window_links import WindowLinks
from office.words import Words

UPKEEP = 60.0  # seconds
DOORS_UPKEEP = 2.0  # seconds; a session locks itself so much too late
HTTP = {"done": 200, "refused": 409, "invalid": 400, "no-answer": 504}


class Pages:
    """The handlers. `live` hears the hall, `links` speak for the windows."""

    def __init__(self, live: Live, links: WindowLinks) -> None:
        self._live, self._links = live, links

    async def hall(self, request: Request) -> Response:
        say = self._words(request)
        return self._page(request, drawing.hall_page(self._live.standing(), say))

    async def hall_events(self, request: Request) -> Response:
        say = self._words(request)
        return self._stream(
            lambda: drawing.hall_view(self._live.standing(), self._live.picture_versions(), say), self._live.look
        )

    async def picture(self, request: Request) -> Response:
        screen = self._live.picture(request.path_params["appliance"])
        if screen is None:
            raise HTTPException(404)
        return Response(screen.picture, media_type="image/jpeg")

    async def window(self, request: Request) -> Response:
        window, say = self._window(request), self._words(request)
        return self._page(request, drawing.window_page(self._live.standing(), window, say, staff_of(request)))

    async def window_events(self, request: Request) -> Response:
        window, say, staff = self._window(request), self._words(request), staff_of(request)
        return self._stream(
            lambda: drawing.window_view(self._live.standing(), window, say, staff),
            lambda: self._attend(window),
        )

    async def press(self, request: Request) -> Response:
        """One press of a button, as JSON; the answer says in the operator's language what came of it."""
        window, say = self._window(request), self._words(request)
        try:
            press = msgspec.json.decode(await request.body())
            command = order(window, press, self._live.clock(), staff_of(request))
            meant = still_meant(press, self._live.standing().window(window))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _answer(Reply(id=None, status="invalid", field="$"), say)
        except ContractError as error:
            return _answer(Reply(id=error.command_id, status="invalid", field=error.field), say)
        if not meant:
            message = say("answer.changed")
            return JSONResponse(
                {"status": "refused", "message": message, "seq": None, "number": None, "reason": "changed"}, 409
            )
        return _answer(await self._links.ask(window, command, time.monotonic()), say)

    async def help(self, request: Request) -> Response:
        """Somebody goes to whoever called, or has helped."""
        say = self._words(request)
        try:
            press = msgspec.json.decode(await request.body(), type=HelpPress)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _answer(Reply(id=None, status="invalid", field="$"), say)
        path = request.path_params
        command = answer(path["call"], path["press"], press.id, self._live.clock(), staff_of(request))
        if command is None:
            raise HTTPException(404)
        return _answer(await self._live.ask(command), say)

    async def not_found(self, request: Request, _: Exception) -> Response:
        say = self._words(request)
        known = request.url.path.startswith("/window/")
        message = say("error.no_window" if known else "error.no_page")
        standing = self._live.standing()
        return HTMLResponse(drawing.error_page(message, standing.hall, standing.now, say), 404)

    def _attend(self, window: int) -> None:
        self._links.touch(window, time.monotonic())

    def _window(self, request: Request) -> int:
        window: int = request.path_params["window"]
        if window not in self._live.hall.windows:
            raise HTTPException(404)
        return window

    def _words(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone)

    def _page(self, request: Request, html: str) -> Response:
        return remember_language(request, HTMLResponse(html))

    def _stream(self, draw: Callable[[], View], attend: Callable[[], None]) -> Response:
        return StreamingResponse(stream(self._live, draw, attend), media_type="text/event-stream")


def _answer(reply: Reply | None, say: Words) -> Response:
    if reply is None:
        return JSONResponse({"status": "no-answer", "message": say("answer.no-answer")}, HTTP["no-answer"])
    message = ""
    if reply.status == "refused":
        message = say.of(reply.message) if reply.message else (reply.reason or "")
    elif reply.status == "invalid":
        message = say("answer.invalid", field=reply.field or "?")
    elif reply.ticket is None:
        message = say("answer.nobody")
    number = reply.ticket.number if reply.ticket else None
    body = {"status": reply.status, "message": message, "seq": reply.seq, "number": number, "reason": reply.reason}
    return JSONResponse(body, HTTP[reply.status])


async def _keep_links(links: WindowLinks) -> None:
    while True:
        await asyncio.sleep(UPKEEP)
        links.close_idle(time.monotonic())


async def _keep_doors(keeper: Doorkeeper, live: Live) -> None:
    while True:
        await asyncio.sleep(DOORS_UPKEEP)
        heard = live.standing().trust == "ok" and keeper.hear_commands()
        if keeper.upkeep() or heard:
            live.tell()


def application(
    live: Live,
    links: WindowLinks,
    keeper: Doorkeeper,
    started: Callable[[], None] = lambda: None,
    *,
    names: frozenset[str] = LOOPBACK,
    secure: bool = False,
    records: Records | None = None,
    sheets: Path | None = None,
    kit: Path | None = None,
    hall_path: Path | None = None,
    state_dir: Path | None = None,
    content: Path | None = None,
) -> Starlette:
    """The ASGI application. `started` is called once it hears the hall; stopping the bus is `run`'s work.

    `names`: what the office may be called in an address; `secure`: it is reached by TLS alone. `records`: what became of
    all visits, for the manager; None where nobody keeps them. `sheets`: the folder of acceptance sheets. `kit`: where
    the hall kit lies, if this machine has one. `hall_path`: the hall file, which may then be changed here; what it was
    is kept below `state_dir`. `content`: the folder of bundles.
    """
    pages, phone = Pages(live, links), PhonePages(live, Watching(live))
    public, desk = PublicPages(live), ReceptionPages(live, staff_of)
    doors = DoorPages(live, keeper, secure=secure)
    admin = AdminPages(live, keeper.audit, hall_path, state_dir, content)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await live.start()
        started()
        upkeep = [asyncio.create_task(_keep_links(links)), asyncio.create_task(_keep_doors(keeper, live))]
        upkeep.append(asyncio.create_task(admin.keep()))
        async with phone.at_work():
            yield
        for task in upkeep:
            task.cancel()
        live.close()
        if records is not None:
            await records.close()
        await asyncio.to_thread(links.close)

    return Starlette(
        routes=[
            Route("/", pages.hall),
            Route("/events", pages.hall_events),
            Route("/picture/{appliance}", pages.picture),
            Route("/window/{window:int}", pages.window),
            Route("/window/{window:int}/events", pages.window_events),
            Route("/window/{window:int}/command", pages.press, methods=["POST"]),
            Route("/help/{call}/{press}", pages.help, methods=["POST"]),
            *doors.routes,
            *phone.routes(),
            *public.routes(),
            *desk.routes(),
            *BookingFilePages(live, staff_of).routes(),
            *ManagerPages(live, records).routes(),
            *TechnicianPages(live, keeper.audit, sheets, kit).routes(),
            *admin.routes(),
            *StaffPages(live, keeper).routes(),
            *OwnPinPages(live, keeper).routes(),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        middleware=[
            Middleware(Guard, public=urlsplit(live.hall.phone.address).netloc, names=names, secure=secure),
            Middleware(Door, doorkeeper=keeper, not_theirs=doors.not_theirs, secure=secure),
        ],
        exception_handlers={404: pages.not_found},
        lifespan=lifespan,
    )
