"""Patterns on a touched screen: the nine points, and the edges. Visitors' touches end nothing and begin nothing meanwhile."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from broker.contracts.phrases import FIRST
from display.look.patterns import TOUCH, Patterns
from kiosk.service_menu.calibration import Place, Screen
from kiosk.service_menu.inputs import Pointed
from kiosk.service_menu.nine_points import face, is_done, somebody_has_it, verdict
from kiosk.touch.look import look

if TYPE_CHECKING:
    from broker.acceptance.taking import Acceptance
    from broker.bus.appliance import Appliance
    from kiosk.touch.keys import Key
    from kiosk.touch.running import Stage

_LOOKS = 1.0  # seconds between two looks whether a visitor has come


class PatternsOnGlass(FloatLayout):
    """What lies over the visitors' screen. A touch that no pattern wants ends it."""

    def __init__(self, over: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._over = over

    def on_touch_down(self, touch: Any) -> bool:
        touch.ud[self] = bool(super().on_touch_down(touch))
        return True

    def on_touch_up(self, touch: Any) -> bool:
        super().on_touch_up(touch)
        if touch.ud.pop(self, None) is False:
            self._over()
        return True


class PatternsFromAfar:
    """Make it before `bus.start()`."""

    def __init__(self, stage: Stage, appliance: Appliance, taken: Acceptance) -> None:
        self._stage = stage
        self._seen: tuple[Place, ...] = ()
        self._glass: Widget | None = None
        self._watch: Any = None
        self._patterns = Patterns(
            appliance,
            taken,
            stage.hall.timezone,
            put=self._put,
            away=self._away,
            busy=self._busy,
            place=stage.settings.place,
        )
        appliance.can(TOUCH, lambda do: self._patterns.begin(do, self._points))
        stage.app.keys.listen(self._typed)

    def _busy(self) -> bool:
        return self._stage.panel.covered or somebody_has_it(self._stage.attendant.state, time.monotonic())

    def _put(self, pattern: Widget) -> None:
        self._glass = PatternsOnGlass(self._patterns.end)
        self._glass.add_widget(pattern)
        self._stage.panel.cover(self._glass)
        self._stage.note("shown", type(pattern).__name__)
        self._watch = Clock.schedule_interval(lambda _: self._look(), _LOOKS)

    def _away(self, _pattern: Widget) -> None:
        self._watch.cancel()
        glass, self._glass = self._glass, None
        if self._stage.panel.is_covered_by(glass):
            self._stage.panel.uncover()
        self._stage.note("shown", "PatternEnded")

    def _look(self) -> None:
        """A visit that begins, or the service menu, ends it."""
        mine = self._stage.panel.is_covered_by(self._glass)
        if not mine or somebody_has_it(self._stage.attendant.state, time.monotonic()):
            self._patterns.end()

    def _points(self) -> Widget:
        self._seen = ()
        return self._next()

    def _next(self) -> Widget:
        from kiosk.service_menu.screens.points import PointsScreen  # noqa: PLC0415 - read when somebody comes

        return PointsScreen(face(self._seen, self._screen, FIRST), self._touched)

    @property
    def _screen(self) -> Screen:
        return Screen(Window.width, Window.height, look.mm)

    def _touched(self, press: Any) -> None:
        if not isinstance(press, Pointed) or self._glass is None:
            return
        self._seen = (*self._seen, press.seen)
        if is_done(self._seen, self._screen):
            found = verdict(self._seen, self._screen)
            self._patterns.end()
            self._patterns.found(found)
            appliance, millimetres = self._patterns.appliance, found.note[FIRST]
            appliance.did_here(TOUCH, self._patterns.by, failed=found.outcome == "fail", message=millimetres)
            return
        self._glass.clear_widgets()
        self._glass.add_widget(self._next())
        self._stage.note("shown", "PointsScreen")

    def _typed(self, _key: Key) -> bool:
        """While a pattern shows, a scanner must not take a ticket for anybody."""
        return self._glass is not None
