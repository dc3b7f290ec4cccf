"""The addresses of acceptance sheets. Thin: a sheet is drawn, what a person says of it goes to its appliance."""

from __future__ import annotations

from pathlib import Path

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.acceptance import Sheet
from broker.contracts.errors import ContractError
from broker.contracts.topics import Topics
from office import drawing
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.technician.sheets.face import PHRASES, in_short, shown
from office.technician.sheets.shelf import Shelf
from office.technician.wishes import Judged
from office.words import Words

PATIENCE = 10.0  # seconds
_templates = drawing.templates(drawing.HERE / "technician" / "sheets" / "templates")


class SheetPages:
    def __init__(self, live: Live, folder: Path | None) -> None:
        self._live, self._shelf = live, Shelf(folder)
        live.hear_also(Topics(live.hall.hall.id).acceptance("+"), self._heard)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/technician/acceptance/{appliance}", self.page),
            Route("/technician/judge", self.judge, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The last sheet of an appliance, or the one that the address names."""
        words = self._words(request)
        sheets = self._shelf.of(request.path_params["appliance"])
        wanted = request.query_params.get("sheet")
        sheet = next((each for each in sheets if wanted in (None, f"{each.at:%Y%m%d-%H%M%S}")), None)
        if sheet is None:
            raise HTTPException(404)
        standing = self._live.standing()
        page = _templates.get_template("sheets/sheet.html").render(
            say=words_of(request, self._live.hall.timezone),
            words=words,
            hall=standing.hall,
            now=standing.now,
            seen=shown(sheet, sheets, words),
            last=sheet is sheets[0],
            path=f"/technician/acceptance/{sheet.appliance}",
        )
        return remember_language(request, HTMLResponse(page))

    async def judge(self, request: Request) -> Response:
        words = self._words(request)
        try:
            given = msgspec.json.decode(await request.body(), type=Judged)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return JSONResponse({"status": "invalid", "message": words("answer.invalid")}, 400)
        arguments = {"at": given.at, "said": given.said, "by": staff_of(request) or ""}
        did = await self._live.wish(given.id, given.appliance, "judge", arguments, PATIENCE)
        if did is None:
            return JSONResponse({"status": "no-answer", "message": words("answer.none")}, 504)
        done = did.outcome == "done"
        message = words("answer.kept" if done else "answer.other")
        return JSONResponse({"status": "done" if done else "refused", "message": message}, 200 if done else 409)

    def short(self, request: Request) -> dict[str, str]:
        """What the card of each appliance says of its last sheet."""
        words = self._words(request)
        return {
            machine.id: in_short(next(iter(self._shelf.of(machine.id)), None), words)
            for machine in self._live.standing().machines.all
        }

    def _words(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone, PHRASES)

    def _heard(self, message: Message) -> None:
        try:
            self._shelf.hear(message.topic.split("/")[-2], codec.read(Sheet, message.body))
        except ContractError:
            return
        self._live.tell()
