"""How the touch screen looks at this moment: kv files read `look.palette`, `look.mm`, `look.text`, `look.wide`.

All of it may change while a visitor stands there, and everything on the screen follows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakMethod

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from display.look import palette
from kiosk.touch import sizes

SCREEN_BOTTOM = 750.0  # mm; of a standing 21.5" panel whose top is at 1226


Followers = dict[WeakMethod[Callable[[], None]], None]  # in the order in which they came


def _leave(followers: Followers, gone: WeakMethod[Callable[[], None]]) -> None:
    followers.pop(gone, None)


class Look(EventDispatcher):
    """`mm`: pixels of a millimetre, on a tablet of three quarters of one, because it is read from nearer. `finger`:
    pixels of the least target: as many millimetres on every panel, for a finger is as thick there. `text`: how much
    bigger letters are than usual. `wide`: the panel lies. `small`: it is a tablet. `low`: everything that can be touched
    stands in the lowest `room` pixels, of which the reading bar takes `bar`. `least`: no words are smaller than this
    many pixels. `focus`: the face of the button that the keys of the pad are at.
    """

    palette = ObjectProperty(palette.LIGHT, rebind=True)
    mm = NumericProperty(4.0)
    finger = NumericProperty(80.0)
    text = NumericProperty(1.0)
    wide = BooleanProperty(False)
    small = BooleanProperty(False)
    low = BooleanProperty(False)
    focus = ObjectProperty(None, allownone=True)
    room = NumericProperty(1920.0)
    bar = NumericProperty(0.0)
    least = NumericProperty(20.0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._followers: dict[str, Followers] = {}

    def follow(self, call: Callable[[], None], *names: str) -> None:
        """Call this method of a widget whenever one of these properties changes, as long as the widget lives.

        Kivy's own weak bindings stay in its list until the property changes, and each new one is compared with all of
        them: a dispenser that nobody switches to another contrast would remember every button of the week.
        """
        for name in names:
            if name not in self._followers:
                self._followers[name] = {}
                self.fbind(name, partial(self._tell, name))
            self._followers[name][WeakMethod(call, partial(_leave, self._followers[name]))] = None

    def _tell(self, name: str, *_: object) -> None:
        for follower in tuple(self._followers[name]):
            call = follower()
            if call is not None:
                call()

    def fit(self, width: int, height: int, panel_inches: float, screen_bottom: float = SCREEN_BOTTOM) -> None:
        """Measure a window of so many pixels on a panel of this diagonal, whose lower edge is so high above the floor."""
        real = sizes.px_per_mm(width, height, panel_inches)
        self.mm, self.finger = real * sizes.nearness(panel_inches), real * sizes.TARGET
        self.wide = width > height
        self.small = panel_inches < sizes.SMALL_PANEL
        self._set_least()
        self.room = sizes.low_room(screen_bottom, width / self.mm, height / self.mm) * self.mm

    def read(self, *, large: bool, contrast: bool, low: bool = False) -> None:
        """The visitor's way of reading."""
        self.text = sizes.LARGE if large else 1.0
        self.low = low
        self._set_least()
        self.palette = palette.HIGH_CONTRAST if contrast else palette.LIGHT

    @property
    def short(self) -> bool:
        """The panel is a tablet that lies: so low that rows of targets must be few."""
        return bool(self.wide and self.small)

    def _set_least(self) -> None:
        self.least = self.mm * (sizes.LEAST_LETTERS if self.text == 1 else sizes.LARGE_LETTERS)


look = Look()
