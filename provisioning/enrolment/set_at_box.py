"""What a technician has set at a box, in its role's settings: told to the desk, for whoever takes its place one day.

A box that is dead tells nothing; so it tells while it lives. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

# What depends on the things that stand there and stay: the printer on the cable, the screen on the wall, the speaker.
KINDS = (
    "place", "window", "printer", "paper", "roll", "paper_low", "printer_counts", "window_size", "layout", "diagonal",
    "panel", "screen_bottom", "dark_after", "screen_power", "presence", "strike_guard", "headset", "headset_dba", "pins",
    "display", "sign", "theme", "arrow", "survey", "playlist", "volume", "duck", "sound", "voice",
)  # fmt: skip
LONGEST = 200  # letters of one

Value = str | int | float | bool


def of(settings: Mapping[str, Value]) -> dict[str, str | int]:
    """Those of a role's settings, as they travel: each role reads numbers out of text, too."""
    return {name: _told(settings[name]) for name in KINDS if name in settings}


def taken(told: Mapping[str, str | int], before: Mapping[str, str | int]) -> dict[str, str | int]:
    """What the desk keeps of a name, when its box has `told` what is set there. A line that went at the box goes here.

    What nobody can see when it is printed is no setting: the box may be somebody else's by now.
    """
    kept = {name: value for name, value in before.items() if name not in KINDS}
    return {**kept, **{name: value for name, value in told.items() if name in KINDS and _is_told_well(str(value))}}


def _is_told_well(value: str) -> bool:
    return len(value) <= LONGEST and value.isprintable()


def _told(value: Value) -> str | int:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str | int) else str(value)
