"""The addresses of files. Thin: a draft is checked, tried, confirmed or taken back; a file comes in, a version goes out."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import msgspec
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.bus.unpacking import ContentFault
from broker.content.beginnings import BEGINNINGS
from broker.content.bundle import pack
from broker.content.phrase_areas import shipped
from broker.contracts.errors import ConfigError
from broker.contracts.hall_phrases import unwritten
from office.admin.answering import Nothing, answer, done, read, why
from office.admin.face import on_trial, rows
from office.admin.files import contents as of
from office.admin.files import drawing
from office.admin.files.contents import Contents
from office.admin.files.differences import differences
from office.admin.files.draft_pages import DRAW, SAY, DraftPages, who_can
from office.admin.files.drafted import BOARD, VOICE
from office.admin.files.drafts import contents_of, opened, picture_type, unpacked
from office.admin.files.face import PHRASES, Card, Mistake, placed, readers
from office.admin.files.kinds import DAYS, KINDS, Kind, kind_of, may_lie_there, ordered
from office.admin.files.offers import Offers
from office.admin.files.on_trial import FilesOnTrial
from office.admin.files.previewing import previewed
from office.admin.files.shelf import Shelf
from office.admin.trial import Stopped
from office.admin.versions import digest
from office.admin.wishes import Draft
from office.doors.door import staff_of
from office.language import remember_language, words_of
from office.live import Live
from office.streams import View, stream
from office.words import Words

log = logging.getLogger(__name__)

UPLOAD = "/admin/upload/"


class _Asked:
    """What a request is about."""

    def __init__(self, request: Request, live: Live, shelf: Shelf | None) -> None:
        self.name: str = request.path_params["name"]
        document = shelf.get(self.name) if shelf else None
        if document is None:
            raise HTTPException(404)
        self.document: FilesOnTrial = document
        self.code = kind_of(self.name) or ""
        self.kind: Kind = KINDS[self.code]
        zone = live.hall.timezone
        self.say, self.words = words_of(request, zone), words_of(request, zone, PHRASES)


class FilePages:
    """`shelf` None: there is no hall file that could be changed, so nothing else is."""

    def __init__(self, live: Live, shelf: Shelf | None, offers: Offers) -> None:
        self._live, self._shelf, self._offers = live, shelf, offers

    def routes(self) -> list[BaseRoute]:
        drafts = DraftPages(self._live, lambda: self._shelf)
        deeds = {"check": self.check, "try": self.begin, "confirm": self.confirm, "take-back": self.take_back}
        return [
            Route("/admin/files", self.all),
            Route("/admin/files/events", self.all_events),
            Route("/admin/files/{name}", self.page),
            Route("/admin/files/{name}/events", self.events),
            Route("/admin/files/{name}/version/{version}", self.version),
            Route("/admin/files/{name}/download/{version}", self.download),
            Route("/admin/files/{name}/picture/{picture}", self.picture),
            *drafts.routes(),
            *(Route(f"/admin/files/{{name}}/{deed}", handler, methods=["POST"]) for deed, handler in deeds.items()),
            Route(f"{UPLOAD}{{name}}", self.upload, methods=["POST"]),
        ]

    async def upkeep(self) -> None:
        """Bring back what is owed, of every document."""
        for document in self._shelf.all() if self._shelf else ():
            before = document.trial
            await document.upkeep()
            if document.trial != before:
                self._live.tell()

    async def sweep(self) -> None:
        if self._shelf:
            await asyncio.to_thread(self._shelf.sweep)

    async def all(self, request: Request) -> Response:
        say, words = self._words(request)
        shelf = self._there()
        names = shelf.names()
        kinds = [kind for kind in KINDS if kind not in names and (kind != DAYS and shelf.publishes)]
        html = drawing.page(
            "list",
            self._live.standing(),
            self._list_view(say, words),
            say,
            words,
            path="/admin/files",
            publishes=shelf.publishes,
            days=DAYS in names,
            kinds=kinds,
        )
        return remember_language(request, HTMLResponse(html))

    async def all_events(self, request: Request) -> Response:
        self._there()
        say, words = self._words(request)
        return StreamingResponse(
            stream(self._live, lambda: self._list_view(say, words), lambda: None), media_type="text/event-stream"
        )

    async def page(self, request: Request) -> Response:
        asked = self._asked(request)
        try:
            text = await asked.document.present()
        except (OSError, ConfigError) as error:
            log.warning("%s cannot be read: %s", asked.name, error)
            raise HTTPException(404) from None
        contents, store = of.read(text), asked.document.store
        seen = await asyncio.to_thread(opened, contents, store)
        if asked.kind.main not in seen["texts"]:
            seen["texts"] = {asked.kind.main: "", **seen["texts"]}
        html = drawing.page(
            "document",
            self._live.standing(),
            self._view(asked),
            asked.say,
            asked.words,
            path=f"/admin/files/{asked.name}",
            up="/admin/files",
            up_words=asked.words("page.files"),
            download=f"/admin/files/{asked.name}/download/now",
            name=asked.name,
            code=asked.code,
            kind=asked.kind,
            files=ordered(seen["texts"], asked.kind),
            opened=json.dumps(seen, ensure_ascii=False),
            base=digest(text),
            preview=self._preview(asked, seen["texts"], contents),
            shipped=drawing.shipped(asked.words) if asked.code == "phrases" else "",
        )
        return remember_language(request, HTMLResponse(html))

    async def events(self, request: Request) -> Response:
        asked = self._asked(request)
        return StreamingResponse(
            stream(self._live, lambda: self._view(asked), lambda: None), media_type="text/event-stream"
        )

    async def version(self, request: Request) -> Response:
        """What it was, to be opened in the editor."""
        asked = self._asked(request)
        contents = asked.document.version(request.path_params["version"])
        if contents is None:
            raise HTTPException(404)
        return JSONResponse(await asyncio.to_thread(opened, contents, asked.document.store))

    async def download(self, request: Request) -> Response:
        """The whole of it as a zip, or its one file; "now": as it is."""
        asked, which = self._asked(request), request.path_params["version"]
        now = of.read(await asked.document.present()) if which == "now" else None
        contents = now or asked.document.version(which)
        if not contents:
            raise HTTPException(404)
        place = asked.document.laid_out(contents)
        folder = Path(place.name) / "bundle"
        if asked.code == DAYS:
            path, media = folder / asked.kind.main, "text/calendar"
        else:
            path, media = Path(place.name) / f"{asked.name}.zip", "application/zip"
            await asyncio.to_thread(pack, folder, path)
        return FileResponse(path, filename=path.name, media_type=media, background=BackgroundTask(place.cleanup))

    async def picture(self, request: Request) -> Response:
        """A picture of a draft or of a version, by its content."""
        path = self._asked(request).document.store.path(request.path_params["picture"])
        kind = picture_type(path) if path else None
        if path is None or kind is None:
            raise HTTPException(404)
        return FileResponse(path, media_type=kind)

    async def check(self, request: Request) -> Response:
        """Everything that is wrong with a draft, or what it would change, and how it would look."""
        asked = self._asked(request)
        draft = await read(request, Draft)
        contents = contents_of(draft, asked.kind, asked.document.store) if draft else None
        if draft is None or contents is None:
            return answer("invalid", asked.words("stopped.unreadable"), 400)
        try:
            wrong = await asked.document.mistakes(contents)
            mistakes = placed(wrong.said(asked.say.language) if wrong else (), asked.kind.main)
            obstacles: list[Mistake] = []
            if not mistakes:
                obstacles = placed(
                    (await asked.document.look(of.written(contents), asked.say.language)).splitlines(), ""
                )
            before = of.read(await asked.document.present())
        except (Stopped, OSError, ConfigError) as stopped:
            return answer("refused", why(stopped, asked.words), 409)
        # What the queue-master finds in a file has a line, what it cannot take now has none.
        mistakes += [msgspec.structs.replace(each, file=asked.kind.main) for each in obstacles if each.line]
        seen = self._preview(asked, draft.texts, contents, wrong=bool(mistakes))
        if mistakes:
            return JSONResponse({"status": "mistakes", "mistakes": msgspec.to_builtins(mistakes), "preview": seen})
        old = await asyncio.to_thread(opened, before, asked.document.store)
        found = differences(before, contents, old["texts"], draft.texts, asked.words)
        return JSONResponse(
            {
                "status": "good",
                "changes": msgspec.to_builtins(found),
                "obstacles": msgspec.to_builtins(obstacles),
                "remarks": msgspec.to_builtins(self._remarks(asked, draft.texts)),
                "screens": False,  # who shows it takes it while it works
                "preview": seen,
            }
        )

    async def begin(self, request: Request) -> Response:
        asked = self._asked(request)
        draft = await read(request, Draft)
        contents = contents_of(draft, asked.kind, asked.document.store) if draft else None
        if draft is None or contents is None:
            return answer("invalid", asked.words("stopped.unreadable"), 400)
        text, who = of.written(contents), staff_of(request)
        deed = asked.document.begin(text, draft.base, who, draft.why.strip(), asked.say.language)
        return await done(self._live, asked.words, "done.tried", deed)

    async def confirm(self, request: Request) -> Response:
        asked = self._asked(request)
        if await read(request, Nothing) is None:
            return answer("invalid", asked.words("stopped.unreadable"), 400)
        return await done(self._live, asked.words, "done.confirmed", asked.document.confirm(staff_of(request)))

    async def take_back(self, request: Request) -> Response:
        asked = self._asked(request)
        if await read(request, Nothing) is None:
            return answer("invalid", asked.words("stopped.unreadable"), 400)
        deed = asked.document.take_back(staff_of(request), asked.say.language)
        return await done(self._live, asked.words, "done.taken-back", deed)

    async def upload(self, request: Request) -> Response:
        """A file to lie beside the texts, or a whole bundle as a zip. Nothing is changed by it: it is kept for a draft."""
        asked, file = self._asked(request), request.query_params.get("file", "")
        whole = file.lower().endswith(".zip") and asked.code != DAYS
        if not whole and not may_lie_there(asked.kind, file):
            return answer("refused", asked.words("stopped.another-kind", file=file[:80]), 409)
        store = asked.document.store
        fresh = store.fresh()
        try:
            with fresh.open("wb") as incoming:
                async for piece in request.stream():
                    await asyncio.to_thread(incoming.write, piece)
            if whole:
                contents = await asyncio.to_thread(unpacked, fresh, asked.kind, store)
            else:
                contents = {file: await asyncio.to_thread(store.move_in, fresh)}
        except ClientDisconnect:
            return answer("refused", asked.words("stopped.unreadable"), 409)
        except ContentFault as fault:
            file = str(fault.details.get("file", ""))
            return answer(
                "refused", asked.words("stopped.no-bundle", why=asked.words.named("fault", fault.code), file=file), 409
            )
        except OSError as error:
            log.exception("a file that came in cannot be kept")
            return answer("refused", why(error, asked.words), 409)
        finally:
            fresh.unlink(missing_ok=True)
        return JSONResponse({"status": "done", "whole": whole, **await asyncio.to_thread(opened, contents, store)})

    def _preview(self, asked: _Asked, texts: dict[str, str], contents: Contents, *, wrong: bool = False) -> str:
        """`wrong`: it has mistakes; what appliances draw and say of it is then not asked for."""
        machines = self._live.standing().machines
        able = drawing.Able(bool(who_can(machines, BOARD, DRAW)), bool(who_can(machines, VOICE, SAY)))
        draft = contents.get(asked.kind.main, "")
        seen = previewed(asked.code, texts, contents, asked.words, wrong=wrong)
        return drawing.preview(asked.name, seen, asked.words, draft=draft, able=able)

    @staticmethod
    def _remarks(asked: _Asked, texts: dict[str, str]) -> list[Mistake]:
        """What is no mistake, and should be known."""
        file, words = asked.kind.main, asked.words
        kept = unwritten(texts.get(file, ""), shipped()) if asked.code == "phrases" else []
        return [
            Mistake(
                file,
                each.line,
                words("remark.unwritten", what=each.key, said=words.named("field", each.language), stays=each.stays),
            )
            for each in kept
        ]

    def _list_view(self, say: Words, words: Words) -> View:
        standing, shelf = self._live.standing(), self._there()
        machines = standing.machines.all
        cards = [
            Card(
                name,
                words(f"kind.{kind_of(name)}"),
                words(f"about.{kind_of(name)}"),
                self._offers.version(name),
                "beside" if name == DAYS else "shipped" if kind_of(name) in BEGINNINGS else "unpublished",
                bool((document := shelf.get(name)) and document.trial),
                len(readers(name, machines, words)),
            )
            for name in shelf.names()
        ]
        return drawing.list_view(standing, cards, say, words)

    def _view(self, asked: _Asked) -> View:
        standing = self._live.standing()
        seen = drawing.Seen(
            on_trial(asked.document.trial, standing.now, asked.words),
            rows(asked.document.versions.all(), asked.words),
            readers(asked.name, standing.machines.all, asked.words),
            self._offers.version(asked.name),
        )
        return drawing.view(standing, seen, asked.say, asked.words)

    def _asked(self, request: Request) -> _Asked:
        return _Asked(request, self._live, self._shelf)

    def _there(self) -> Shelf:
        if self._shelf is None:
            raise HTTPException(404)
        return self._shelf

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)
