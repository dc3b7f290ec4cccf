"""The addresses of the technician. Thin: what is seen is drawn, a wish is passed on to its appliance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from office.doors.audit import Audit
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.streams import View, stream
from office.technician import drawing
from office.technician.arriving.pages import ArrivingPages
from office.technician.backup.pages import BackupPages
from office.technician.clock.pages import ClockPages
from office.technician.deeds import Deeds
from office.technician.face import PHRASES, may_do, technician, told
from office.technician.logs.pages import LogPages
from office.technician.settings.pages import SettingsPages
from office.technician.sheets.pages import SheetPages
from office.technician.wishes import ApplianceWish
from office.words import Words

ON_A_SHEET = ("acceptance", "edge-pattern", "touch-pattern")  # a sheet says who asked
PATIENCE = 30.0  # seconds: a self-test may print and speak, an acceptance does both


class TechnicianPages:
    """`shelf`: the folder of acceptance sheets; `kit`: where the hall kit lies, if this machine has founded the hall."""

    def __init__(self, live: Live, audit: Audit, shelf: Path | None = None, kit: Path | None = None) -> None:
        self._live, self._deeds = live, Deeds()
        self._sheets = SheetPages(live, shelf)
        self._arriving = ArrivingPages(live, audit, kit)
        self._settings = SettingsPages(live, audit, self._arriving.desk)
        self._logs = LogPages(live)
        self._backup = BackupPages(live, audit)
        self._clock = ClockPages(live, audit, self._arriving.desk)
        live.follow_deeds(self._deeds.hear)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/technician", self.page),
            Route("/technician/events", self.events),
            Route("/technician/do", self.do, methods=["POST"]),
            *self._arriving.routes(),
            *self._settings.routes(),
            *self._sheets.routes(),
            *self._logs.routes(),
            *self._backup.routes(),
            *self._clock.routes(),
        ]

    async def page(self, request: Request) -> Response:
        say, words = self._words(request)
        arriving = self._arriving.words(request)
        page = drawing.page(
            self._live.standing(),
            self._view(request, {}),
            say,
            words,
            arriving=arriving,
            dialogs=self._arriving.dialogs(arriving),
        )
        return remember_language(request, HTMLResponse(page))

    async def events(self, request: Request) -> Response:
        def draw() -> View:
            return self._view(request, self._live.picture_versions())

        return StreamingResponse(stream(self._live, draw, self._live.look), media_type="text/event-stream")

    async def do(self, request: Request) -> Response:
        """Ask an appliance to do something, and wait for what comes of it."""
        _, words = self._words(request)
        try:
            wish = msgspec.json.decode(await request.body(), type=ApplianceWish)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return JSONResponse({"status": "invalid", "message": words("answer.invalid")}, 400)
        if not may_do(self._live.standing().machines.by_id.get(wish.appliance), wish.what):
            return JSONResponse({"status": "refused", "message": words("answer.cannot")}, 409)
        did = await self._live.wish(
            wish.id,
            wish.appliance,
            wish.what,
            {"by": staff_of(request) or ""} if wish.what in ON_A_SHEET else {},
            PATIENCE,
        )
        if did is None:
            return JSONResponse({"status": "no-answer", "message": words("answer.none")}, 504)
        status = "done" if did.outcome == "done" else "refused"
        return JSONResponse({"status": status, "message": told(did, words)}, 200 if status == "done" else 409)

    def _view(self, request: Request, pictures: Mapping[str, int]) -> View:
        say, words = self._words(request)
        standing, sheets, settable = (
            self._live.standing(),
            self._sheets.short(request),
            self._settings.settable(request),
        )
        wrong = self._clock.trouble(request)
        seen = technician(standing, self._deeds, words, say, sheets, settable=settable, of_roles=wrong)
        also = self._arriving.parts(self._arriving.words(request)) | self._clock.parts(request)
        return drawing.view(seen, pictures, say, words, also)

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)
