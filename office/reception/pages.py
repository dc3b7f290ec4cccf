"""The addresses of the reception. Thin: a press is passed on, what is seen is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from broker.bus.clock import new_id
from broker.contracts.commands import CheckIn, WhereAmI
from broker.contracts.errors import ContractError
from broker.contracts.replies import Reply, TicketView
from broker.contracts.ticket_code import ticket_in
from broker.contracts.told_range import told_range
from office.language import remember_language, words_of
from office.live import Live
from office.reception import drawing
from office.reception.bookings import Bookings
from office.reception.face import PHRASES, Reception, reception
from office.reception.orders import SlipAgain, order
from office.reception.spoken import Spoken
from office.streams import stream
from office.words import Words

PRINT_PATIENCE = 12.0  # seconds; a dispenser may be printing for its visitor
_HTTP = {"done": 200, "refused": 409, "invalid": 400, "no-answer": 504}


class ReceptionPages:
    """`who`: the id of who has signed in, for the journal; None where nobody has to."""

    def __init__(self, live: Live, who: Callable[[Request], str | None] = lambda _: None) -> None:
        self._live, self._who = live, who
        self._spoken, self._bookings = Spoken(), Bookings(live)
        self._looks: set[asyncio.Task[None]] = set()
        live.follow(self._spoken)
        live.follow(self._bookings)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/reception", self.page),
            Route("/reception/events", self.events),
            Route("/reception/command", self.press, methods=["POST"]),
            Route("/reception/print", self.print, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        say, words = self._words(request)
        await self._bookings.look()
        standing = self._live.standing()
        html = drawing.page(standing, self._seen(say, words), self._dispensers(), say, words)
        response = HTMLResponse(html)
        return remember_language(request, response)

    async def events(self, request: Request) -> Response:
        say, words = self._words(request)
        draw = lambda: drawing.view(self._seen(say, words), say, words)  # noqa: E731 - one line
        return StreamingResponse(stream(self._live, draw, self._look), media_type="text/event-stream")

    async def press(self, request: Request) -> Response:
        say, words = self._words(request)
        try:
            command = order(msgspec.json.decode(await request.body()), self._live.clock(), self._who(request))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _answer(Reply(id=None, status="invalid", field="$"), say, words)
        except ContractError as error:
            return _answer(Reply(id=error.command_id, status="invalid", field=error.field), say, words)
        reply = await self._live.ask(command)
        if isinstance(command, CheckIn):
            self._bookings.stale()
        return _answer(reply, say, words)

    async def print(self, request: Request) -> Response:
        """Have a dispenser print the slip of a ticket once more."""
        say, words = self._words(request)
        try:
            wish = msgspec.json.decode(await request.body(), type=SlipAgain)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _answer(Reply(id=None, status="invalid", field="$"), say, words)
        ticket = ticket_in(wish.ticket) or wish.ticket.strip()
        reply = await self._live.ask(WhereAmI(id=new_id(), at=self._live.clock(), ticket=ticket))
        if reply is None or not isinstance(reply.ticket, TicketView) or wish.dispenser not in self._dispensers():
            why = words("press.nobody_printed") if reply else say("answer.no-answer")
            return _printed("refused", words("press.not_printed", dispenser=wish.dispenser, why=why))
        arguments = {"ticket": msgspec.to_builtins(reply.ticket), "copy": True}
        did = await self._live.wish(wish.id, wish.dispenser, "print-slip", arguments, PRINT_PATIENCE)
        if did is None or did.outcome != "done":
            why = did.message if did and did.message else words("press.no_dispenser")
            return _printed("refused", words("press.not_printed", dispenser=wish.dispenser, why=why))
        return _printed("done", words("press.printed", number=reply.ticket.number, dispenser=wish.dispenser))

    def _seen(self, say: Words, words: Words) -> Reception:
        return reception(self._live.standing(), self._spoken.latest, self._bookings.today, words, say)

    def _look(self) -> None:
        """Somebody looks: bookings are asked for again now and then."""
        task = asyncio.get_running_loop().create_task(self._bookings.look())
        self._looks.add(task)
        task.add_done_callback(self._looks.discard)

    def _dispensers(self) -> list[str]:
        """Those that can print a slip, now."""
        machines = self._live.standing().machines.all
        return [m.id for m in machines if m.about and "print-slip" in m.about.can and m.state == "ready"]

    def _words(self, request: Request) -> tuple[Words, Words]:
        zone = self._live.hall.timezone
        return words_of(request, zone), words_of(request, zone, PHRASES)


def _printed(status: str, message: str) -> Response:
    return JSONResponse({"status": status, "message": message}, _HTTP[status])


def _answer(reply: Reply | None, say: Words, words: Words) -> Response:
    if reply is None:
        return JSONResponse({"status": "no-answer", "message": say("answer.no-answer")}, _HTTP["no-answer"])
    body: dict[str, object] = {"status": reply.status, "message": "", "seq": reply.seq, "reason": reply.reason}
    if reply.status == "invalid":
        body["message"] = say("answer.invalid", field=reply.field or "?")
    elif reply.message:
        body["message"] = say.of(reply.message)
    elif reply.document:
        body["message"] = words.named("answer.document", reply.document.state)
    if isinstance(ticket := reply.ticket, TicketView):
        body |= {"ticket": ticket.id, "number": ticket.number, "told": _told(ticket, words)}
    return JSONResponse(body, _HTTP[reply.status])


def _told(ticket: TicketView, words: Words) -> str:
    """What the reception says to whoever has got the ticket."""
    if ticket.ahead is None:
        return ""
    if ticket.estimate is None:
        return words("issue.told_unknown", ahead=ticket.ahead)
    expected = told_range(ticket.estimate, ticket.issued_at, words.zone)
    return words("issue.told", ahead=ticket.ahead, range=expected)
