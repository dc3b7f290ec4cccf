"""Frames onto the screen, touches off it. Nothing is decided here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from display.look.fit_label import FitLabel
from kiosk.touch.frame import Frame
from kiosk.touch.held_corner import HeldCorner
from kiosk.touch.look import look
from kiosk.touch.presses import StartAloud, StopAloud
from kiosk.touch.pressing import Pressing
from kiosk.touch.reading_bar import ReadingBar
from kiosk.touch.screens import Screens, screen_of
from kiosk.touch.sight import Sight, Spot, Spots, alike, under

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class HallBar(BoxLayout):
    """The strip with the hall's name."""

    hall = StringProperty("")


class Badge(FitLabel):
    """What `identify` shows."""


class Foot(BoxLayout):
    """The reading bar, and the corner beside it."""


class Above(Widget):
    """In low mode, what keeps a screen's buttons within reach: it takes the room above it. Else it is not there.

    A screen that keeps its buttons low by itself (`look.room`, `look.bar`) says `low_ready = True` and has all its height.
    """

    lowers = BooleanProperty(False)


class Night(Widget):
    """Black over everything. No touch reaches what is below it."""

    def on_touch_down(self, _touch: Any) -> bool:
        return True


class _Beside:
    """A touch that no button holds. `meant`: what it is to be taken for all the same."""

    def __init__(self, meant: Any = None) -> None:
        self.meant = meant


