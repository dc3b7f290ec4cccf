"""A hall's map as values, in metres from the lower left corner of each floor. Pure."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from msgspec import Struct

from broker.contracts.fields import Text

Point = tuple[float, float]

Kind = Literal[
    "reception",
    "dispenser",
    "copies",
    "photo",
    "bank",
    "cash-machine",
    "parcels",
    "water",
    "coffee",
    "children",
    "toilet",
    "lift",
    "stairs",
    "ramp",
    "shelter",
    "self-service",
    "entrance",
    "other",
]


class Floor(Struct, frozen=True, kw_only=True):
    """[[floor]], the lowest first. `width` and `height` in metres."""

    id: str
    name: Text
    width: float
    height: float


class Wall(Struct, frozen=True, kw_only=True):
    """[[wall]]: a line through `points`."""

    floor: str
    points: tuple[Point, ...]


class Room(Struct, frozen=True, kw_only=True):
    """[[room]]: words on the floor, as the name of a zone."""

    floor: str
    at: Point
    name: Text


class MapWindow(Struct, frozen=True, kw_only=True):
    """[[window]]: where the window of the hall file with this number is."""

    id: int
    floor: str
    at: Point


class Spot(Struct, frozen=True, kw_only=True):
    """[[spot]]: something besides windows. `name`: where its kind's own name says too little. `joins`: lifts and stairs
    of the same word on different floors are one.
    """

    kind: Kind
    floor: str
    at: Point
    name: Text = {}
    joins: str = ""


class Here(Struct, frozen=True, kw_only=True):
    """[[here]]: where an appliance stands: «ви тут». Without an appliance of its name the first one counts."""

    floor: str
    at: Point
    appliance: str = ""


class Way(Struct, frozen=True, kw_only=True):
    """[[way]]: where people walk, a line through `points`. Ways that share a point are joined there."""

    floor: str
    points: tuple[Point, ...]


class HallMap(Struct, frozen=True, kw_only=True, dict=True):
    """A whole map, checked."""

    floor: tuple[Floor, ...]
    wall: tuple[Wall, ...] = ()
    room: tuple[Room, ...] = ()
    window: tuple[MapWindow, ...] = ()
    spot: tuple[Spot, ...] = ()
    here: tuple[Here, ...] = ()
    way: tuple[Way, ...] = ()

    @cached_property
    def floors(self) -> dict[str, Floor]:
        return {each.id: each for each in self.floor}

    @cached_property
    def windows(self) -> dict[int, MapWindow]:
        return {each.id: each for each in self.window}

    def here_for(self, appliance: str) -> Here | None:
        """Where the appliance of this name stands."""
        return next((h for h in self.here if h.appliance == appliance), next(iter(self.here), None))
