"""The address to which a technician's answers to boxes go. Thin: asked of the desk, told to the journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from broker.contracts.enrolling import DeskSaid, DeskWish
from broker.contracts.staffed import StaffDeed
from office import drawing
from office.doors.audit import Audit
from office.doors.door import staff_of
from office.language import words_of
from office.live import Live
from office.streams import View
from office.technician.arriving.face import PHRASES, Arriving, arriving, told
from office.technician.arriving.hall_kit import HallKit
from office.technician.arriving.line import DeskLine
from office.technician.arriving.proposing import ROLES
from office.words import Words

PATIENCE = 8.0  # seconds
NOTED: dict[str, StaffDeed] = {
    "accept": "box-let-in",
    "replace": "box-replaced",
    "refuse": "box-refused",
    "revoke": "box-revoked",
    "update": "update-begun",
    "stop-update": "update-stopped",
    "unseal": "authority-unsealed",
}
_templates = drawing.templates(drawing.HERE / "technician" / "arriving" / "templates")


class ArrivingPages:
    def __init__(self, live: Live, audit: Audit, kit: Path | None = None) -> None:
        self._live, self._audit, self.desk = live, audit, DeskLine(live)
        self._kit = HallKit(kit, audit)

    def routes(self) -> list[BaseRoute]:
        return [Route("/technician/enrolment", self.answer, methods=["POST"]), *self._kit.routes()]

    async def answer(self, request: Request) -> Response:
        """A technician's answer to a box, or to who is in."""
        words = self.words(request)
        try:
            given: dict[str, Any] = msgspec.json.decode(await request.body(), type=dict[str, Any])
            wish = msgspec.convert({**given, "at": self._live.clock()}, DeskWish)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return JSONResponse({"status": "invalid", "message": words("answer.invalid")}, 400)
        if wish.what in ("set", "set-clock"):  # at addresses of their own
            return JSONResponse({"status": "invalid", "message": words("answer.invalid")}, 400)
        said = await self.desk.wish(wish, PATIENCE)
        self._note(wish, said, staff_of(request))
        first = self.desk.asking is not None and self.desk.asking.first
        what = "first" if wish.what == "replace" and wish.name and wish.name == first else wish.what
        message = told(what, wish.name, said, words)
        if said is None:
            return JSONResponse({"status": "no-answer", "message": message}, 504)
        return JSONResponse({"status": said.outcome, "message": message}, 200 if said.outcome == "done" else 409)

    def seen(self, words: Words) -> Arriving:
        standing = self._live.standing()
        lost = frozenset(machine.id for machine in standing.machines.all if machine.state == "lost")
        return arriving(self.desk.asking, self._live.hall, lost, standing.now, words)

    def parts(self, words: Words) -> View:
        """What the technician's page shows of it."""
        seen = self.seen(words)
        return {
            part: _templates.get_template(f"arriving/{part}.html")
            .render(seen=seen, words=words, kit=self._kit.is_there)
            .strip()
            for part in ("asking", "members", "update")
        }

    def dialogs(self, words: Words) -> str:
        """What stands on the page once, and is opened: nothing that is typed in is lost when the page is drawn anew."""
        return _templates.get_template("arriving/dialogs.html").render(
            words=words, roles=ROLES, windows=self._live.hall.windows
        )

    def words(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone, PHRASES)

    def _note(self, wish: DeskWish, said: DeskSaid | None, staff: str | None) -> None:
        if said is not None and said.reason == "no-such-code":
            self._audit.note("box-wrong-code", staff)
        elif said is not None and said.outcome == "done" and wish.what in NOTED:
            self._audit.note(NOTED[wish.what], staff, appliance=wish.name or None)
