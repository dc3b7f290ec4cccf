"""The reception's page and its live parts, by the office's own frame and templates of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from broker.contracts.hall_file import HallFile
from office import drawing
from office.reception.face import Reception
from office.standing import Standing
from office.streams import View
from office.words import Words

PARTS = ("totals", "help", "tickets", "modes", "spoken", "bookings")
NEEDS = ("wheelchair", "low-vision", "hearing", "sign-language", "interpreter", "stroller")
REASONS = ("air-raid", "evacuation", "registers-down", "power")

_templates = drawing.templates(Path(__file__).parent / "templates")


def view(seen: Reception, say: Words, words: Words) -> View:
    """What `static/reception.js` shows. `say`: the office's words, `words`: the reception's own."""
    return {
        "parts": {part: _part(part, seen=seen, say=say, words=words) for part in PARTS},
        "trust": seen.trust,
        "warning": seen.warning,
        "notice": seen.notice,
        "title": words("page.title"),
    }


def page(standing: Standing, seen: Reception, dispensers: Sequence[str], say: Words, words: Words) -> str:
    hall = standing.hall
    return _templates.get_template("reception.html").render(
        say=say,
        words=words,
        hall=hall,
        now=standing.now,
        view=view(seen, say, words),
        path="/reception",
        services=_services(hall, say),
        dispensers=dispensers,
        needs=NEEDS,
        reasons=REASONS,
        surge_lines={s.id: ", ".join(say.of(hall.lines[line].name) for line in s.lines) for s in hall.surge},
    )


def _services(hall: HallFile, say: Words) -> list[dict[str, str]]:
    """All that a ticket can be had for. `find`: its words in every language, its matter and purpose, its numbers."""
    purposes = {purpose.id: purpose for purpose in hall.purpose}
    found = []
    for service in hall.service:
        if "walk-in" not in service.modes:
            continue
        matter, purpose = hall.matters.get(service.matter), purposes.get(service.purpose)
        name = say.of(service.name)
        if purpose:
            name = f"{name} ({say.of(purpose.name)})"
        words = [*service.name.values(), *(matter.name.values() if matter else ()), service.state_id, service.id]
        letter = hall.lines[service.line].letter
        found.append({"id": service.id, "letter": letter, "name": name, "find": " ".join(words).lower()})
    for package in hall.package:
        name, first = say.of(package.name), hall.services[package.legs[0]]
        find = " ".join([*package.name.values(), package.id]).lower()
        found.append({"id": package.id, "letter": hall.lines[first.line].letter, "name": name, "find": find})
    return found


def _part(part: str, **seen: Any) -> str:
    return _templates.get_template(f"desk/{part}.html").render(**seen).strip()
