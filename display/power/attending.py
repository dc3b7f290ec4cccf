"""The light of a screen that nobody touches: by the hall's calendar and presence, with its cable in and out."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo

from kivy.clock import Clock

from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import now
from broker.bus.settings import Settings
from broker.contracts.status import Do
from display.look.alarm import Alarm
from display.look.source import Source
from display.power import connectors
from display.power.curtain import Curtain
from display.power.keeper import Keeper
from display.power.opening import switches
from display.power.presence import Presence
from display.power.replugged import Replugged
from display.power.reporting import Reporter
from display.power.when import Light

LONGEST = 600.0  # seconds: the wall clock may be set right meanwhile


class ScreenLight:
    """`heard`, from any thread: the hall has news. `dark` is told, in the screen's, whether it is."""

    def __init__(
        self,
        settings: Settings,
        zone: tzinfo,
        appliance: Appliance,
        dark: Callable[[bool], None] = lambda _dark: None,
    ) -> None:
        self._zone, self._curtain, self._dark = zone, Curtain(), dark
        self._source: Source | None = None
        self._moved: float | None = None
        self._lit: bool | None = None
        self._light = Light(settings.dark_after)
        self._reporter = Reporter(appliance)
        self._keeper = Keeper(switches(settings.screen_power), self._reporter.power)
        self._alarm = Alarm(self._look)
        self._soon = Clock.create_trigger(lambda _: self._look())
        self._presence = Presence(settings.presence, self._seen)
        self._replugged = Replugged(self._keeper, self._reporter.plugs, fills=not settings.window_size)
        appliance.can("screen", self._answer)

    def watch(self, source: Source) -> None:
        self._source = source
        self._reporter.plugs(connectors.read())
        self._soon()

    def heard(self) -> None:
        self._soon()

    def stop(self) -> None:
        self._replugged.stop()
        self._presence.close()
        self._keeper.stop()

    def _look(self) -> None:
        snapshot = self._source.snapshot if self._source else None
        lit, again = self._light.look(snapshot, now(self._zone), time.monotonic(), self._moved)
        if lit != self._lit:
            self._lit = lit
            self._curtain.draw(down=not lit)
            self._dark(not lit)
            self._keeper.light(on=lit)
        self._alarm.set(None if again is None else min(again, LONGEST))

    def _seen(self) -> None:
        """In the sensor's thread."""
        self._moved = time.monotonic()
        self._soon()

    def _answer(self, _do: Do) -> Outcome:
        return "done", self._reporter.said, ""
