"""The hall kit, for the cards of all other boxes, and the certificate that browsers of the hall have to trust."""

from __future__ import annotations

import tomllib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from office.doors.audit import Audit
from office.doors.door import staff_of


class HallKit:
    """`file`: there where this machine has founded the hall. Its token lets boxes ask to come in: who takes it is noted."""

    def __init__(self, file: Path | None, audit: Audit) -> None:
        self._file, self._audit = file, audit

    @property
    def is_there(self) -> bool:
        return self._file is not None and self._file.is_file()

    def routes(self) -> list[BaseRoute]:
        return [Route("/technician/hall-kit.toml", self.kit), Route("/technician/hall.pem", self.authority)]

    async def kit(self, request: Request) -> Response:
        text = self._text()
        self._audit.note("kit-taken", staff_of(request))
        return _file(text, "hall-kit.toml", "application/toml")

    async def authority(self, _: Request) -> Response:
        authority = str(tomllib.loads(self._text()).get("authority", ""))
        return _file(authority.lstrip(), "hall.pem", "application/x-pem-file")

    def _text(self) -> str:
        try:
            if self._file is not None:
                return self._file.read_text("utf-8")
        except OSError:
            pass
        raise HTTPException(404)


def _file(text: str, name: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return PlainTextResponse(text, headers=headers, media_type=kind)
