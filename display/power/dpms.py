"""DPMS: the graphics card stops sending a picture, and most monitors go dark by it. Through X11's `xset`."""

from __future__ import annotations

from display.power.programs import said
from display.power.seam import Observed


class Dpms:
    name = "DPMS"

    def switch(self, *, on: bool) -> None:
        if on:
            said("xset", "dpms", "force", "on")
            # X has timers of its own, after which a board that nobody touches would go dark at noon.
            said("xset", "s", "off", "dpms", "0", "0", "0")
        else:
            said("xset", "dpms", "force", "off")

    def observe(self) -> Observed:
        told = said("xset", "q")
        return "on" if "Monitor is On" in told else "off" if "Monitor is " in told else "unknown"
