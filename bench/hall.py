"""A hall that is wide enough for a flood: many lines, so that no letter runs out of its numbers, and many windows."""

from __future__ import annotations

import json

from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile

ID = "bench-hall"
LETTERS = "АБВГДЖЗКЛМНПРСТУФХЦЧ"
MOST_OF_ALL_LINES = 20  # windows
SERVICES = tuple(f"service-{place}" for place in range(1, len(LETTERS) + 1))


def toml(windows: int = 20, lines: int = len(LETTERS), *, priorities: bool = True) -> str:
    """The hall file: a line and a service a letter, and `windows` windows that serve all, or two lines each if many."""
    return "\n".join(
        (
            _HALL,
            _PRIORITY if priorities else "",
            *(_LINE.format(place=place, letter=letter) for place, letter in enumerate(LETTERS[:lines], 1)),
            *(_WINDOW.format(number=n, lines=_served(n, windows)) for n in range(1, windows + 1)),
        )
    )


def _served(number: int, windows: int) -> str:
    # A window tells in the snapshot what it serves; two hundred that serve all would not fit into one message.
    lines = [f"line-{(number + step) % len(LETTERS) + 1}" for step in (0, 1)] if windows > MOST_OF_ALL_LINES else ["*"]
    return json.dumps(lines)


def plan(windows: int = 20) -> HallFile:
    return parse(toml(windows))


_HALL = """\
[hall]
id = "bench-hall"
name = { uk = "Зала вимірювань", en = "Bench hall" }
timezone = "Europe/Kyiv"
languages = ["uk", "en"]

[policy]
stop_issuing = "at-closing"
no_show_after = "10 min"

[[zone]]
id = "hall-1"
name = { uk = "Зал 1", en = "Hall 1" }
"""
_PRIORITY = """\
[[priority]]
id = "veteran"
rate = 2.5
name = { uk = "Захисники і захисниці", en = "Defenders" }
evidence = { uk = "посвідчення", en = "certificate" }
"""
_LINE = """\
[[line]]
id = "line-{place}"
letter = "{letter}"
name = {{ uk = "Черга {letter}", en = "Line {letter}" }}
minutes = 10.0

[[service]]
id = "service-{place}"
line = "line-{place}"
name = {{ uk = "Послуга {letter}", en = "Service {letter}" }}
"""
_WINDOW = """\
[[window]]
id = {number}
zone = "hall-1"
lines = {lines}
"""
