"""The page of the hall file, by the office's own frame and templates of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from office import drawing
from office.admin.face import OnTrial, Row
from office.standing import Standing
from office.streams import View
from office.words import Words

_templates = drawing.templates(Path(__file__).parent / "templates")


def view(standing: Standing, trial: OnTrial | None, rows: list[Row], say: Words, words: Words) -> View:
    """What `static/admin.js` shows."""

    def part(name: str) -> str:
        return (
            _templates.get_template(f"boxes/{name}.html").render(trial=trial, rows=rows, say=say, words=words).strip()
        )

    return {
        "parts": {"trial": part("trial"), "history": part("history")},
        "running": trial.sha256 if trial else "",
        **drawing.head(standing, say, words("page.title")),
    }


def page(standing: Standing, seen: View, say: Words, words: Words, **more: Any) -> str:
    return _templates.get_template("admin.html").render(
        say=say,
        words=words,
        hall=standing.hall,
        now=standing.now,
        view=seen,
        path="/admin",
        up="/",
        up_words=say("page.to_hall"),
        download="/admin/hall.toml",
        **more,
    )
