"""What can switch a screen, and a screen of paper: for the demo, and for tests."""

from __future__ import annotations

from typing import Literal, Protocol

Observed = Literal["on", "off", "unknown"]


class Switch(Protocol):
    """Best effort: what a screen makes of it is looked at and told, not believed. Both may take seconds."""

    @property
    def name(self) -> str: ...

    def switch(self, *, on: bool) -> None: ...

    def observe(self) -> Observed: ...


class PaperScreen:
    """Remembers what was wished of it. `obeys` False: it stays as somebody left it with a remote control."""

    name = "paper"

    def __init__(self, state: Observed = "on", *, obeys: bool = True) -> None:
        self.state, self.obeys = state, obeys
        self.wishes: list[bool] = []

    def switch(self, *, on: bool) -> None:
        self.wishes.append(on)
        if self.obeys:
            self.state = "on" if on else "off"

    def observe(self) -> Observed:
        return self.state


def together(seen: dict[str, Observed]) -> Observed:
    """What all that was seen amounts to: a screen that one way says is off shows nothing, whatever the others say."""
    if "off" in seen.values():
        return "off"
    return "on" if "on" in seen.values() else "unknown"
