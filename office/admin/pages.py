"""The addresses of the hall file. Thin: a text is checked, tried, confirmed or taken back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.bus.clock import new_id
from broker.contracts import hall_check
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.status import Did
from broker.contracts.topics import Topics
from office.admin import drawing
from office.admin.answering import Nothing, answer, beside, done, read, why
from office.admin.changes import changes, concerns_screens
from office.admin.face import PHRASES, on_trial, placed, rows
from office.admin.files.offers import Offers
from office.admin.files.pages import FilePages
from office.admin.files.shelf import Shelf
from office.admin.hall_on_trial import HallOnTrial
from office.admin.trial import Stopped
from office.admin.versions import digest
from office.admin.wishes import HallDraft
from office.doors.audit import Audit
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.streams import View, stream
from office.words import Words

log = logging.getLogger(__name__)

MASTER = "queue-master"
PATIENCE = 25.0  # seconds
UPKEEP = 2.0  # seconds
# What reads the hall file once, at its start. The office and the queue-master take it while they run.
ANEW = frozenset({"dispenser", "info", "survey", "board", "window-sign", "announcer"})


class AdminPages:
    """`path`: the hall file; `folder`: where its versions are kept. None: there is no file that could be changed.

    `content`: the folder of bundles that the queue-master publishes; None: the hall has none.
    """

    def __init__(
        self, live: Live, audit: Audit, path: Path | None, folder: Path | None, content: Path | None = None
    ) -> None:
        self._live = live
        self._desk: HallOnTrial | None = None
        shelf: Shelf | None = None
        offers = Offers(live.tell)
        live.hear_also(Topics(live.hall.hall.id).content("+"), offers.hear)
        if path is not None and folder is not None:
            self._desk = HallOnTrial(path, folder, self._wish, clock=live.clock, audit=audit, took=self._took)
            shelf = Shelf(
                path,
                content,
                folder,
                hall=lambda: live.hall,
                wish=self._wish,
                offers=offers,
                clock=live.clock,
                audit=audit,
            )
        self._files = FilePages(live, shelf, offers)

    def routes(self) -> list[BaseRoute]:
        posts: dict[str, Callable[[Request], Coroutine[Any, Any, Response]]] = {
            "check": self.check,
            "try": self.begin,
            "confirm": self.confirm,
            "take-back": self.take_back,
        }
        return [
            Route("/admin", self.page),
            Route("/admin/events", self.events),
            Route("/admin/hall.toml", self.download),
            Route("/admin/version/{name}", self.version),
            *(Route(f"/admin/{name}", handler, methods=["POST"]) for name, handler in posts.items()),
            *self._files.routes(),
        ]

    async def keep(self) -> None:
        """See to it that what is owed comes back. Runs as long as the office does."""
        await _whatever_happens(self._files.sweep())
        while True:
            await asyncio.sleep(UPKEEP)
            await _whatever_happens(self._files.upkeep())
            if self._desk is not None:
                before = self._desk.trial
                try:
                    await self._desk.upkeep()
                except Exception:
                    log.exception("the upkeep of the hall file failed")
                if self._desk.trial != before:
                    self._live.tell()

    async def page(self, request: Request) -> Response:
        desk, (say, words) = self._there(), self._words(request)
        try:
            text = desk.text()
        except (OSError, ConfigError) as error:
            log.warning("the hall file cannot be read: %s", error)
            raise HTTPException(404) from None
        standing = self._live.standing()
        html = drawing.page(standing, self._view(desk, say, words), say, words, text=text, base=digest(text))
        return remember_language(request, HTMLResponse(html))

    async def events(self, request: Request) -> Response:
        desk, (say, words) = self._there(), self._words(request)
        return StreamingResponse(
            stream(self._live, lambda: self._view(desk, say, words), lambda: None), media_type="text/event-stream"
        )

    async def download(self, _: Request) -> Response:
        """The file as it is, to keep or to change elsewhere."""
        return _file(self._there().text(), "hall.toml")

    async def version(self, request: Request) -> Response:
        """A text that the file had."""
        name = request.path_params["name"]
        text = self._there().versions.text(name)
        if text is None:
            raise HTTPException(404)
        return _file(text, f"hall-{name[:8]}.toml")

    async def check(self, request: Request) -> Response:
        """Everything that is wrong with a draft, or what it would change."""
        desk, (say, words) = self._there(), self._words(request)
        draft = await read(request, HallDraft)
        if draft is None:
            return answer("invalid", words("stopped.unreadable"), 400)
        try:
            plan = hall_check.parse(draft.text)
        except ConfigError as wrong:
            return JSONResponse(
                {"status": "mistakes", "mistakes": msgspec.to_builtins(placed(wrong.said(say.language)))}
            )
        try:
            said = await desk.look(draft.text, say.language)
        except (Stopped, OSError) as stopped:
            said = why(stopped, words)
        standing = self._live.standing()
        waiting = {line.id: line.waiting for line in standing.snapshot.lines} if standing.snapshot else {}
        return JSONResponse(
            {
                "status": "good",
                "changes": msgspec.to_builtins(changes(self._live.hall, plan, waiting, words)),
                "obstacles": msgspec.to_builtins(placed(said.splitlines())),
                "remarks": msgspec.to_builtins(placed(hall_check.remarks(draft.text, language=say.language))),
                "screens": concerns_screens(self._live.hall, plan),
            }
        )

    async def begin(self, request: Request) -> Response:
        desk, (say, words) = self._there(), self._words(request)
        draft = await read(request, HallDraft)
        if draft is None:
            return answer("invalid", words("stopped.unreadable"), 400)
        who = staff_of(request)
        return await done(
            self._live, words, "done.tried", desk.begin(draft.text, draft.base, who, draft.why.strip(), say.language)
        )

    async def confirm(self, request: Request) -> Response:
        desk, (_, words) = self._there(), self._words(request)
        if await read(request, Nothing) is None:
            return answer("invalid", words("stopped.unreadable"), 400)
        return await done(self._live, words, "done.confirmed", desk.confirm(staff_of(request)))

    async def take_back(self, request: Request) -> Response:
        desk, (say, words) = self._there(), self._words(request)
        if await read(request, Nothing) is None:
            return answer("invalid", words("stopped.unreadable"), 400)
        return await done(self._live, words, "done.taken-back", desk.take_back(staff_of(request), say.language))

    def _took(self, plan: HallFile) -> None:
        """The hall works by `plan` from now on; what has read its file once begins anew."""
        old, self._live.hall = self._live.hall, plan
        self._live.tell()
        if not concerns_screens(old, plan):
            return
        for machine in self._live.standing().machines.all:
            role = machine.about.role if machine.about else ""
            if role in ANEW and machine.about and "restart" in machine.about.can and machine.state != "lost":
                beside(self._live.wish(new_id(), machine.id, "restart", {}, PATIENCE))

    async def _wish(self, what: str, arguments: dict[str, str]) -> Did | None:
        machines = self._live.standing().machines.all
        master = next((m.id for m in machines if m.about and m.about.role == MASTER and m.state != "lost"), None)
        if master is None:
            return None
        return await self._live.wish(new_id(), master, what, arguments, PATIENCE)

    def _there(self) -> HallOnTrial:
        if self._desk is None:
            raise HTTPException(404)
        return self._desk

    def _view(self, desk: HallOnTrial, say: Words, words: Words) -> View:
        standing = self._live.standing()
        trial = on_trial(desk.trial, standing.now, words)
        return drawing.view(standing, trial, rows(desk.versions.all(), words), say, words)

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)


async def _whatever_happens(upkeep: Coroutine[Any, Any, None]) -> None:
    """What is wrong with one file must not keep the hall file from coming back."""
    try:
        await upkeep
    except Exception:
        log.exception("the upkeep of files failed")


def _file(text: str, name: str) -> Response:
    return PlainTextResponse(text, headers={"content-disposition": f'attachment; filename="{name}"'})
