"""The pages of files, by the office's own frame and templates of this folder and of the hall file's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from broker.content import phrase_areas
from broker.contracts.hall_phrases import changeable
from broker.contracts.phrases import Phrases
from office import drawing
from office.admin.face import OnTrial, Row
from office.admin.files.face import Card, Reader
from office.admin.files.preview import Preview
from office.standing import Standing
from office.streams import View
from office.words import Words

_HERE = Path(__file__).parent
_templates = drawing.templates(_HERE / "templates", _HERE.parent / "templates")


def _view(standing: Standing, say: Words, parts: dict[str, str], running: str, title: str) -> View:
    return {
        "parts": parts,
        "running": running,
        **drawing.head(standing, say, title),
    }


def _part(template: str, **given: Any) -> str:
    return _templates.get_template(template).render(**given).strip()


def list_view(standing: Standing, cards: list[Card], say: Words, words: Words) -> View:
    part = _part("files/cards.html", cards=cards, words=words)
    return _view(standing, say, {"cards": part}, "", words("page.files"))


class Seen(Struct, frozen=True):
    """One document at this moment. `version`: the one that is published."""

    trial: OnTrial | None
    rows: list[Row]
    readers: list[Reader]
    version: str


def view(standing: Standing, seen: Seen, say: Words, words: Words) -> View:
    """What `static/admin.js` shows of one document."""
    trial, rows = seen.trial, seen.rows
    given = {"trial": trial, "rows": rows, "readers": seen.readers, "version": seen.version, "say": say, "words": words}
    parts = {
        "trial": _part("boxes/trial.html", **given),
        "history": _part("boxes/history.html", **given),
        "readers": _part("files/readers.html", **given),
    }
    return _view(standing, say, parts, trial.sha256 if trial else "", words("page.files"))


class Able(Struct, frozen=True):
    """Whether somebody is there who draws a draft, and who says one."""

    draws: bool
    speaks: bool


def preview(name: str, seen: Preview, words: Words, *, draft: str, able: Able) -> str:
    """`draft`: the main text by its content."""
    return _part("files/preview.html", name=name, seen=seen, words=words, draft=draft, able=able)


def shipped(words: Words) -> str:
    """All phrases that a hall may have words of its own for."""
    areas = {
        area: [(key, *(_said(phrases, language, key) for language in ("uk", "en"))) for key in changeable(phrases)]
        for area, phrases in phrase_areas.shipped().items()
    }
    return _part("files/shipped.html", areas=areas, words=words)


def _said(phrases: Phrases, language: str, key: str) -> str:
    return phrases.template(language, key) if key in phrases.keys(language) else ""


def page(template: str, standing: Standing, seen: View, say: Words, words: Words, **more: Any) -> str:
    return _templates.get_template(f"files/{template}.html").render(
        say=say, words=words, hall=standing.hall, now=standing.now, view=seen, **more
    )
