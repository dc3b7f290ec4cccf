"""The addresses of logs and of the list of problems. Thin: an appliance is asked, what it says is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from office import drawing
from office.appliances import Machine
from office.language import remember_language, words_of
from office.live import Live
from office.technician.logs.asking import LogAsking
from office.technician.logs.face import PHRASES, explained, log_page, text_file
from office.words import Words
from provisioning.problems.catalogue import gathered

_templates = drawing.templates(drawing.HERE / "technician" / "logs" / "templates")


@cache
def known_problems() -> Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]:
    """Read once: it is in the program's own files."""
    return {known.code: (known.message, known.remedy) for known in gathered()}


class LogPages:
    def __init__(self, live: Live) -> None:
        self._live, self._asking = live, LogAsking(live)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/technician/log/{appliance}.txt", self.file),
            Route("/technician/log/{appliance}", self.page),
            Route("/technician/problems", self.problems),
        ]

    async def page(self, request: Request) -> Response:
        machine, words = self._machine(request), self._words(request)
        told = await self._asking.ask(machine.id)
        say = words_of(request, self._live.hall.timezone)
        seen = log_page(machine, told.lines, known_problems(), words, say, fresh=told.fresh)
        return self._drawn(request, "log", f"/technician/log/{machine.id}", seen=seen)

    async def file(self, request: Request) -> Response:
        machine = self._machine(request)
        told = await self._asking.ask(machine.id)
        now = self._live.standing().now
        name = f"{machine.id}-log-{now:%Y%m%d-%H%M}.txt"
        return PlainTextResponse(
            text_file(machine, told.lines, now), headers={"content-disposition": f'attachment; filename="{name}"'}
        )

    async def problems(self, request: Request) -> Response:
        rows = explained(known_problems(), self._words(request))
        return self._drawn(request, "problems", "/technician/problems", rows=rows)

    def _machine(self, request: Request) -> Machine:
        machine = self._live.standing().machines.by_id.get(request.path_params["appliance"])
        if machine is None:
            raise HTTPException(404)
        return machine

    def _drawn(self, request: Request, template: str, path: str, **seen: object) -> Response:
        standing = self._live.standing()
        page = _templates.get_template(f"logs/{template}.html").render(
            say=words_of(request, self._live.hall.timezone),
            words=self._words(request),
            hall=standing.hall,
            now=standing.now,
            path=path,
            **seen,
        )
        return remember_language(request, HTMLResponse(page))

    def _words(self, request: Request) -> Words:
        return words_of(request, self._live.hall.timezone, PHRASES)
