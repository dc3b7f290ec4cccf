"""What if: a past day, played again with one thing changed, as two curves and the difference in waits."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.what_if.asked import Told
from office.reports.desk import ManagersDesk
from office.reports.pictures.curves import Line, curves
from office.reports.pictures.shapes import Picture
from office.reports.wishes import change_of, what_if_of
from office.reports.words import NONE, PHRASES, ReportWords

_FIGURES = ("median", "p90", "longest", "over", "unserved", "served")
_TIMES = ("median", "p90", "longest")


class WhatIfPage:
    def __init__(self, desk: ManagersDesk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [Route("/manager/what-if", self.page)]

    async def page(self, request: Request) -> Response:
        say, wishes = self._desk.words(request), request.query_params
        windows = [(str(window.id), say.key("window", str(window.id))) for window in say.hall.window]
        asked = what_if_of(wishes, str(self._desk.today), windows[0][0])
        told = await self._played({"day": asked.day, "change": change_of(asked)}) if "day" in wishes else None
        trouble = self._trouble(told, say) if told else ""
        whole = told if told and told.changed else None
        return self._desk.page(
            request,
            "what-if",
            say,
            tab="what-if",
            path="/manager/what-if",
            asked=asked,
            windows=windows,
            told=whole,
            tiles=_tiles(whole, say) if whole else (),
            picture=_picture(whole, say) if whole else None,
            heads=(say("what_if.real"), say("what_if.as_it_was"), say("what_if.changed")),
            rows=_rows(whole, say) if whole else (),
            said=trouble,
        )

    async def _played(self, wish: dict[str, Any]) -> Told:
        if self._desk.records is None:
            return Told(error="no-journal")
        return await self._desk.records.play(wish, Told)

    @staticmethod
    def _trouble(told: Told, say: ReportWords) -> str:
        if not told.error:
            return ""
        key = f"trouble.{told.error}"
        return say(key) if key in PHRASES.keys("uk") else say("trouble.not_played", why=told.error)


class Tile(Struct, frozen=True):
    name: str
    value: str
    change: str
    way: str


def _tiles(told: Told, say: ReportWords) -> tuple[Tile, ...]:
    return tuple(_tile(name, told, say) for name in _FIGURES)


def _tile(name: str, told: Told, say: ReportWords) -> Tile:
    before, after = getattr(told.as_it_was, name), getattr(told.changed, name)
    change, way = say("what_if.same"), ""
    if before is not None and after is not None and _said(name, before, say) != _said(name, after, say):
        less = after < before
        change = f"{'▼' if less else '▲'} {say('change.was', value=_said(name, before, say))}"
        way = "better" if less != (name == "served") else "worse"
    return Tile(say(f"what_if.figure.{name}"), _said(name, after, say), change, way)


def _said(name: str, value: float | None, say: ReportWords) -> str:
    if value is None:
        return NONE
    return say.lasting(value) if name in _TIMES else say.whole(value)


def _picture(told: Told, say: ReportWords) -> Picture:
    assert told.as_it_was is not None
    assert told.changed is not None
    lines = [Line(say("what_if.as_it_was"), told.as_it_was.waiting, "second")]
    lines.append(Line(say("what_if.changed"), told.changed.waiting, "main"))
    if told.real is not None:
        lines.append(Line(say("what_if.real"), told.real.waiting, "soft", dashed=True))
    return curves(say("what_if.course"), told.moments, lines)


def _rows(told: Told, say: ReportWords) -> tuple[tuple[str, tuple[str, ...]], ...]:
    courses = (told.real, told.as_it_was, told.changed)
    return tuple(
        (
            say(f"what_if.figure.{name}"),
            tuple(_said(name, getattr(course, name), say) if course else NONE for course in courses),
        )
        for name in _FIGURES
    )
