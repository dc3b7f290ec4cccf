"""What is done when a screen was plugged in, or is there again: its mode, the window as large as it, the wish for its light,
the picture. For screens that are looked at and for those that are touched.
"""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.window import Window

from display.look import bare_screen
from display.look.whole_screen import fill
from display.power import connectors
from display.power.connectors import Connector
from display.power.hotplug import Hotplug
from display.power.keeper import Keeper
from display.power.programs import said


class Replugged:
    """`told`: what is plugged in, in the thread that hears of plugs. `fills`: the window is as large as the screen; else
    it has a size of its own. A screen that came before anybody listened is found when this is made.
    """

    def __init__(
        self, keeper: Keeper, told: Callable[[tuple[Connector, ...]], None] = lambda _found: None, *, fills: bool
    ) -> None:
        self._keeper, self._told, self._fills = keeper, told, fills
        self._hotplug = Hotplug(self._plugged, begun=self._look)

    def stop(self) -> None:
        self._hotplug.stop()

    def _plugged(self) -> None:
        if self._look():
            self._keeper.again()

    def _look(self) -> bool:
        """Whether there is a screen. One that was away has lost its mode, and its wish."""
        found = connectors.read()
        self._told(found)
        if connectors.unplugged(found):
            return False
        if self._fills and bare_screen.size():  # a desktop sees to its own screens
            said("xrandr", "--auto")
        Clock.schedule_once(self._draw_again)
        return True

    def _draw_again(self, _: float) -> None:
        if self._fills:
            fill()
        Window.canvas.ask_update()
