"""The address of one's own PIN: the page, and the press that changes it."""

from __future__ import annotations

import asyncio
import logging
import math
from pathlib import Path

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from broker.contracts.errors import ConfigError
from broker.contracts.phrases import Phrases
from office import drawing
from office.doors.codes import pin_hash
from office.doors.door import signed_in
from office.doors.doorkeeper import Doorkeeper, NotIn, Signed
from office.doors.person import Staff, with_person
from office.language import remember_language, words_of
from office.live import Live
from office.own_pin.checking import Changed, OwnPin, of_own_pin
from office.staff.answered import Answered
from office.staff.checking import Mistake
from office.staff.wishing import answer, mistaken, wished
from office.words import Words

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
PHRASES = Phrases.load(HERE / "phrases")
_templates = drawing.templates(HERE / "templates")


class _Faster(Exception):
    """Somebody else has changed it between the look at the old one and the writing."""


class OwnPinPages:
    def __init__(self, live: Live, keeper: Doorkeeper) -> None:
        self._live, self._keeper = live, keeper
        self._answered = Answered[Changed]()
        self._one = asyncio.Lock()  # a hash takes 32 MiB of memory

    def routes(self) -> list[BaseRoute]:
        return [Route("/pin", self.page), Route("/pin", self.change, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        signed, standing = signed_in(request), self._live.standing()
        say, words = self._words(request)
        html = _templates.get_template("own_pin.html").render(
            say=say,
            words=words,
            hall=standing.hall,
            now=standing.now,
            path="/pin",
            has=bool(signed and signed.person.pin),
            window=signed.window if signed else None,
        )
        return remember_language(request, HTMLResponse(html))

    async def change(self, request: Request) -> Response:
        _, words = self._words(request)
        asked = await wished(request, OwnPin, words)
        if isinstance(asked, Response):
            return asked
        mistakes = tuple(of_own_pin(asked.wish))
        return mistaken(mistakes, words) if mistakes else await self._changed(request, *asked)

    async def _changed(self, request: Request, signed: Signed, wish: OwnPin, body: bytes) -> Response:
        say, words = self._words(request)
        address = request.client.host if request.client else ""
        try:
            done = await self._answered.once(
                signed.session.key, wish.press, body, lambda: self._carry_out(signed, wish, address)
            )
        except NotIn as not_in:
            return _not_in(not_in, say, words)
        except _Faster:
            return answer("refused", words("stopped.changed"), 409)
        except (ConfigError, OSError):
            log.exception("a PIN could not be kept")
            return answer("refused", words("stopped.disk"), 409)
        finally:
            self._live.tell()
        return answer("done", words("done.ended" if done.ended else "done.pin"), 200)

    async def _carry_out(self, signed: Signed, wish: OwnPin, address: str) -> Changed:
        """NotIn when the old one is not theirs, or it is too soon after wrong ones."""
        person = signed.person
        await self._keeper.knows_pin(signed, wish.old, address)
        async with self._one:
            hashed = await asyncio.to_thread(pin_hash, wish.pin)

        def change(staff: Staff) -> Staff:
            known = staff.of(person.id)
            if known is None or known.pin != person.pin:
                raise _Faster
            return with_person(staff, replace(known, pin=hashed, told_pin=""))

        await self._keeper.amend(change)
        self._keeper.audit.note("staff-pin", person.id, whom=person.id)
        return Changed(self._keeper.end_all(person, but=signed.session))

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)


def _not_in(not_in: NotIn, say: Words, words: Words) -> Response:
    wait = math.ceil(not_in.wait)
    if not_in.why == "wrong":
        told = [Mistake("old", "mistake.old-wrong")]
        if wait:
            told.append(Mistake("old", "mistake.wait", {"time": say.lasting(wait)}))
        return mistaken(told, words)
    return answer("refused", say(f"refused.{not_in.why}", time=say.lasting(wait)), 429)
