"""Tells the hall what is on the screen: at once after a frame that shows something else, and again, with the picture's
checksum, when it is still.

Reading the picture costs as much as a frame, so it is not read at every minute's clock, and never before a call is seen.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime

import msgspec
from kivy.clock import Clock

from broker.contracts.shown import Shown
from display.look.drawn import Essence, told_apart
from display.look.picture import screenshot

STILL = 1.0  # seconds without a change after which the picture is read


class Confirming:
    """`frame` is to be called after each flip, in the screen's thread. `shown`: what that frame has; `moving`: it blinks."""

    def __init__(
        self,
        shown: Callable[[], Shown | None],
        moving: Callable[[], bool],
        tell: Callable[[Shown], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._shown, self._moving, self._tell, self._clock = shown, moving, tell, clock
        self._told: Essence | None = None
        self._read_soon = Clock.create_trigger(self._read, STILL)

    def frame(self) -> None:
        shown = self._shown()
        if shown is None or told_apart(shown) == self._told:
            return
        self._told = told_apart(shown)
        self._tell(shown)
        self._read_soon.cancel()
        self._read_soon()

    def _read(self, _: float) -> None:
        if self._moving():
            self._read_soon()
            return
        shown = self._shown()
        if shown is None:
            return
        picture = screenshot()
        blank = len(picture.getcolors(2) or (1, 2)) == 1
        pixels = f"{zlib.crc32(picture.tobytes()):08x}"
        self._tell(msgspec.structs.replace(shown, at=self._clock(), pixels=pixels, blank=blank))
