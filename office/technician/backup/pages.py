"""The addresses of the backup. Thin: a word is drawn, and told to the queue-master once it was typed back from paper."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.bus.clock import new_id
from broker.contracts.standby import BackupStanding
from broker.contracts.status import Did
from broker.standby.word import is_drawn, new_word
from broker.standby.word_desk import STANDING, WORD
from office.admin.answering import Nothing, answer, read
from office.doors.audit import Audit
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.on_screens import THERE
from office.streams import View, stream
from office.technician.backup import drawing
from office.technician.backup.face import MASTER, PHRASES, Backup, backup
from office.technician.backup.wishes import WordWritten
from office.words import Words

PATIENCE = 10.0  # seconds


class BackupPages:
    def __init__(self, live: Live, audit: Audit) -> None:
        self._live, self._audit = live, audit
        self._told: BackupStanding | None = None

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/technician/backup", self.page),
            Route("/technician/backup/events", self.events),
            Route("/technician/backup/draw", self.draw, methods=["POST"]),
            Route("/technician/backup/word", self.word, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """How things stand is asked when somebody opens the page."""
        say, words = self._words(request)
        self._hear(await self._wish(new_id(), STANDING, {}))
        html = drawing.page(self._live.standing(), self._seen(words, say), say, words)
        return remember_language(request, HTMLResponse(html))

    async def events(self, request: Request) -> Response:
        say, words = self._words(request)

        def draw() -> View:
            return drawing.view(self._live.standing(), self._seen(words, say), say, words)

        return StreamingResponse(stream(self._live, draw, lambda: None), media_type="text/event-stream")

    async def draw(self, request: Request) -> Response:
        """A word to be written down. Nothing has changed by it."""
        _, words = self._words(request)
        if await read(request, Nothing) is None:
            return answer("invalid", words("answer.invalid"), 400)
        return JSONResponse({"status": "done", "message": new_word()})

    async def word(self, request: Request) -> Response:
        """The word is on paper: from now on backups are sealed with it."""
        _, words = self._words(request)
        written = await read(request, WordWritten)
        if written is None:
            return answer("invalid", words("answer.invalid"), 400)
        if not is_drawn(written.word):
            return answer("refused", words("answer.unfit"), 409)
        did = await self._wish(written.id, WORD, {"word": written.word})
        if did is None:
            return answer("no-answer", words("answer.none"), 504)
        if did.outcome != "done":
            return answer("refused", words("answer.not-made"), 409)
        self._audit.note("backup-word-made", staff_of(request))
        self._hear(did)
        self._live.tell()
        return answer("done", words("answer.made"), 200)

    def _hear(self, did: Did | None) -> None:
        if did is not None and did.outcome == "done":
            self._told = _read(did.message)

    async def _wish(self, identity: str, what: str, arguments: dict[str, str]) -> Did | None:
        machines = self._live.standing().machines.all
        can = (m.id for m in machines if m.role == MASTER and m.state in THERE and m.about and what in m.about.can)
        master = next(can, None)
        return None if master is None else await self._live.wish(identity, master, what, arguments, PATIENCE)

    def _seen(self, words: Words, say: Words) -> Backup:
        return backup(self._live.standing(), self._told, words, say)

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)


def _read(message: str) -> BackupStanding | None:
    try:
        return msgspec.json.decode(message, type=BackupStanding)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # another version of the queue-master
