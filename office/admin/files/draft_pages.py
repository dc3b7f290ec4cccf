"""How a draft would look and sound, as an appliance of the hall draws and says it: asked over the bus, kept for a while.

Neither Kivy nor a voice is where the office is; they are where boards and the announcer are, and look and sound right there.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from broker.bus.clock import new_id
from broker.contracts.status import Did
from office.admin.files.drafted import BOARD, BOARDS, DRAFTED, VOICE
from office.admin.files.kinds import kind_of
from office.admin.files.on_trial import FilesOnTrial
from office.admin.files.shelf import Shelf
from office.appliances import Machine, Machines
from office.language import words_of
from office.live import Live

DRAW, SAY = "draw", "try-phrase"  # what a board and the voice can do
PATIENCE, TRIES = 12.0, 3  # seconds, and how often it is asked: a board that takes another layout is gone for some
PAUSE = 2.0  # seconds between two tries
LARGEST = 40_000  # bytes of a text: a message has 64 KiB
_KEPT = 64  # answers
_JPEG, _OGG = b"\xff\xd8\xff", b"OggS"


def who_can(machines: Machines, role: str, what: str) -> Machine | None:
    """An appliance of this role that is there and can do it."""
    there = (each for each in machines.all if each.role == role and each.state in ("ready", "degraded"))
    return next((each for each in there if each.about and what in each.about.can), None)


class DraftPages:
    """`shelf`: asked anew each time; None: nothing can be changed."""

    def __init__(self, live: Live, shelf: Callable[[], Shelf | None]) -> None:
        self._live, self._shelf = live, shelf
        self._answers: OrderedDict[str, str] = OrderedDict()  # what was asked -> the name of the file that came
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/admin/files/{name}/drawn/{draft}/{picture}.jpg", self.drawn),
            Route("/admin/files/{name}/said/{draft}/{language}/{key}.ogg", self.said),
        ]

    async def drawn(self, request: Request) -> Response:
        """A layout, or words, on a board."""
        if request.path_params["picture"] not in BOARDS:
            raise HTTPException(404)
        size, state = BOARDS[request.path_params["picture"]]
        wish = {"size": list(size), "state": state, "language": "", self._kind(request): self._text(request)}
        if self._kind(request) == "phrases":
            wish["language"] = words_of(request, self._live.hall.timezone).language
        return await self._asked(request, BOARD, DRAW, wish)

    async def said(self, request: Request) -> Response:
        """A phrase in the hall's voice."""
        wish = {"key": request.path_params["key"], "language": request.path_params["language"]}
        if self._kind(request) != "phrases":
            raise HTTPException(404)
        return await self._asked(request, VOICE, SAY, {**wish, "phrases": self._text(request)})

    async def _asked(self, request: Request, role: str, what: str, wish: dict[str, Any]) -> Response:
        key, store = f"{request.url.path} {wish.get('language', '')}", self._document(request).store
        async with self._one_at_a_time:  # a board has one screen, the hall one worker for its voice
            path = store.path(self._answers.get(key, ""))
            if path is None:
                name = store.keep(await self._answer(role, what, wish))
                self._answers[key], path = name, store.path(name)
            self._answers.move_to_end(key)
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        if path is None:
            raise HTTPException(503)
        return FileResponse(path, media_type="image/jpeg" if what == DRAW else "audio/ogg")

    async def _answer(self, role: str, what: str, wish: dict[str, Any]) -> bytes:
        for again in range(TRIES):
            await asyncio.sleep(PAUSE if again else 0)
            machine = who_can(self._live.standing().machines, role, what)
            did = await self._live.wish(new_id(), machine.id, what, wish, PATIENCE) if machine else None
            if did is not None and (made := _made(did, what)):
                return made
            if did is not None:
                break  # it cannot be drawn, or said
        raise HTTPException(503)

    def _kind(self, request: Request) -> str:
        kind = kind_of(request.path_params["name"])
        if kind not in DRAFTED:
            raise HTTPException(404)
        return kind

    def _text(self, request: Request) -> str:
        """The text of the draft, by its content."""
        path = self._document(request).store.path(request.path_params["draft"])
        if path is None or path.stat().st_size > LARGEST:
            raise HTTPException(404)
        return path.read_bytes().decode("utf-8-sig", "replace")

    def _document(self, request: Request) -> FilesOnTrial:
        shelf = self._shelf()
        document = shelf.get(request.path_params["name"]) if shelf else None
        if document is None:
            raise HTTPException(404)
        return document


def _made(did: Did, what: str) -> bytes:
    try:
        made = base64.b64decode(did.picture if what == DRAW else did.sound, validate=True)
    except binascii.Error:
        return b""
    return made if made.startswith(_JPEG if what == DRAW else _OGG) else b""
