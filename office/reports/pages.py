"""The manager's addresses, all under /manager: the hall now, and analytics; what else there is stands beside."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from office.live import Live
from office.reports import drawing
from office.reports.analytics import analytics, questions
from office.reports.asking import Ask
from office.reports.desk import ManagersDesk, choices
from office.reports.insight_pages import InsightPages
from office.reports.records import Records
from office.reports.report_pages import ReportPages
from office.reports.saved import SavedReports
from office.reports.what_if_page import WhatIfPage
from office.reports.wishes import filters_of
from office.streams import stream


class ManagerPages:
    """`records` None: there is no folder for the tables; the live hall is shown all the same."""

    def __init__(self, live: Live, records: Records | None) -> None:
        self._live = live
        self._desk = ManagersDesk(live, records, SavedReports(records.reports if records else None))

    def routes(self) -> list[Route]:
        return [
            Route("/manager", self.now),
            Route("/manager/events", self.now_events),
            Route("/manager/analytics", self.analytics),
            *ReportPages(self._desk).routes(),
            *InsightPages(self._desk).routes(),
            *WhatIfPage(self._desk).routes(),
        ]

    async def now(self, request: Request) -> Response:
        say = self._desk.words(request)
        view = drawing.live_view(self._live.standing(), say)
        return self._desk.page(request, "live", say, view=view, tab="live", path="/manager")

    async def now_events(self, request: Request) -> Response:
        say = self._desk.words(request)
        events = stream(self._live, lambda: drawing.live_view(self._live.standing(), say), lambda: None)
        return StreamingResponse(events, media_type="text/event-stream")

    async def analytics(self, request: Request) -> Response:
        say, period, filters = self._desk.words(request), self._desk.period(request), filters_of(request.query_params)
        wanted = questions(period, filters)
        answer = await self._desk.ask(Ask(questions=tuple(wanted.values())))
        tables = dict(zip(wanted, answer.tables, strict=False))
        return self._desk.page(
            request,
            "analytics",
            say,
            answer,
            tab="analytics",
            path="/manager/analytics",
            seen=analytics(tables, period, say) if tables else None,
            stamp=answer.stamp,
            period=period,
            filters=filters,
            choices=choices(say),
        )
