"""The page of the backup, by the office's own frame and templates of this folder."""

from __future__ import annotations

from pathlib import Path

from office import drawing
from office.standing import Standing
from office.streams import View
from office.technician.backup.face import Backup
from office.words import Words

_templates = drawing.templates(Path(__file__).parent / "templates")
PARTS = ("stands", "word")


def view(standing: Standing, seen: Backup, say: Words, words: Words) -> View:
    """What `static/backup.js` shows."""
    return {
        "parts": {
            part: _templates.get_template(f"boxes/{part}.html").render(seen=seen, say=say, words=words).strip()
            for part in PARTS
        },
        **drawing.head(standing, say, words("page.title")),
    }


def page(standing: Standing, seen: Backup, say: Words, words: Words) -> str:
    return _templates.get_template("backup.html").render(
        say=say,
        words=words,
        hall=standing.hall,
        now=standing.now,
        view=view(standing, seen, say, words),
        path="/technician/backup",
    )
