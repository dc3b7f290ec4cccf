"""The addresses of an appliance's settings. Thin: checked, asked of the desk, told to the journal."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.contracts.enrolling import DeskWish, LetIn
from broker.settable.checking import mistakes, typed
from office import drawing
from office.doors.audit import Audit
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.streams import View, stream
from office.technician.arriving.line import DeskLine
from office.technician.face import Trouble
from office.technician.settings.face import PHRASES, member, parts, standing, told, trouble, written, wrongs
from office.technician.wishes import SetWish
from office.words import Words

PATIENCE = 8.0  # seconds
_templates = drawing.templates(drawing.HERE / "technician" / "settings" / "templates")


class SettingsPages:
    def __init__(self, live: Live, audit: Audit, desk: DeskLine) -> None:
        self._live, self._audit, self._desk = live, audit, desk

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/technician/settings/{name}/events", self.events),
            Route("/technician/settings/{name}", self.page),
            Route("/technician/settings", self.set, methods=["POST"]),
        ]

    def settable(self, request: Request) -> Mapping[str, Trouble | None]:
        """Who can be set from here, and what its box did not take."""
        words, now, asking = self.words(request), self._live.standing().now, self._desk.asking
        boxes = ((each.name, each.at_box) for each in (asking.members if asking else ()))
        return {name: trouble(box, now, words) for name, box in boxes if box is not None}

    def words(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone, PHRASES)

    async def page(self, request: Request) -> Response:
        of, words = self._member(request.path_params["name"]), self.words(request)
        seen = self._live.standing()
        page = _templates.get_template("settings/settings.html").render(
            say=words_of(request, self._live.hall.timezone),
            words=words,
            hall=seen.hall,
            now=seen.now,
            path=f"/technician/settings/{of.name}",
            of=of,
            parts=parts(of, self._live.hall, words),
            standing=standing(of, words),
            view=self._view(request, of.name),
        )
        return remember_language(request, HTMLResponse(page))

    async def events(self, request: Request) -> Response:
        name = self._member(request.path_params["name"]).name
        return StreamingResponse(
            stream(self._live, lambda: self._view(request, name), lambda: None), media_type="text/event-stream"
        )

    async def set(self, request: Request) -> Response:
        """All mistakes at once, by setting; or what the desk says to it."""
        words = self.words(request)
        try:
            wish = msgspec.json.decode(await request.body(), type=SetWish)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return JSONResponse({"status": "invalid", "message": words("answer.invalid")}, 400)
        of = member(self._desk.asking, wish.name)
        if of is None:
            return JSONResponse({"status": "refused", "message": words("gone")}, 409)
        wanted = typed(of.role, wish.settings)
        if wrong := mistakes(of.role, wanted, self._live.hall.windows):
            said = {
                "status": "wrong",
                "message": words.count("answer.wrong", len(wrong)),
                "wrong": wrongs(wrong, words),
            }
            return JSONResponse(said, 409)
        return await self._ask(wish, of, wanted, request)

    async def _ask(self, wish: SetWish, of: LetIn, wanted: dict[str, str], request: Request) -> Response:
        words = self.words(request)
        asked = {
            "id": wish.id, "at": self._live.clock(), "what": "set", "name": of.name, "settings": wanted,
            "seen": typed(of.role, wish.seen), "at_once": wish.at_once,
        }  # fmt: skip
        try:
            answer = await self._desk.wish(msgspec.convert(asked, DeskWish), PATIENCE)
        except msgspec.ValidationError:  # what was seen is no page of ours
            return JSONResponse({"status": "invalid", "message": words("answer.invalid")}, 400)
        message = told(answer, words)
        if answer is None:
            return JSONResponse({"status": "no-answer", "message": message}, 504)
        if answer.outcome != "done":
            return JSONResponse({"status": "refused", "message": message}, 409)
        shown = {name: written(of.role, name, value, words) for name, value in wanted.items()}
        self._audit.note("box-set", staff_of(request), appliance=of.name)
        return JSONResponse({"status": "done", "message": message, "settings": shown})

    def _view(self, request: Request, name: str) -> View:
        say, words = words_of(request, self._live.hall.timezone), self.words(request)
        of, seen = member(self._desk.asking, name), self._live.standing()
        drawn = _templates.get_template("settings/standing.html").render(
            standing=standing(of, words) if of else None, words=words
        )
        return {
            "parts": {"standing": drawn.strip()},
            "trust": seen.trust,
            "warning": seen.warning(say),
            "notice": seen.hall_notice(say),
            "title": words("title", name=name),
        }

    def _member(self, name: str) -> LetIn:
        of = member(self._desk.asking, name)
        if of is None:
            raise HTTPException(404)
        return of
