"""Reports of one's own: built, looked at, kept, and taken away as files."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from broker.bus.clock import new_id
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import said, told
from broker.contracts.mistakes.wrong import Said, Told
from office.reports.asking import Answer, Ask, Export
from office.reports.desk import ManagersDesk, choices
from office.reports.exporting import KINDS
from office.reports.measures import GROUPS, MEASURES
from office.reports.period import Period
from office.reports.picturing import picture_of
from office.reports.report import TIMES, Report, checked, time_of
from office.reports.shown import shown
from office.reports.wishes import report_of
from office.reports.words import PHRASES, ReportWords

NEW = "new"  # a report that is not saved: its address tells it
_NOT_IN_NAMES = re.compile(r"[^\w .,()–-]+")


class ReportPages:
    def __init__(self, desk: ManagersDesk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route("/manager/reports", self.start, methods=["GET"]),
            Route("/manager/reports", self.save, methods=["POST"]),
            Route("/manager/reports/{report}.{kind}", self.export),
            Route("/manager/reports/{report}", self.one),
            Route("/manager/reports/{report}/delete", self.delete, methods=["POST"]),
        ]

    async def start(self, request: Request) -> Response:
        return self._page(request, self._desk.words(request), "", None, time_of("this-month", self._desk.today))

    async def one(self, request: Request) -> Response:
        say, identity = self._desk.words(request), request.path_params["report"]
        try:
            report = self._wanted(request, say)
        except ConfigError as error:
            start = time_of("this-month", self._desk.today)
            return self._page(request, say, identity, None, start, mistakes=_plain(error, say))
        period = self._period(request, report)
        answer = await self._desk.ask(Ask(questions=(report.question(period),)))
        return self._page(request, say, identity, report, period, answer=answer)

    async def export(self, request: Request) -> Response:
        say, kind = self._desk.words(request), request.path_params["kind"]
        if kind not in KINDS:
            raise HTTPException(404)
        try:
            report = self._wanted(request, say)
        except ConfigError:
            raise HTTPException(404) from None
        period = self._period(request, report)
        title = self._name(request.path_params["report"], report, say)
        wish = Export(question=report.question(period), title=title, kind=kind, language=say.language)
        answer = await self._desk.ask(wish)
        if answer.error:
            raise HTTPException(503)
        name = _NOT_IN_NAMES.sub(" ", f"{title} {period.since}–{period.until}").strip()
        headers = {
            "content-disposition": f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"
        }
        return Response(answer.file, media_type=KINDS[kind], headers=headers)

    async def save(self, request: Request) -> Response:
        try:
            raw = msgspec.json.decode(await request.body())
            report = checked(raw, "report")
            identity = new_id().lower()
            self._desk.saved.save(identity, report)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return JSONResponse({"mistakes": ["$"]}, 400)
        except ConfigError as error:
            return JSONResponse({"mistakes": _plain(error, self._desk.words(request))}, 400)
        return JSONResponse({"address": f"/manager/reports/{identity}"})

    async def delete(self, request: Request) -> Response:
        if not self._desk.saved.delete(request.path_params["report"]):
            raise HTTPException(404)
        return JSONResponse({"address": "/manager/reports"})

    def _wanted(self, request: Request, say: ReportWords) -> Report:
        identity = request.path_params["report"]
        if identity == NEW:
            return checked(report_of(request.query_params, say("reports.unnamed")), "report")
        found = self._desk.saved.one(identity)
        if found is None:
            raise HTTPException(404)
        return found

    def _period(self, request: Request, report: Report) -> Period:
        """A saved report over other days than its own, where the address has some."""
        asks = "since" in request.query_params or "period" in request.query_params
        return self._desk.period(request) if asks else report.period(self._desk.today)

    def _name(self, identity: str, report: Report, say: ReportWords) -> str:
        shipped = f"standard.{report.name}"
        return say(shipped) if identity == report.name and shipped in PHRASES.keys("uk") else report.name

    def _page(
        self,
        request: Request,
        say: ReportWords,
        identity: str,
        report: Report | None,
        period: Period,
        *,
        answer: Answer | None = None,
        mistakes: list[str] | None = None,
    ) -> Response:
        saved, wrong = self._desk.saved.all()
        table = answer.tables[0] if answer is not None and answer.tables else None
        title = self._name(identity, report, say) if report else ""
        span = f"{say.date('day', str(period.since))} – {say.date('day', str(period.until))}"
        return self._desk.page(
            request,
            "reports",
            say,
            answer,
            tab="reports",
            path=request.url.path,
            saved=saved,
            names={each: self._name(each, one, say) for each, one in saved.items()},
            wrong=[told(each, say.language) for each in wrong],
            chosen=identity,
            own=self._desk.saved.is_own(identity),
            report=report,
            title=title,
            span=span,
            period=period,
            shown=shown(table, title, say) if table else None,
            picture=picture_of(table, title, say) if table else None,
            stamp=table.stamp if table else None,
            address=urlencode(_kept(request, period)),
            mistakes=mistakes or [],
            measures=tuple(MEASURES),
            groups=tuple(GROUPS),
            times=TIMES,
            choices=choices(say),
        )


def _kept(request: Request, period: Period) -> dict[str, Any]:
    """What the address of an export needs: the same report, over the same days whenever it is opened."""
    kept = {key: value for key, value in request.query_params.items() if key not in ("lang", "time", "period", "at")}
    return kept | {"since": str(period.since), "until": str(period.until)}


def _plain(error: ConfigError, say: ReportWords) -> list[str]:
    """The mistakes of what was chosen on the page: there is no file, and things are called as the page calls them."""
    return [said(_named(each.what, say) if isinstance(each, Told) else each, say.language) for each in error.told]


def _named(what: Said, say: ReportWords) -> Said:
    if isinstance(what, str):
        return what
    names = {
        slot: say(f"{slot}.{name}")
        for slot, name in what.slots.items()
        if (slot == "measure" and name in MEASURES) or (slot == "group" and name in GROUPS)
    }
    return replace(what, slots={**what.slots, **names})
