"""What the four lamps say. Pure.

Each state is another lamp, so that colour is never the only sign; none blinks faster than 2.5 times a second (three are
the most that EN 301 549, 5.1.3.15 and WCAG 2.3.1 allow).
"""

from __future__ import annotations

from typing import Literal

from office.button_box.box import Box

Lamp = Literal["free", "calling", "serving", "offline"]
LAMPS: tuple[Lamp, ...] = ("free", "calling", "serving", "offline")
Light = Literal["dark", "lit", "slow", "fast"]
# Seconds lit and dark of one blink.
BLINKS: dict[Light, tuple[float, float]] = {"slow": (1.0, 1.0), "fast": (0.2, 0.2)}
Lights = dict[Lamp, Light]


def lights(box: Box, at: float) -> Lights:
    """The light of every lamp.

    `offline` lit: the hall is not heard, and a press will not be taken; fast: this press was not taken. The lamp of the
    window's state: lit; slow: the window is paused; fast: what was pressed is under way. A closed window is dark.
    """
    found: Lights = dict.fromkeys(LAMPS, "dark")
    if at < box.refused_until:
        found["offline"] = "fast"
    elif not box.heard or box.state is None:
        found["offline"] = "lit"
    if not box.heard or box.state is None:
        return found  # an old state is no state
    lamp: Lamp | None = None
    match box.state:
        case "free" | "calling" | "serving":
            lamp = box.state
            found[lamp] = "lit"
        case "paused":
            lamp = "free"
            found[lamp] = "slow"
    if box.asked:
        found[lamp or "free"] = "fast"
    return found
