"""The manager's pages, drawn by templates of their own over the office's frame."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup, escape

from office.drawing import head, templates
from office.reports.live_hall import live_hall
from office.reports.pictures.shapes import Picture
from office.reports.pictures.svg import svg
from office.reports.words import ReportWords
from office.standing import Standing
from office.streams import View

_templates = templates(Path(__file__).parent / "templates")


def _svg(picture: Picture) -> Markup:
    """In a box of its own that a narrow screen scrolls sideways, so that the words of a picture can be read there."""
    box = f'<div class="m-scroll" tabindex="0" role="group" aria-label="{escape(picture.title)}">{svg(picture)}</div>'
    return Markup(box)  # noqa: S704 - our own shapes; their words are escaped


_templates.filters["svg"] = _svg

TABS = ("live", "analytics", "reports", "ratings", "checks", "what-if")
_PARTS = ("tiles", "alarms", "lines", "windows")


def page(name: str, standing: Standing, say: ReportWords, **seen: object) -> str:
    """A whole page. `tab`: which of the manager's pages it is."""
    shared = {"hall": standing.hall, "now": standing.now, "say": say, "tabs": TABS}
    return _templates.get_template(f"manager/{name}.html").render(**shared, **seen)


def live_view(standing: Standing, say: ReportWords) -> View:
    """What `static/manager-live.js` shows."""
    seen = live_hall(standing, say)
    parts = {
        part: _templates.get_template(f"manager/live/{part}.html").render(seen=seen, say=say).strip() for part in _PARTS
    }
    return {
        "parts": parts,
        **head(standing, say.office, f"{say('tab.live')} · {say.of(standing.hall.hall.name)}"),
    }
