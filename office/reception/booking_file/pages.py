"""The addresses of booking files. Thin: a file is read, looked at, and booked some lines at a time.

Nothing of a file stays here: the browser keeps it, and sends it with each request. Whoever it is about stands in no log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.booking_files.reading import kind, read
from broker.booking_files.wanted import Wanted
from broker.contracts.errors import ConfigError
from office.admin.face import placed
from office.language import remember_language, words_of
from office.live import Live
from office.reception.booking_file import drawing
from office.reception.booking_file.asking import NoAnswer, book, booked_already, free_slots
from office.reception.booking_file.face import PHRASES, example, rows, summary, told
from office.reception.booking_file.foreseen import foreseen
from office.reception.booking_file.wishes import BookingFile, BookLines
from office.streams import stream
from office.words import Words

MOST = 1000  # bookings of a file

T = TypeVar("T", BookingFile, BookLines)


class BookingFilePages:
    """`who`: the id of who has signed in, for the journal."""

    def __init__(self, live: Live, who: Callable[[Request], str | None]) -> None:
        self._live, self._who = live, who

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/reception/bookings", self.page),
            Route("/reception/bookings/events", self.events),
            Route("/reception/bookings/example.csv", self.example),
            Route("/reception/bookings/look", self.look, methods=["POST"]),
            Route("/reception/bookings/book", self.book, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        say, words = self._words(request)
        return remember_language(request, HTMLResponse(drawing.page(self._live.standing(), say, words)))

    async def events(self, request: Request) -> Response:
        say, words = self._words(request)
        return StreamingResponse(
            stream(self._live, lambda: drawing.view(self._live.standing(), say, words), lambda: None),
            media_type="text/event-stream",
        )

    async def example(self, _: Request) -> Response:
        """A file to begin with."""
        told = {"content-disposition": 'attachment; filename="bookings.csv"'}
        return PlainTextResponse(example(self._live.hall, self._live.clock()), media_type="text/csv", headers=told)

    async def look(self, request: Request) -> Response:
        """Everything that is wrong with a file, or what would become of each of its bookings."""
        _, words = self._words(request)
        given = await _given(request, BookingFile)
        if given is None:
            return _answer("invalid", words("answer.unreadable"), 400)
        try:
            wanted = await self._read(given)
            if len(wanted) > MOST:
                return _answer("refused", words("answer.many", most=MOST, count=len(wanted)), 409)
            found = foreseen(
                wanted,
                self._live.hall,
                await free_slots(self._live, wanted),
                await booked_already(self._live, wanted),
                self._live.clock(),
            )
        except ConfigError as wrong:
            return _mistakes(wrong, words)
        except NoAnswer:
            return _answer("no-answer", words("answer.no-answer"), 504)
        return JSONResponse(
            {
                "status": "done",
                "message": summary(found, words) if found else words("answer.empty"),
                "rows": msgspec.to_builtins(rows(found, self._live.hall, words)),
                "unnamed": any(each.uid == f"line {each.line}" for each in wanted),
            }
        )

    async def book(self, request: Request) -> Response:
        """Some lines of a file that was looked at."""
        _, words = self._words(request)
        given = await _given(request, BookLines)
        if given is None:
            return _answer("invalid", words("answer.unreadable"), 400)
        try:
            wanted = [each for each in await self._read(given) if each.line in given.lines]
        except ConfigError as wrong:
            return _mistakes(wrong, words)
        found, answered = await book(self._live, wanted, self._who(request))
        status, code = ("done", 200) if answered else ("no-answer", 504)
        message = "" if answered else words("answer.no-answer")
        return JSONResponse(
            {"status": status, "message": message, "rows": msgspec.to_builtins(told(found, words))}, code
        )

    async def _read(self, given: BookingFile | BookLines) -> list[Wanted]:
        """ConfigError with all mistakes. Beside the loop: a thousand events take a moment, and others have presses."""
        return await asyncio.to_thread(read, f"file{kind(given.name)}", given.body, self._live.hall)

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)


async def _given(request: Request, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _mistakes(wrong: ConfigError, words: Words) -> Response:
    found = placed(wrong.said(words.language))
    return JSONResponse({"status": "mistakes", "mistakes": msgspec.to_builtins(found)}, 409)


def _answer(status: str, message: str, code: int) -> Response:
    return JSONResponse({"status": status, "message": message}, code)
