"""The hall as everybody may see it: what is open, how many wait, how long, and of when that is. Pure.

No ticket's number and nobody's name is in it: whoever has a number finds it on the board, or on the own telephone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from broker.contracts.fields import Moment, Text
from broker.contracts.hall_file import HallFile
from broker.contracts.snapshot import HallState, LineState, Range, Snapshot
from office.standing import Trust

ADDRESS = "/public/schema.json"
_STEP = 5  # minutes that a told wait is rounded to, outwards


class PublicHall(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: Text
    address: Text = {}
    timezone: str


class PublicNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody must know. `stops`: what it concerns is not called now."""

    code: str
    text: Text
    lines: tuple[str, ...] = ()
    stops: bool = False


class PublicWindows(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are, and how many of them are open (one on a pause is not)."""

    open: int
    all: int


class PublicWait(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes that somebody who came now would wait, in four cases of five: from the one to the other."""

    least: int
    most: int


class PublicLine(msgspec.Struct, frozen=True, kw_only=True):
    """`open`: it gives tickets now; else `why` not, and when it `opens`. `windows`: open ones that serve it."""

    id: str
    letter: str
    name: Text
    open: bool
    waiting: int
    windows: int
    wait: PublicWait | None = None
    why: str | None = None
    opens: Moment | None = None
    closes: Moment | None = None


class PublicState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one hall. `at`: of when it is; `live`: that is now, as far as anybody knows.

    `mode`: normal, air-raid, resuming, registers-down, closing, surge, or another code of the hall's.
    """

    version: Literal[1] = 1
    hall: PublicHall
    at: Moment
    live: bool
    state: HallState | Literal["unknown"]
    mode: str
    until: Moment | None = None
    windows: PublicWindows
    waiting: int
    notices: tuple[PublicNotice, ...] = ()
    lines: tuple[PublicLine, ...] = ()


def public_state(hall: HallFile, snapshot: Snapshot | None, trust: Trust, heard_at: datetime) -> PublicState:
    about = PublicHall(id=hall.hall.id, name=hall.hall.name, address=hall.hall.address, timezone=hall.hall.timezone)
    if snapshot is None:
        return PublicState(
            hall=about,
            at=heard_at,
            live=False,
            state="unknown",
            mode="normal",
            windows=PublicWindows(open=0, all=len(hall.window)),
            waiting=0,
        )
    serving = [window for window in snapshot.windows if window.state not in ("closed", "paused")]
    by_line = {line: sum(line in window.lines for window in serving) for line in hall.lines}
    return PublicState(
        hall=about,
        at=heard_at,
        live=trust in ("ok", "catching-up"),
        state=snapshot.hall,
        mode=snapshot.mode,
        until=snapshot.until,
        windows=PublicWindows(open=len(serving), all=len(hall.window)),
        waiting=sum(line.waiting for line in snapshot.lines),
        notices=tuple(
            PublicNotice(code=each.code, text=each.text, lines=each.lines, stops=each.stops)
            for each in snapshot.notices
        ),
        lines=tuple(
            _line(hall, line, by_line[line.id], snapshot.at) for line in snapshot.lines if line.id in hall.lines
        ),
    )


def _line(hall: HallFile, line: LineState, windows: int, at: datetime) -> PublicLine:
    return PublicLine(
        id=line.id,
        letter=line.letter,
        name=hall.lines[line.id].name,
        open=line.open,
        waiting=line.waiting,
        windows=windows,
        wait=_wait(line.estimate, at) if line.estimate and line.open else None,
        why=line.why,
        opens=line.opens,
        closes=line.closes,
    )


def _wait(estimate: Range, at: datetime) -> PublicWait:
    least = _minutes(estimate.earliest - at) // _STEP * _STEP
    most = -(-_minutes(estimate.latest - at) // _STEP) * _STEP
    return PublicWait(least=least, most=max(most, least + _STEP))


def _minutes(wait: timedelta) -> int:
    return max(0, round(wait.total_seconds() / 60))


def schema() -> dict[str, Any]:
    """The JSON Schema of `PublicState`: what other people's programs may rely on. Fields are added, none is changed."""
    found = msgspec.json.schema(PublicState)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:cherha:public-state:1",
        "title": "The state of a hall for everybody",
        **found,
    }
