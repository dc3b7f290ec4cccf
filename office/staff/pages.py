"""The addresses of the staff's page. Thin: who works here is drawn, a wish is passed to the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.contracts.errors import ConfigError
from office.doors.door import signed_in
from office.doors.doorkeeper import Doorkeeper, Signed
from office.language import remember_language, words_of
from office.live import Live
from office.staff import drawing, wishes
from office.staff.answered import Answered
from office.staff.desk import Outcome, StaffDesk, Stopped
from office.staff.face import PHRASES, Crew, crew, role_words
from office.staff.wishing import answer, mistaken, wished
from office.streams import View, stream
from office.words import Words

log = logging.getLogger(__name__)

KINDS: dict[str, type[wishes.Wish]] = {
    "add": wishes.Add,
    "change": wishes.Change,
    "pin": wishes.NewPin,
    "card": wishes.GiveCard,
    "remove": wishes.Remove,
    "let-in": wishes.LetIn,
    "list": wishes.AddAll,
}


class StaffPages:
    def __init__(self, live: Live, keeper: Doorkeeper) -> None:
        self._live, self._keeper = live, keeper
        self._desk = StaffDesk(keeper, role_words(live.hall.timezone), lambda: live.hall.windows)
        self._answered = Answered[Outcome]()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/staff", self.page),
            Route("/staff/events", self.events),
            *(Route(f"/staff/{name}", self._press(kind), methods=["POST"]) for name, kind in KINDS.items()),
        ]

    async def page(self, request: Request) -> Response:
        say, words = self._words(request)
        html = drawing.page(self._live.standing(), self._seen(request, words), say, words)
        return remember_language(request, HTMLResponse(html))

    async def events(self, request: Request) -> Response:
        say, words = self._words(request)

        def draw() -> View:
            return drawing.view(self._live.standing(), self._seen(request, words), say, words)

        return StreamingResponse(stream(self._live, draw, lambda: None), media_type="text/event-stream")

    def _press(self, kind: type[wishes.Wish]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def press(request: Request) -> Response:
            _, words = self._words(request)
            asked = await wished(request, kind, words)
            return asked if isinstance(asked, Response) else await self._carried_out(*asked, words)

        return press

    async def _carried_out(self, signed: Signed, wish: wishes.Wish, body: bytes, words: Words) -> Response:
        try:
            outcome = await self._answered.once(
                signed.session.key, wish.press, body, lambda: self._desk.carry_out(signed, wish)
            )
        except Stopped as stopped:
            if stopped.mistakes:
                return mistaken(stopped.mistakes, words)
            return answer("refused", words(stopped.key, **stopped.slots), 409)
        except ConfigError as wrong:
            log.warning("the staff list is wrong: %s", wrong)
            return answer("refused", words("stopped.list", wrong=" ".join(wrong.said(words.language))), 409)
        except OSError:
            log.exception("the staff list cannot be written")
            return answer("refused", words("stopped.disk"), 409)
        finally:
            self._live.tell()
        return JSONResponse(
            {
                "status": "done",
                "message": words(outcome.key, **outcome.slots),
                "slips": msgspec.to_builtins(outcome.slips),
                "people": [
                    {**msgspec.to_builtins(each), "roles": [words.named("staff", role) for role in each.roles]}
                    for each in outcome.people
                ],
            }
        )

    def _seen(self, request: Request, words: Words) -> Crew:
        signed, staff = signed_in(request), self._keeper.staff
        where = {person.id: self._keeper.whereabouts(person) for person in staff.person}
        me = signed.person.id if signed else ""
        return crew(staff, where, self._keeper.shut_addresses(), me=me, now=self._live.clock(), words=words)

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)
