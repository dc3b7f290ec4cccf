"""The page of the staff, by the office's own frame and templates of this folder."""

from __future__ import annotations

from pathlib import Path

from office import drawing
from office.doors.person import ROLES
from office.staff.face import Crew
from office.standing import Standing
from office.streams import View
from office.words import Words

PARTS = ("totals", "people", "shut")
_templates = drawing.templates(Path(__file__).parent / "templates")


def view(standing: Standing, seen: Crew, say: Words, words: Words) -> View:
    """What `static/staff.js` shows."""
    return {
        "parts": {
            part: _templates.get_template(f"boxes/{part}.html").render(seen=seen, say=say, words=words).strip()
            for part in PARTS
        },
        **drawing.head(standing, say, words("page.title")),
    }


def address(standing: Standing) -> str:
    """By which the hall's browsers reach the office, as it tells of itself; "" where it has not been heard."""
    abouts = [machine.about for machine in standing.machines.all if machine.about]
    return next(
        (about.hardware for about in abouts if about.role == "office" and about.hardware.startswith("http")), ""
    )


def page(standing: Standing, seen: Crew, say: Words, words: Words) -> str:
    return _templates.get_template("staff.html").render(
        say=say,
        words=words,
        hall=standing.hall,
        now=standing.now,
        view=view(standing, seen, say, words),
        seen=seen,
        roles=ROLES,
        address=address(standing),
        path="/staff",
    )
