"""The manager's addresses, all under /manager."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from office.live import Live
from office.reports import drawing
from office.reports.analytics import analytics, questions
from office.reports.asking import Ask
from office.reports.measures import GROUPS
from office.reports.period import asked
from office.reports.records import Records
from office.reports.words import ReportWords
from office.streams import stream
from office.words import Words, language_of

COOKIE = "lang"
FILTERS = ("line", "window", "priority", "operator")  # that the page of analytics offers


class ManagerPages:
    """The handlers. `records` None: there is no folder for the tables; the live hall is shown all the same."""

    def __init__(self, live: Live, records: Records | None) -> None:
        self._live, self._records = live, records

    def routes(self) -> list[Route]:
        return [
            Route("/manager", self.now),
            Route("/manager/events", self.now_events),
            Route("/manager/analytics", self.analytics),
        ]

    async def now(self, request: Request) -> Response:
        say, standing = self._words(request), self._live.standing()
        view = drawing.live_view(standing, say)
        return self._page(request, drawing.page("live", standing, say, view=view, tab="live", path="/manager"))

    async def now_events(self, request: Request) -> Response:
        say = self._words(request)
        events = stream(self._live, lambda: drawing.live_view(self._live.standing(), say), lambda: None)
        return StreamingResponse(events, media_type="text/event-stream")

    async def analytics(self, request: Request) -> Response:
        say, standing = self._words(request), self._live.standing()
        period = asked(request.query_params, standing.now.date())
        filters = _filters(request.query_params)
        wanted = questions(period, filters)
        seen, trouble, upto, answer = None, "no-journal", None, None
        if self._records is not None:
            answer = await self._records.ask(Ask(questions=tuple(wanted.values())))
            upto, trouble = self._records.upto, answer.error or self._records.upto.error
            if not answer.error:
                seen = analytics(dict(zip(wanted, answer.tables, strict=True)), period, say)
        return self._page(
            request,
            drawing.page(
                "analytics",
                standing,
                say,
                tab="analytics",
                path="/manager/analytics",
                seen=seen,
                trouble=trouble,
                upto=upto,
                answer=answer,
                period=period,
                today=standing.now.date(),
                filters=filters,
                choices=_choices(say),
            ),
        )

    def _words(self, request: Request) -> ReportWords:
        wanted = request.query_params.get(COOKIE) or request.cookies.get(COOKIE)
        return ReportWords(Words(language_of(wanted), self._live.hall.timezone), self._live.hall)

    def _page(self, request: Request, html: str) -> Response:
        response = HTMLResponse(html)
        if COOKIE in request.query_params:
            language = language_of(request.query_params[COOKIE])
            response.set_cookie(COOKIE, language, max_age=365 * 24 * 3600, httponly=True, samesite="strict")
        return response


def _filters(wishes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: (wishes[name][:64],) for name in FILTERS if wishes.get(name) and name in GROUPS}


def _choices(say: ReportWords) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: values of the hall file, each with its words."""
    hall = say.hall
    return {
        "line": [(line.id, say.of(line.name)) for line in hall.line],
        "window": [(str(window.id), say.key("window", str(window.id))) for window in hall.window],
        "priority": [(each, say.key("priority", each)) for each in ("none", *hall.priorities)],
    }
