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
from broker.bus.speech import SpeechWatch
from broker.contracts.playlists import Slide
from display.look.alarm import Alarm
from display.media.area import MediaArea
from display.media.ducking import Ducking
from display.media.fading import Fading
from display.media.playlist import Playlist
from display.media.turns import Turns


class Player:
    """Make it before `bus.start()`, then `start`, and put `area` somewhere. What is taken away does not play."""

    def __init__(self, bus: Bus, settings: Settings, zone: tzinfo, *, staff: Staff) -> None:
        self._ducking = Ducking(spare=settings.duck)
        self._voice: SpeechWatch | None = None
        self._turns = Turns()
        self._dark = False
        self._slide_over = Alarm(lambda: self._step(self._turns.waited(time.monotonic())))
        self._call_over = Alarm(self._duck)
        self._voice_lost = Alarm(self._listen)
        self._voice_soon = Clock.create_trigger(lambda _: self._listen())
        self._fading = Fading(lambda share: self.area.quieten(share))  # noqa: PLW0108 - it is made below
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
        self._ducking = self._ducking.call(time.monotonic(), is_new=is_new)
        self._duck()

    def listen(self, voice: SpeechWatch) -> None:
        self._voice = voice

    def spoken(self) -> None:
        """The voice has begun to say something, or is done. From any thread."""
        self._voice_soon()

    def dark(self, is_dark: bool) -> None:  # noqa: FBT001 - told by whoever switches the light
        """The screen's light is off: nobody looks."""
        self._dark = is_dark
        self._come_or_go()

    def _listen(self) -> None:
        if self._voice is None:
            return
        self._ducking = self._ducking.voice(self._voice.duck)
        self._voice_lost.set(self._voice.ends_in)
        self._duck()

    def _duck(self) -> None:
        moment = time.monotonic()
        self._fading.to(self._ducking.share(moment))
        self._call_over.set(self._ducking.wait(moment))

    def _come_or_go(self) -> None:
        """What was taken away begins anew when it comes back."""
        self._step(self._turns.resumed(time.monotonic()))

    def _ended(self, slide: Slide, why: str) -> None:
        self._playlist.ended(slide, why)
        self._step(self._turns.over(slide, time.monotonic(), broken=bool(why)))

    def _step(self, turns: Turns) -> None:
        self._turns = turns
        self.area.empty = turns.showing is None
        plays = self.area.parent is not None and not self._dark
        self.area.play(turns.showing if plays else None, turns.turn)
        ends = turns.ends if plays else None
        self._slide_over.set(None if ends is None else max(0.0, ends - time.monotonic()))
