"""The addresses of the clock. Thin: what a technician says is asked of the desk, and told to the journal once it is so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.bus.this_start import this_start
from broker.contracts.enrolling import DeskWish
from broker.contracts.moments import local
from office import drawing
from office.admin.answering import answer, read
from office.doors.audit import Audit
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.streams import View, stream
from office.technician.arriving.line import DeskLine
from office.technician.clock.face import PHRASES, clock, in_queue, nobody_keeps, refused, trouble
from office.technician.clock.wishes import TimeIs
from office.technician.face import Trouble
from office.words import Words

PATIENCE = 8.0  # seconds for the desk
DECIDES = ("queue-master", "standby")  # whose machine the desk is on: it names the first one only where that is another
DEED = 30.0  # seconds for who sets the clock: a slow card begins a program for it
_templates = drawing.templates(drawing.HERE / "technician" / "clock" / "templates")


class ClockPages:
    """`boot`, `steady`: of this machine's start. The desk compares them with its own, so that no time grows old on the way."""

    def __init__(
        self,
        live: Live,
        audit: Audit,
        desk: DeskLine,
        boot: Callable[[], str] = this_start,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._live, self._audit, self._desk = live, audit, desk
        self._boot, self._steady = boot, steady
        self._since: datetime | None = None  # when we first heard that nobody keeps it

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/technician/clock", self.page),
            Route("/technician/clock/events", self.events),
            Route("/technician/clock", self.set, methods=["POST"]),
        ]

    def trouble(self, request: Request) -> Mapping[str, Trouble]:
        """By the role of the machine that decides, while nobody keeps its clock."""
        asking = self._desk.asking
        if asking is None or not nobody_keeps(asking):
            self._since = None
            return {}
        self._since = self._since or self._live.clock()
        return {DECIDES[bool(asking.first)]: trouble(self._since, self._words(request))}

    def parts(self, request: Request) -> View:
        """What the technician's page shows of it."""
        words = self._words(request)
        seen = clock(self._desk.asking, self._boot(), words)
        return {"clock": _templates.get_template("clock/short.html").render(seen=seen, words=words).strip()}

    async def page(self, request: Request) -> Response:
        say, words, standing = self._say(request), self._words(request), self._live.standing()
        page = _templates.get_template("clock/clock.html").render(
            say=say,
            words=words,
            hall=standing.hall,
            now=standing.now,
            path="/technician/clock",
            view=self._view(request),
        )
        return remember_language(request, HTMLResponse(page))

    async def events(self, request: Request) -> Response:
        return StreamingResponse(
            stream(self._live, lambda: self._view(request), lambda: None), media_type="text/event-stream"
        )

    async def set(self, request: Request) -> Response:
        """Done when the machine's clock shows it."""
        steady, words = self._steady(), self._words(request)
        wish = await read(request, TimeIs)
        moment = self._moment(wish) if wish is not None else None
        if wish is None or moment is None:
            return answer("invalid", words("answer.invalid"), 400)
        if not clock(self._desk.asking, self._boot(), words).settable:
            return answer("refused", words("refused.not-here"), 409)
        asked = DeskWish(
            id=wish.id, at=self._live.clock(), what="set-clock", moment=moment, boot=self._boot(), steady=steady
        )
        said = await self._desk.wish(asked, PATIENCE)
        if said is None:
            return answer("no-answer", words("answer.none"), 504)
        outcome = said.reason if said.outcome != "done" else await self._outcome(wish.id)
        if not outcome:
            return answer("no-answer", words("answer.not-done"), 504)
        if outcome != "done":
            snapshot = self._live.standing().snapshot
            return answer("refused", refused(outcome, snapshot.at if snapshot else None, words), 409)
        # By the new time: what was noted by the old one may be out of date at once.
        self._audit.note("clock-set", staff_of(request))
        return answer("done", words("answer.done"), 200)

    async def _outcome(self, wish: str) -> str:
        """What came of it; "": nothing in time."""
        try:
            async with asyncio.timeout(DEED):
                while True:
                    changed = self._live.changed  # taken before looking, so that nothing can fall between
                    told = self._desk.asking.clock if self._desk.asking else None
                    if told is not None and told.wish == wish:
                        return told.outcome
                    await changed.wait()
        except TimeoutError:
            return ""

    def _moment(self, wish: TimeIs) -> datetime | None:
        """Exactly one of the two, or None."""
        if (wish.moment is None) == (wish.typed is None):
            return None
        zone = self._live.hall.timezone
        return wish.moment or (wish.typed and local(wish.typed.replace(tzinfo=zone), zone))

    def _view(self, request: Request) -> View:
        seen = clock(self._desk.asking, self._boot(), self._words(request))
        drawn = _templates.get_template("clock/kept.html").render(seen=seen, words=self._words(request))
        standing, say = self._live.standing(), self._say(request)
        return {
            "parts": {"kept": drawn.strip()},
            "queue": in_queue(standing.snapshot, self._live.hall.timezone),
            **drawing.head(standing, say, self._words(request)("page.title")),
        }

    def _words(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone, PHRASES)

    def _say(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone)
