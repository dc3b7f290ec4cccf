"""The technician's page and its live parts, by the office's own frame and templates of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import jinja2

from office import drawing
from office.standing import Standing
from office.streams import View
from office.technician.face import Technician
from office.words import Words

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader([Path(__file__).parent / "templates", Path(drawing.__file__).parent / "templates"]),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["iso"] = datetime.isoformat
PARTS = ("totals", "needing", "fine")


def view(seen: Technician, pictures: Mapping[str, int], say: Words, words: Words) -> View:
    """What `static/technician.js` shows. `pictures`: the version of each screen's last picture."""
    return {
        "parts": {
            part: _templates.get_template(f"boxes/{part}.html").render(seen=seen, say=say, words=words).strip()
            for part in PARTS
        },
        "pictures": dict(pictures),
        "trust": seen.trust,
        "warning": seen.warning,
        "notice": seen.notice,
        "title": words("page.title"),
    }


def page(standing: Standing, seen: Technician, say: Words, words: Words) -> str:
    return _templates.get_template("technician.html").render(
        say=say,
        words=words,
        hall=standing.hall,
        now=standing.now,
        view=view(seen, {}, say, words),
        path="/technician",
    )
