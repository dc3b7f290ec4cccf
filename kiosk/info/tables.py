"""Hours and contacts as tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.info.faces import Row, TableFace, Tone
from kiosk.info.hours_words import told
from kiosk.info.paging import page_of
from kiosk.info.saying import Saying
from kiosk.info.visit import State

LEAST_ROWS = 2  # where large letters meet low reach


def hours_face(say: Saying, state: State, page: int) -> TableFace:
    """The hall's own hours, then every line and every window with what it does now."""
    rows, here, pages = page_of([*_hall(say), *_lines(say, state), *_windows(say, state)], page, _rows(state))
    return TableFace(say.own("hours.title"), _known(say, state), rows, say.ways(here, pages))


def contacts_face(say: Saying, state: State, page: int) -> TableFace:
    """The hall's address and hot line, and what the catalogue adds."""
    hall = say.content.hall.hall
    rows = [
        Row("", say.own("contacts.address"), "", say.pick(hall.address)),
        Row("", say.own("contacts.hot-line"), "", hall.hot_line),
        *(Row("", say.pick(c.name), say.pick(c.note), say.pick(c.value)) for c in say.content.catalogue.contact),
    ]
    shown, here, pages = page_of([row for row in rows if row.value], page, _rows(state))
    return TableFace(say.own("contacts.title"), "", shown, say.ways(here, pages))


def _rows(state: State) -> int:
    return LEAST_ROWS if state.large and state.low else state.buttons


def _known(say: Saying, state: State) -> str:
    if not state.stale:
        return say.own("hours.fresh")
    if state.heard is None:
        return say.own("hours.unknown")
    return say.own("hours.stale", time=f"{state.heard.astimezone(say.content.hall.timezone):%H:%M}")


def _hall(say: Saying) -> Iterator[Row]:
    days = (*say.own("hours.days").split(), say.own("hours.holidays"))
    hall = say.content.hall.hall
    hours = [("working", hall.working)]
    if hall.reception != hall.working:
        hours.append(("reception", hall.reception))
    for key, written in hours:
        lines = told(written, days, round_the_clock=say.own("hours.round-the-clock"), off=say.own("hours.off"))
        yield Row("", say.own(f"hours.{key}"), "", "; ".join(lines))


def _lines(say: Saying, state: State) -> Iterator[Row]:
    for line in say.content.hall.line:
        windows = say.content.windows_of(line.id)
        value, tone = say.line_state(line.id, state)
        where = f"{say.windows(windows)}, {say.zones(windows)}" if windows else ""
        yield Row(line.letter, say.pick(line.name), where[:1].upper() + where[1:], value, tone)


def _windows(say: Saying, state: State) -> Iterator[Row]:
    hall = say.content.hall
    lines = dict(state.lines)
    for window in hall.window:
        served = [line for line in hall.line if line.id in window.lines or "*" in window.lines]
        names = ", ".join(say.pick(line.name) for line in served)
        closes = [found.closes for line in served if (found := lines.get(line.id)) and found.open and found.closes]
        tone: Tone = "open" if window.id in state.windows else "closed"
        if state.stale:
            value, tone = say.own("hours.state-unknown"), "plain"
        elif tone == "closed":
            value = say.own("hours.receives-not")
        elif closes:
            value = say.own("hours.receives-until", until=say.until(max(closes), state))
        else:
            value = say.own("hours.receives")
        yield Row(str(window.id), say.own("hours.window", number=window.id), names, value, tone)
