"""What a module of lamps shows at a moment, and for how long. Time comes in as an argument."""

from __future__ import annotations

from collections.abc import Callable

from broker.contracts.errors import HardwareError
from broker.contracts.snapshot import Snapshot
from display.window_sign.face import Face
from display.window_sign.layout import Arrow
from display.window_sign.led.dots import DARK, SQUARES, Picture, picture
from display.window_sign.led.module import Module
from display.window_sign.watching import Look, Watching

# A module that was unplugged comes back dark and says nothing: it is told again what to show.
AGAIN = 10.0
IDENTIFIES = 10.0  # seconds
_ARROWS = {"down": "↓", "up": "↑", "left": "←", "right": "→"}

Told = Callable[[HardwareError | None], None]
"""What the module said to a picture; None: nothing is wrong with it."""


def rows_of(look: Look, arrow: Arrow) -> Picture:
    """A call that blinks is its number and the way to it, in turns; where there is no arrow, it is on and off."""
    return picture(_ARROWS.get(arrow, "") * SQUARES if look.other else look.face.short)


class Lamps:
    def __init__(self, watching: Watching, arrow: Arrow, module: Module, told: Told) -> None:
        self._watching, self._arrow, self._module, self._told = watching, arrow, module, told
        self._shown: Picture | None = None
        self.face: Face | None = None  # what was drawn last
        self._at = 0.0
        self._named_until = 0.0

    def identify(self, moment: float) -> None:
        """From the next drawing on it shows that it is meant."""
        self._named_until = moment + IDENTIFIES

    def draw(self, snapshot: Snapshot | None, age: float, moment: float, *, lit: bool = True) -> float:
        """Show what is to be shown at `moment`; nothing unless `lit`, which a technician who looks for it does not mind.
        Returns after how many seconds it wants to again.
        """
        look = self._watching.look(snapshot, age, moment)
        named = self._named_until - moment
        rows = picture("-" * SQUARES) if named > 0 else rows_of(look, self._arrow) if lit else DARK
        self.face = look.face
        if rows != self._shown or moment - self._at >= AGAIN:
            self._show(rows)
            self._at = moment
        waits = [AGAIN - (moment - self._at), look.again, named if named > 0 else None]
        return min(wait for wait in waits if wait is not None)

    def _show(self, rows: Picture) -> None:
        try:
            self._module.show(rows)
        except HardwareError as error:
            self._shown = None
            self._told(error)
        else:
            self._shown = rows
            self._told(None)
