"""How the touch screen looks at this moment: kv files read `look.palette`, `look.mm`, `look.text`, `look.wide`.

All of it may change while a visitor stands there, and everything on the screen follows.
"""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from display.look import palette
from kiosk.touch import sizes


class Look(EventDispatcher):
    """`mm`: pixels of a millimetre. `text`: how much bigger letters are than usual. `wide`: the panel lies."""

    palette = ObjectProperty(palette.LIGHT, rebind=True)
    mm = NumericProperty(4.0)
    text = NumericProperty(1.0)
    wide = BooleanProperty(False)

    def fit(self, width: int, height: int, panel_inches: float) -> None:
        """Measure a window of so many pixels on a panel of this diagonal."""
        self.mm = sizes.px_per_mm(width, height, panel_inches)
        self.wide = width > height

    def read(self, *, large: bool, contrast: bool) -> None:
        """The visitor's way of reading."""
        self.text = sizes.LARGE if large else 1.0
        self.palette = palette.HIGH_CONTRAST if contrast else palette.LIGHT


look = Look()
