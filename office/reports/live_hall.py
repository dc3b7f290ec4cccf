"""The hall at this moment, held against its limits: who waits too long, who is served too long, where nobody serves. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from office.reports.limits import Limit, limits_of
from office.reports.words import NONE, ReportWords
from office.standing import Standing

_NOTHING = timedelta(0)


class Alarm(Struct, frozen=True, kw_only=True):
    """`grave`: now, not soon. `since`: for how long, as a page counts it up; None where that says nothing."""

    code: str
    words: str
    grave: bool
    since: datetime | None = None


class LineNow(Struct, frozen=True, kw_only=True):
    """`part`: how far the longest wait is towards the limit, in hundredths, 100 at most."""

    letter: str
    name: str
    waiting: int
    longest: datetime | None
    part: int
    over: int
    expected: str
    windows: int
    open: bool


class WindowNow(Struct, frozen=True, kw_only=True):
    id: int
    state: str
    label: str
    ticket: str
    since: datetime | None
    late: bool
    operator: str


class LiveHall(Struct, frozen=True, kw_only=True):
    waiting: int
    longest: datetime | None
    over: int
    working: int
    windows_all: int
    served: int
    alarms: tuple[Alarm, ...]
    lines: tuple[LineNow, ...]
    windows: tuple[WindowNow, ...]


def live_hall(standing: Standing, say: ReportWords) -> LiveHall:
    limits = {limit.line: limit for limit in limits_of(standing.hall)}
    lines = tuple(_line(standing, limit, say) for limit in limits.values())
    windows = tuple(_window(standing, window.id, limits, say) for window in standing.hall.window)
    since = [line.longest for line in lines if line.longest is not None]
    return LiveHall(
        waiting=sum(line.waiting for line in lines),
        longest=min(since, default=None),
        over=sum(line.over for line in lines),
        working=sum(window.state not in ("closed", "paused") for window in windows),
        windows_all=len(windows),
        served=sum(standing.desk.served.values()),
        alarms=tuple(_alarms(standing, lines, windows, limits, say)),
        lines=lines,
        windows=windows,
    )


def _line(standing: Standing, limit: Limit, say: ReportWords) -> LineNow:
    line, state = standing.hall.lines[limit.line], standing.line(limit.line)
    cards = standing.desk.waiting(limit.line)
    since = [card.since for card in cards]
    longest = min(since, default=None)
    lasts = max(_NOTHING, standing.now - longest) if longest else _NOTHING
    expected = NONE
    if state and state.estimate:
        expected = say("expected", earliest=say.clock(state.estimate.earliest), latest=say.clock(state.estimate.latest))
    return LineNow(
        letter=line.letter,
        name=say.of(line.name),
        waiting=len(cards),
        longest=longest,
        part=min(100, round(100 * (lasts / limit.wait))),
        over=sum(standing.now - moment > limit.wait for moment in since),
        expected=expected,
        windows=_serving(standing, limit.line),
        open=bool(state and state.open),
    )


def _serving(standing: Standing, line: str) -> int:
    views = [standing.window(window.id) for window in standing.hall.window]
    return sum(view.state not in ("closed", "paused") and line in view.lines for view in views)


def _window(standing: Standing, window: int, limits: dict[str, Limit], say: ReportWords) -> WindowNow:
    view, card = standing.window(window), standing.desk.current(window)
    limit = limits.get(card.line) if card else None
    late = (
        view.state == "serving"
        and view.since is not None
        and limit is not None
        and standing.now - view.since > limit.service
    )
    return WindowNow(
        id=window,
        state=view.state,
        label=say(f"state.window.{view.state}"),
        ticket=view.ticket or "",
        since=view.since if view.state != "closed" else None,
        late=late,
        operator=standing.desk.operators.get(window, ""),
    )


def _alarms(
    standing: Standing,
    lines: tuple[LineNow, ...],
    windows: tuple[WindowNow, ...],
    limits: dict[str, Limit],
    say: ReportWords,
) -> Iterator[Alarm]:
    """The gravest first: nobody serves those who wait, waits over the limit, services over the limit, soon over it."""
    for line in lines:
        if line.waiting and not line.windows:
            words = say("alarm.no-window", line=line.name, waiting=line.waiting)
            yield Alarm(code="no-window", words=words, grave=True, since=line.longest)
    for line, limit in zip(lines, limits.values(), strict=True):
        if line.over and line.windows:
            words = say("alarm.wait", line=line.name, over=line.over, limit=say.lasting(limit.wait.total_seconds()))
            yield Alarm(code="wait", words=words, grave=True, since=line.longest)
    for window in windows:
        if window.late:
            card = standing.desk.current(window.id)
            limit_of = limits[card.line].service if card else _NOTHING
            words = say(
                "alarm.service", window=window.id, ticket=window.ticket, limit=say.lasting(limit_of.total_seconds())
            )
            yield Alarm(code="service", words=words, grave=False, since=window.since)
    for line in lines:
        if not line.over and line.part >= 80:  # noqa: PLR2004 - hundredths: soon
            yield Alarm(code="soon", words=say("alarm.soon", line=line.name), grave=False, since=line.longest)
