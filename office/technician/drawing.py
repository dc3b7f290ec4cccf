"""The technician's page and its live parts, by the office's own frame and templates of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from office import drawing
from office.standing import Standing
from office.streams import View
from office.technician.face import ASKED_FIRST, Technician
from office.words import Words

_templates = drawing.templates(Path(__file__).parent / "templates")
_templates.globals["asked_first"] = ASKED_FIRST
PARTS = ("totals", "needing", "fine")


def view(seen: Technician, pictures: Mapping[str, int], say: Words, words: Words, also: Mapping[str, str]) -> View:
    """What `static/technician.js` shows. `pictures`: the version of each screen's last picture. `also`: other parts."""
    return {
        "parts": {
            part: _templates.get_template(f"boxes/{part}.html").render(seen=seen, say=say, words=words).strip()
            for part in PARTS
        }
        | {**also},
        "pictures": dict(pictures),
        "trust": seen.trust,
        "warning": seen.warning,
        "notice": seen.notice,
        "title": words("page.title"),
    }


def page(standing: Standing, first: View, say: Words, words: Words, **more: object) -> str:
    """`first`: the view as it is now. `more`: what the areas of the page bring."""
    return _templates.get_template("technician.html").render(
        say=say, words=words, hall=standing.hall, now=standing.now, view=first, path="/technician", **more
    )
