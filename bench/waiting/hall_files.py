"""A profile as a hall file, the same that a technician would write: what the queue-master knows of the hall."""

from __future__ import annotations

import json

from bench.waiting.profiles import KINDS, PRIORITY_RATE, SLOT_MINUTES, Kind, Profile
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile

_KINDS = {kind.id: kind for kind in KINDS}
_LINE_NAMES = {
    "residence": ("Місце проживання", "Residence"),
    "social": ("Соціальна підтримка", "Social support"),
}


def plan(profile: Profile, rate: float = PRIORITY_RATE) -> HallFile:
    return parse(toml(profile, rate), f"{profile.id}.toml")


def toml(profile: Profile, rate: float = PRIORITY_RATE) -> str:
    """The hall file of `profile`, where the wait of the priority classes counts `rate` times."""
    hours = f"Mo-Su {profile.opens:02}:00-{profile.closes:02}:00"
    zones = sorted({desk.zone for desk in profile.desks})
    parts = [
        _HALL.format(id=profile.id, name=profile.name, hours=hours),
        *(_PRIORITY.format(id=each, uk=uk, en=en, rate=float(rate)) for each, uk, en in _CLASSES),
        *(_ZONE.format(zone=zone) for zone in zones),
    ]
    for line, (letter, services) in profile.lines.items():
        kinds = [_KINDS[service] for service in services]
        mean, spread = mixture(profile, services)
        uk, en = _LINE_NAMES.get(line, (kinds[0].uk, kinds[0].en))
        parts.append(_LINE.format(id=line, letter=letter, uk=uk, en=en, minutes=mean, spread=spread))
        parts += [_service(kind, line) for kind in kinds]
    parts.append(_SLOTS.format(minutes=SLOT_MINUTES, capacity=3 + profile.windows // 4))
    number = 0
    for desk in profile.desks:
        for _ in range(desk.count):
            number += 1
            parts.append(_WINDOW.format(number=number, zone=desk.zone, lines=json.dumps(desk.lines)))
    return "\n".join(parts)


def mixture(profile: Profile, services: tuple[str, ...]) -> tuple[float, float]:
    """Mean minutes and coefficient of variation of a line's services together, by how often each is asked for."""
    weights = [profile.shares[service] for service in services]
    kinds = [_KINDS[service] for service in services]
    mean = sum(w * k.minutes for w, k in zip(weights, kinds, strict=True)) / sum(weights)
    square = sum(w * k.minutes**2 * (1 + k.spread**2) for w, k in zip(weights, kinds, strict=True)) / sum(weights)
    return round(mean, 2), round((square / mean**2 - 1) ** 0.5, 3)


def _service(kind: Kind, line: str) -> str:
    booking = _BOOKING if kind.id == "passport" else ""
    return _SERVICE.format(
        id=kind.id, line=line, uk=kind.uk, en=kind.en, minutes=float(kind.minutes), spread=kind.spread, booking=booking
    )


_CLASSES = (
    ("veteran", "Захисники та захисниці", "Defenders"),
    ("disability", "Люди з інвалідністю", "People with disabilities"),
)
PRIORITIES = tuple(each for each, _, _ in _CLASSES)

_HALL = """\
[hall]
id = "{id}"
name = {{ uk = "{name}", en = "{name}" }}
timezone = "Europe/Kyiv"
languages = ["uk", "en"]
working = "{hours}"
reception = "{hours}"

[policy]
priority = "accumulating"
stop_issuing = "by-forecast"
"""
_PRIORITY = """\
[[priority]]
id = "{id}"
rate = {rate}
name = {{ uk = "{uk}", en = "{en}" }}
evidence = {{ uk = "посвідчення", en = "certificate" }}
"""
_ZONE = """\
[[zone]]
id = "hall-{zone}"
name = {{ uk = "Зал {zone}", en = "Hall {zone}" }}
"""
_LINE = """\
[[line]]
id = "{id}"
letter = "{letter}"
name = {{ uk = "{uk}", en = "{en}" }}
minutes = {minutes}
spread = {spread}
"""
_SERVICE = """\
[[service]]
id = "{id}"
line = "{line}"
name = {{ uk = "{uk}", en = "{en}" }}
minutes = {minutes}
spread = {spread}
{booking}"""
_SLOTS = """\
[[slots]]
service = "passport"
minutes = {minutes}
capacity = {capacity}
"""
_BOOKING = 'modes = ["walk-in", "booking"]\n'
_WINDOW = """\
[[window]]
id = {number}
zone = "hall-{zone}"
lines = {lines}
"""
