"""Pages and their live parts, drawn by one set of templates: the first view and every later one are the same HTML."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import jinja2

from broker.contracts.hall_file import HallFile
from office.console import Console, console
from office.doors.now_in import now_in
from office.doors.who_may import may
from office.overview import overview
from office.standing import Standing
from office.streams import View
from office.words import Words

HERE = Path(__file__).parent


def templates(*folders: Path) -> jinja2.Environment:
    """Templates of an area of the office, looked for in its own `folders`, then among those that all pages share.

    A page extends "base.html" and gives it `say`, `hall`, `now` and `path`; who is in stands in its head by itself.
    """
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, HERE / "templates", HERE]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["iso"] = datetime.isoformat
    found.globals["signed"], found.globals["may"] = now_in, may
    return found


_templates = templates()


def head(standing: Standing, say: Words, title: str) -> View:
    """What the head of every page shows of the hall, beside the page's own parts. `say`: the office's words."""
    return {
        "trust": standing.trust,
        "warning": standing.warning(say),
        "notice": standing.hall_notice(say),
        "title": title,
    }


CONSOLE_PARTS = ("status", "ticket", "why", "lines", "held", "more", "waiting", "day")
HALL_PARTS = ("help", "totals", "windows", "calls", "lines", "machines")


def window_view(standing: Standing, window: int, say: Words, staff: str | None = None) -> View:
    """What `static/console.js` shows: `parts` are HTML by name, `actions` say which buttons may be pressed."""
    seen = console(standing, window, say, staff)
    return {
        "parts": {part: _part("window", part, seen=seen, say=say) for part in CONSOLE_PARTS},
        "actions": {button.type: [button.enabled, button.likely] for button in seen.buttons}
        | {button.type: [button.enabled, False] for button in seen.more},
        "ahead": [[row.number, row.service] for row in seen.ahead],
        "note": seen.ticket.note if seen.ticket else "",
        "priority": seen.priority,
        "legs": seen.legs,
        "ticket": seen.ticket.number if seen.ticket else "",
        "spoken": seen.spoken,
        "seq": standing.snapshot.seq if standing.snapshot else 0,
        "state": seen.state,
        "title": seen.title,
        "trust": seen.trust,
        "warning": seen.warning,
        "notice": seen.notice,
    }


def window_page(standing: Standing, window: int, say: Words, staff: str | None = None) -> str:
    seen: Console = console(standing, window, say, staff)
    hall: HallFile = standing.hall
    return _templates.get_template("window.html").render(
        say=say,
        seen=seen,
        hall=hall,
        now=standing.now,
        view=window_view(standing, window, say, staff),
        path=f"/window/{window}",
    )


def hall_view(standing: Standing, pictures: dict[str, int], say: Words) -> View:
    """What `static/hall.js` shows. `pictures`: the number of the latest picture of each screen."""
    seen = overview(standing, say)
    return {
        "parts": {part: _part("hall", part, seen=seen, say=say) for part in HALL_PARTS},
        "screens": [[name, pictures.get(name, 0), f"{role} · {name}"] for name, role in seen.screens],
        "trust": seen.trust,
        "warning": seen.warning,
        "notice": seen.notice,
        "title": f"{say('hall.title')} · {seen.name}",
    }


def hall_page(standing: Standing, say: Words) -> str:
    return _templates.get_template("hall.html").render(
        say=say, hall=standing.hall, now=standing.now, view=hall_view(standing, {}, say), path="/"
    )


def error_page(message: str, hall: HallFile, now: datetime, say: Words) -> str:
    return _templates.get_template("error.html").render(say=say, hall=hall, now=now, message=message, path="/")


def page(template: str, **seen: object) -> str:
    """Any page: `template` is a path below the office's folder, as "doors/templates/sign_in.html"."""
    return _templates.get_template(template).render(**seen)


def _part(page: str, part: str, **seen: object) -> str:
    return _templates.get_template(f"{page}/{part}.html").render(**seen).strip()