class Panel(FloatLayout):
    """The whole screen of a touch appliance, whose faces are drawn by `screens`.

    `touched` hears each press, and None for a touch beside all buttons; `steady` tells it whether what is pressed had
    stood there when the finger set out. `finger` hears when one comes (True) and when all that it did is told (False).
    `dark`: it shows nothing.
    """

    dark = BooleanProperty(defaultvalue=False)

    def __init__(
        self,
        screens: Screens,
        touched: Callable[[Any], None],
        finger: Callable[[bool], None] = lambda _down: None,
        *,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._screens, self._touched, self._finger, self._clock = screens, touched, finger, clock
        self.steady = False
        self._sight = Sight()
        self._shown: Frame[Any] | None = None
        self._night = Night()
        self._question: Widget | None = None
        self._cover: Widget | None = None
        self._whole: Widget | None = None  # a screen over the bars too
        # Screens that stood here in this way of reading, for when their kind of face comes again.
        self._aside: dict[Any, Any] = {}
        self._bar = HallBar()
        self._above = Above()
        self._place = BoxLayout()
        self._reading = ReadingBar(touched)
        column = BoxLayout(orientation="vertical")
        self._corner = HeldCorner(self._held)
        foot = Foot()
        for part in (self._reading, self._corner):
            foot.add_widget(part)
        for part in (self._bar, self._above, self._place, foot):
            column.add_widget(part)
        self.add_widget(column)

    def show(self, frame: Frame[Any]) -> None:
        """Draw what has changed since the last frame. In the screen's own thread."""
        self._sight.changes(self._spots())
        before, self._shown = self._shown, frame
        if before is not None and _ways(before) != _ways(frame):
            self._aside.clear()  # they were made for other letters, or another reach
        if not self.covered:
            _read(frame)
        self._bar.hall, self._corner.words = frame.hall, frame.reading.hold
        if before is None or before.reading != frame.reading:
            self._reading.show(frame.reading)
        if before is None or before.face != frame.face:
            self._draw(frame.face)
        self._above.lowers = look.low and not any(getattr(s, "low_ready", False) for s in self._place.children)
        if before is None or before.question != frame.question:
            self._ask(frame)
        self.dark = frame.dark and self._cover is None

    def fit(self) -> None:
        """The screen has another size: what was made for the one before is made anew."""
        frame, self._shown = self._shown, None
        self._aside.clear()
        self._place.clear_widgets()
        if self._whole is not None:
            self.remove_widget(self._whole)
            self._whole = None
        if frame is not None:
            self.show(frame)

    def drawn(self) -> None:
        """It is before the visitor's eyes as it is now. To be called after each frame."""
        self._sight.drawn(self._clock())

    @property
    def covered(self) -> bool:
        """True while somebody else has the screen, and visitors must get nothing from this one."""
        return self._cover is not None

    def is_covered_by(self, other: Widget | None) -> bool:
        return other is not None and self._cover is other

    def cover(self, other: Widget) -> None:
        """Put `other` over all of this: no touch comes here until `uncover`, and no slide plays below."""
        self.uncover()
        if self._whole is not None:
            self.remove_widget(self._whole)
        self._cover = other
        self.add_widget(other)

    def uncover(self) -> None:
        if self._cover is not None:
            self.remove_widget(self._cover)
            self._cover = None
            self._put_whole()
        if self._shown is not None:
            _read(self._shown)

    def on_dark(self, *_: object) -> None:
        if self.dark:
            self.add_widget(self._night)
        else:
            self.remove_widget(self._night)

    def identify(self, words: str, seconds: float = 10.0) -> None:
        """Say over the whole screen which appliance this is, so that a technician finds it among its like."""
        badge = Badge(words=words)
        self.add_widget(badge)
        Clock.schedule_once(lambda _: self.remove_widget(badge), seconds)

    def _held(self) -> None:
        """The marked corner was held."""
        aloud = self._shown is not None and self._shown.reading.aloud
        self._touched(StopAloud() if aloud else StartAloud())

    def _draw(self, face: Any) -> None:
        """A new screen; or the one that stands there with another face of the same kind, if it has an `update`; or one
        that has stood there and says that it is `kept`: it is given its new face before anybody sees it.
        """
        kind = screen_of(self._screens, type(face))
        kept = getattr(kind, "kept", False)
        for standing in self._place.children:
            if type(standing) is kind and hasattr(standing, "update") and (not kept or kind in self._aside):
                standing.update(face)
                return
        self._place.clear_widgets()
        if self._whole is not None:
            self.remove_widget(self._whole)
            self._whole = None
        screen = self._aside.get(kind)
        if screen is None:
            screen = kind(face, self._touched)
        else:
            screen.update(face)
        if kept:
            self._aside[kind] = screen
        if getattr(kind, "whole", False):
            self._whole = screen
            self._put_whole()
        else:
            self._place.add_widget(screen)

    def _put_whole(self) -> None:
        if self._whole is not None and not self.covered:
            # Below the question and a badge.
            self.add_widget(self._whole, index=len(self.children) - 1)

    def _ask(self, frame: Frame[Any]) -> None:
        if self._question is not None:
            self.remove_widget(self._question)
            self._question = None
        if frame.question is not None and not self.covered:
            from kiosk.touch.still_there import StillThere  # noqa: PLC0415 - nobody is asked in the first frame

            self._question = StillThere(frame.question, self._touched)
            self.add_widget(self._question)

    def on_touch_down(self, touch: Any) -> bool:
        if self._cover is not None:
            self._cover.on_touch_down(touch)
            return True
        self._finger(True)
        now = under(self._spots(), touch.x, touch.y)
        meant = self._sight.meant(touch.x, touch.y, now)
        self.steady = self._sight.steady(touch.x, touch.y, meant, self._clock())
        taken = True
        if alike(meant, now):
            taken = super().on_touch_down(touch)
            touch.ud[self] = None if touch.grab_list else _Beside()
        else:
            # What the finger came down on is not what is seen there: the new screen is still to be drawn.
            touch.ud[self] = _Beside(meant.press if meant else None)
        touch.grab(self)  # after every button: it hears last that the finger leaves
        return taken

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is self:
            return True
        taken: bool = self._cover.on_touch_move(touch) if self._cover else super().on_touch_move(touch)
        return taken or self.covered

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self:
            self._has_left(touch)
            return True
        if self._cover is not None:
            self._cover.on_touch_up(touch)
            return True
        taken: bool = super().on_touch_up(touch)
        return taken

    def _has_left(self, touch: Any) -> None:
        touch.ungrab(self)
        # A button that was pressed holds the touch, and speaks for itself.
        beside = touch.ud.pop(self, None)
        if beside is not None and not self.covered:
            self._touched(beside.meant)
        self.steady = False
        self._finger(False)

    def _spots(self) -> Spots:
        """All buttons as they stand now."""
        if self.dark or self.covered:
            return ()
        return tuple(
            Spot(each.face.label, each.face.press, each.x, each.y, each.right, each.top)
            for each in _buttons(self._question or self)
        )


def _ways(frame: Frame[Any]) -> dict[str, bool]:
    reading = frame.reading
    return {"large": reading.large, "contrast": reading.contrast, "low": reading.low}


def _read(frame: Frame[Any]) -> None:
    look.read(**_ways(frame))


def _buttons(place: Widget) -> Iterator[Any]:
    for child in place.children:
        if isinstance(child, Pressing):
            yield child
        else:
            yield from _buttons(child)
