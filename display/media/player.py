"""Plays a playlist in an area of a screen: one slide after the other, quietly while somebody is called."""

from __future__ import annotations

import time
from datetime import tzinfo

from kivy.clock import Clock

from broker.bus.clock import now
from broker.bus.content_store import Staff
from broker.bus.release import release
from broker.bus.seam import Bus
from broker.bus.settings import Settings
from broker.contracts.playlists import Slide
from display.look.alarm import Alarm
from display.media.area import MediaArea
from display.media.playlist import Playlist
from display.media.turns import Turns

LINGERS = 8.0  # seconds: the voice is longer than a call is new, and says it in two languages


class Player:
    """Make it before `bus.start()`, then `start`, and put `area` somewhere. What is taken away does not play."""

    def __init__(self, bus: Bus, settings: Settings, zone: tzinfo, *, staff: Staff) -> None:
        self._duck = settings.duck
        self._turns = Turns()
        self._dark = False
        self._slide_over = Alarm(lambda: self._step(self._turns.waited(time.monotonic())))
        self._voice_over = Alarm(lambda: self.area.quieten(1.0))
        self._hours = Alarm(lambda: self._playlist.look_at_the_clock())  # noqa: PLW0108 - it is made below
        self.area = MediaArea(settings.volume, self._ended, lambda: self._playlist.proven())  # noqa: PLW0108 - it is made below
        self.area.bind(parent=lambda *_: self._come_or_go())
        self._playlist = Playlist(
            bus,
            settings.playlist,
            settings.state_dir / "content",
            staff=staff,
            release=release(),
            later=lambda then: Clock.schedule_once(lambda _: then()),
            changed=lambda slides: self._step(self._turns.given(slides, time.monotonic())),
            wall_clock=lambda: now(zone),
            wake_in=self._hours.set,
        )

    def start(self) -> None:
        self._playlist.read()

    def stop(self) -> None:
        self._playlist.stop()
        self.area.play(None, 0)

    def calling(self, *, is_new: bool) -> None:
        """A call is new, or is so no longer: then it may still be spoken."""
        if is_new:
            self._voice_over.set(None)
            self.area.quieten(self._duck)
        else:
            self._voice_over.set(LINGERS)

    def dark(self, is_dark: bool) -> None:  # noqa: FBT001 - told by whoever switches the light
        """The screen's light is off: nobody looks."""
        self._dark = is_dark
        self._come_or_go()

    def _come_or_go(self) -> None:
        """What was taken away begins anew when it comes back."""
        self._step(self._turns.resumed(time.monotonic()))

    def _ended(self, slide: Slide, why: str) -> None:
        self._playlist.ended(slide, why)
        self._step(self._turns.over(slide, time.monotonic(), broken=bool(why)))

    def _step(self, turns: Turns) -> None:
        self._turns = turns
        plays = self.area.parent is not None and not self._dark
        self.area.play(turns.showing if plays else None, turns.turn)
        ends = turns.ends if plays else None
        self._slide_over.set(None if ends is None else max(0.0, ends - time.monotonic()))
