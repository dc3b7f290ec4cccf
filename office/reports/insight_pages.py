"""Ratings that say no more than can be told, and checks of what should be looked into."""

from __future__ import annotations

from datetime import datetime
from math import inf
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from office.reports import ratings as rating
from office.reports.asking import Ask, Look
from office.reports.checks import CHECKS, MOST_ROWS, Check
from office.reports.desk import ManagersDesk
from office.reports.pictures.ranges import RangeRow, ranges, room
from office.reports.pictures.scale import Scale, scale
from office.reports.pictures.shapes import Picture
from office.reports.question import Question
from office.reports.shown import Shown
from office.reports.words import NONE, ReportWords

_MOMENTS = ("called", "started", "finished", "at")
_SPANS = ("wait", "walk", "service_time")
_MOST = 16


class InsightPages:
    def __init__(self, desk: ManagersDesk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [Route("/manager/ratings", self.ratings), Route("/manager/checks", self.checks)]

    async def ratings(self, request: Request) -> Response:
        say, period = self._desk.words(request), self._desk.period(request)
        measures, groups = rating.ASKED
        question = Question(measures=measures, groups=groups, since=str(period.since), until=str(period.until))
        answer = await self._desk.ask(Ask(questions=(question,)))
        seen = rating.ratings(answer.tables[0], say.hall.limits.answers) if answer.tables else None
        rated = seen.rated if seen else ()
        return self._desk.page(
            request,
            "ratings",
            say,
            answer,
            tab="ratings",
            path="/manager/ratings",
            period=period,
            seen=seen,
            mean=say.percent(seen.mean) if seen and seen.mean is not None else NONE,
            alike=bool(seen and rated and seen.prior == inf),
            picture=_rating_picture(seen, say) if seen and rated else None,
            shown=_rating_table(rated, say),
        )

    async def checks(self, request: Request) -> Response:
        say, period = self._desk.words(request), self._desk.period(request)
        check = CHECKS.get(request.query_params.get("check", ""), CHECKS["out-of-turn"])
        shortest = say.hall.limits.shortest_service
        answer = await self._desk.ask(
            Look(
                check=check.id,
                since=str(period.since),
                until=str(period.until),
                shortest=round(shortest.total_seconds() * 1000),
            )
        )
        return self._desk.page(
            request,
            "checks",
            say,
            answer,
            tab="checks",
            path="/manager/checks",
            period=period,
            check=check.id,
            checks=tuple(CHECKS),
            found=answer.found,
            shortest=say.lasting(shortest.total_seconds()),
            rows=_rows(check, answer.rows, say),
            by_operator=_operators(check, answer.operators, say) if answer.operators else None,
            picture=_operator_picture(check, answer.operators, say),
        )


def _rating_picture(seen: rating.Ratings, say: ReportWords) -> Picture:
    return ranges(
        say("ratings.title"),
        [
            RangeRow(
                name=one.operator,
                value=one.drawn,
                low=one.low,
                high=one.high,
                said=say.percent(one.drawn),
                tip=f"{one.operator}: {say.percent(one.drawn)} · {say.count('few', one.answers)}",
            )
            for one in seen.rated
        ],
        Scale(1.0, 0.25, room(1180.0, 200.0)),
        say.percent,
        width=1180.0,
        left=200.0,
        mark=seen.mean,
        mark_name=say("ratings.mean"),
    )


def _rating_table(rated: tuple[rating.Rating, ...], say: ReportWords) -> Shown:
    heads = ("group.operator", "ratings.drawn", "ratings.bounds", "ratings.adjusted", "ratings.raw", "measure.answers")
    return Shown(
        caption=say("ratings.table"),
        heads=tuple(say(head) for head in heads),
        names=1,
        rows=tuple(
            (
                one.operator,
                say.percent(one.drawn),
                f"{one.low * 100:.0f}–{one.high * 100:.0f} %",
                say.percent(one.adjusted),
                say.percent(one.raw),
                str(one.answers),
            )
            for one in rated
        ),
    )


def _rows(check: Check, rows: tuple[tuple[Any, ...], ...], say: ReportWords) -> Shown:
    caption = say("checks.newest", most=MOST_ROWS) if len(rows) == MOST_ROWS else say("checks.rows")
    return Shown(
        caption=caption,
        heads=(say("group.day"), *(say(f"column.{column}") for column in check.columns)),
        names=1 + len(check.columns),
        rows=tuple(
            (say.date("day", row[0]), *(_cell(c, v, say) for c, v in zip(check.columns, row[1:], strict=True)))
            for row in rows
        ),
    )


def _cell(column: str, value: Any, say: ReportWords) -> str:
    if value is None:
        return NONE
    if column in _MOMENTS:
        return datetime.fromtimestamp(value / 1000, say.hall.timezone).strftime("%H:%M:%S")
    if column in _SPANS:
        return say.lasting(value / 1000)
    if column in ("service", "priority", "outcome", "window"):
        return say.key(column, str(value))
    return str(value)


def _operators(check: Check, operators: tuple[tuple[str | None, int, int], ...], say: ReportWords) -> Shown:
    return Shown(
        caption=say("checks.by_operator"),
        heads=(say("group.operator"), say("checks.found"), say(f"of.{check.id}"), say("checks.share")),
        names=1,
        rows=tuple(
            (say.key("operator", who), str(some), str(of), say.percent(some / of) if of else NONE)
            for who, some, of in operators
        ),
    )


def _operator_picture(
    check: Check, operators: tuple[tuple[str | None, int, int], ...], say: ReportWords
) -> Picture | None:
    some = [(who, n, of) for who, n, of in operators if n][:_MOST]
    if not some:
        return None
    return ranges(
        say(f"check.{check.id}"),
        [RangeRow(name=say.key("operator", who), value=n, said=str(n), ink="warn") for who, n, _ in some],
        scale(max(n for _, n, _ in some), room(580.0, 160.0)),
        lambda tick: f"{tick:g}",
        width=580.0,
        left=160.0,
        bars=True,
    )
