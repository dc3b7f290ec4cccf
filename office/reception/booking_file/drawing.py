"""The page of booking files, by the office's own frame and templates of this folder."""

from __future__ import annotations

from pathlib import Path

from office import drawing
from office.reception.booking_file.face import bookable
from office.reception.booking_file.wishes import AT_ONCE, MOST_BYTES
from office.standing import Standing
from office.streams import View
from office.words import Words

_templates = drawing.templates(Path(__file__).parent / "templates")


def view(standing: Standing, say: Words, words: Words) -> View:
    """What `static/booking_file.js` hears: the page itself changes by what is done on it alone."""
    return {"parts": {}, **drawing.head(standing, say, words("page.title"))}


def page(standing: Standing, say: Words, words: Words) -> str:
    return _templates.get_template("booking_file.html").render(
        say=say,
        words=words,
        hall=standing.hall,
        now=standing.now,
        view=view(standing, say, words),
        services=bookable(standing.hall, words),
        most=MOST_BYTES,
        at_once=AT_ONCE,
        path="/reception/bookings",
    )
