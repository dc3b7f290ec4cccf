"""The moves from which everything in the service menu is made. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.service_menu.inputs import Effect, Run
from kiosk.service_menu.items import DEEDS
from kiosk.service_menu.state import Spot, State, Working
from kiosk.touch.reader import given_time

Step = tuple[State, tuple[Effect, ...]]


def at_place(state: State, place: Spot, at: float) -> State:
    """Something new is to be read, and reading takes time."""
    return given_time(replace(state, place=place), at)


def do(state: State, item: str, deed: str, at: float) -> Step:
    """Have a check done, in the technician's name."""
    run = state.run + 1
    working = Working(item, deed, run, at + DEEDS[deed].patience)
    return at_place(replace(state, run=run), working, at), (Run(run, deed, state.who, state.sheet),)
