"""Which zones are a board's own, and where the others are. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import pick
from broker.contracts.snapshot import CallView, LineState
from display.board.layouts.shape import Layout, Way

MOST_NUMBERS = 2  # more would be too small to be read from where people wait


class ArrowRow(Struct, frozen=True):
    """A zone that is elsewhere, and whom it is calling there."""

    zone: str
    way: Way
    numbers: tuple[str, ...]

    @property
    def told(self) -> str:
        """The newest; of the others how many they are: each is on its own zone's board."""
        more = len(self.numbers) - MOST_NUMBERS
        return "  ".join((*self.numbers[:MOST_NUMBERS], *([f"+{more}"] if more > 0 else [])))


class Zones(Struct, frozen=True):
    """`own`: whose calls are shown; none: all."""

    hall: HallFile
    own: frozenset[str]
    ways: Mapping[str, Way]

    @classmethod
    def of(cls, hall: HallFile, layout: Layout) -> Zones:
        return cls(hall, frozenset(layout.board.zones), {arrow.zone: arrow.points for arrow in layout.arrow})

    @property
    def several(self) -> bool:
        """Whether a call must say its zone, because the board shows more than one."""
        shown = {window.zone for window in self.hall.window}
        return len(shown & self.own if self.own else shown) > 1

    def shows(self, call: CallView) -> bool:
        return not self.own or call.zone in self.own

    def way(self, zone: str) -> Way:
        return self.ways.get(zone, "right")

    def shows_line(self, line: LineState) -> bool:
        """A line is waited for here when a window of these zones serves it."""
        if not self.own:
            return True
        serving = (window.lines for window in self.hall.window if window.zone in self.own)
        return any(line.id in lines or "*" in lines for lines in serving)

    def elsewhere(self, standing_out: tuple[CallView, ...], language: str) -> tuple[ArrowRow, ...]:
        """The zones with an arrow that are not the board's own, each with the calls that stand out there."""
        return tuple(
            ArrowRow(
                zone=pick(self.hall.zones[zone].name, language),
                way=way,
                numbers=tuple(call.number for call in standing_out if call.zone == zone),
            )
            for zone, way in self.ways.items()
            if zone in self.hall.zones and self.own and zone not in self.own
        )
