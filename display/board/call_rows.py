"""The rows of calls on a board: each call keeps its own while it has a place, and a row that is free waits for the next.

To make one takes longer than all else that a call changes on the screen, so they are made ahead, when nothing is to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kivy.uix.widget import Widget
from msgspec import Struct
from msgspec.structs import replace

from display.board.call_row import parts
from display.board.strips import CallStrip
from display.board.view import CallRow
from display.look.box import Box
from display.look.fit_label import common_size
from display.look.palette import Palette

MOST_AHEAD = 4 * 2**20  # bytes of letters that may not be wanted after all; half a MB a number on a screen of 1080p


class Rooms(Struct, frozen=True):
    """Where rows stand, from the top down. `zones`: calls tell theirs; `desk`: the word for a window, in a row."""

    boxes: tuple[Box, ...]
    two_lines: bool
    zones: bool
    desk: str


class CallRows:
    """Of one board, into which they are put."""

    def __init__(self, board: Widget, look: Palette) -> None:
        self._board, self._look = board, look
        self._shown: dict[tuple[str, str], CallStrip] = {}
        self._spare: list[CallStrip] = []
        self._now: tuple[Sequence[CallRow], Rooms] = (), Rooms((), two_lines=False, zones=False, desk="")
        self._understudy: CallStrip | None = None

    def show(self, calls: Sequence[CallRow], rooms: Rooms) -> None:
        """These, of which each has a room."""
        self._now = calls, rooms
        keys = {row.key for row in calls}
        free = [self._shown.pop(key) for key in list(self._shown) if key not in keys]
        zone_size = _zone_size(calls, rooms)
        for row, box in zip(calls, rooms.boxes, strict=False):
            strip = self._shown.get(row.key)
            if strip is None:
                strip = self._shown[row.key] = free.pop() if free else self._put_in()
                strip.flash = False
            _dress(strip, row, box, rooms, zone_size)
        for strip in free:
            self._board.remove_widget(strip)
        self._spare += free

    def flash(self, keys: frozenset[tuple[str, str]]) -> None:
        for key, strip in self._shown.items():
            strip.flash = key in keys

    def make_ahead(self, examples: Sequence[CallRow], rooms: Rooms) -> bool:
        """One row more, as a call like these will stand in it. False when there is one for each room.

        It is dressed for the second place and then for the first: whoever was the newest goes there, in smaller
        letters, with the same frame in which the next one comes.
        """
        made = len(self._shown) + len(self._spare)
        if made >= len(rooms.boxes):
            return False
        strip, row = CallStrip(look=self._look), examples[made % len(examples)]
        zone_size = _zone_size(examples, rooms)
        for box in reversed(rooms.boxes[:2]):
            _dress(strip, row, box, rooms, zone_size)
            strip.make_ahead()
        self._spare.append(strip)
        return True

    def rehearse(self, numbers: Sequence[str]) -> Iterator[None]:
        """The letters of the next call, if it is one of `numbers`, a piece at a time: the newest goes to the second place then."""
        calls, rooms = self._now
        if not calls:
            return
        strip = self._understudy = self._understudy or CallStrip(look=self._look)
        zone_size, made = _zone_size(calls, rooms), 0
        coming = (replace(calls[0], number=number) for number in numbers)
        for row, box in [*zip(calls[:1], rooms.boxes[1:], strict=False), *((row, rooms.boxes[0]) for row in coming)]:
            _dress(strip, row, box, rooms, zone_size)
            made += strip.make_ahead()
            yield
            if made > MOST_AHEAD:
                return

    def _put_in(self) -> CallStrip:
        strip = self._spare.pop() if self._spare else CallStrip(look=self._look)
        self._board.add_widget(strip)
        return strip


def _zone_size(calls: Sequence[CallRow], rooms: Rooms) -> int:
    """The letters of zones' names, the same in all rows."""
    if not calls:
        return 0
    normal = rooms.boxes[-1]
    room = parts(normal.width, normal.height, two_lines=rooms.two_lines, zone=rooms.zones).zone
    biggest = room.height * 0.8 if rooms.two_lines else min(normal.height * 0.45, normal.width * 0.06)
    return common_size([row.zone for row in calls], room[2:], biggest)


def _dress(strip: CallStrip, row: CallRow, box: Box, rooms: Rooms, zone_size: int) -> None:
    strip.lay(box, two_lines=rooms.two_lines, zone=rooms.zones)
    strip.say(
        number=row.number,
        window=row.window,
        desk=rooms.desk,
        zone=row.zone,
        mark=row.mark,
        way=row.way,
        stands_out=row.stands_out,
        zone_size=zone_size,
    )
