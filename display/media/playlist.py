"""The playlist of an appliance: its bundle on disk, the slides of this hour, and those that could not be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from broker.bus.content_store import ContentStore, Staff
from broker.bus.seam import Bus
from broker.contracts import playlists
from broker.contracts.errors import ConfigError
from broker.contracts.phrases import Phrases
from broker.contracts.playlists import Slide

log = logging.getLogger(__name__)

PHRASES = Path(__file__).with_name("phrases")
SLIDE_BROKEN = "slide-broken"
LONGEST = 600.0  # seconds: the wall clock may be set right meanwhile


Later = Callable[[Callable[[], None]], None]
WakeIn = Callable[[float | None], None]
"""In so many seconds `look_at_the_clock` has something to do; None: never by itself."""


class Playlist:
    """Make it before `bus.start()`, then `read`. `changed` gets the slides of this hour; all in the screen's thread, to
    which `later` carries over what others bring.
    """

    def __init__(
        self,
        bus: Bus,
        name: str,
        folder: Path,
        *,
        staff: Staff,
        release: str,
        later: Later,
        changed: Callable[[tuple[Slide, ...]], None],
        wall_clock: Callable[[], datetime],
        wake_in: WakeIn,
    ) -> None:
        self._staff, self._changed, self._wall_clock, self._wake_in = staff, changed, wall_clock, wake_in
        self._slides: tuple[Slide, ...] = ()
        self._broken: dict[str, str] = {}  # file -> why
        self._store = ContentStore(
            bus,
            name,
            folder,
            check=playlists.check,
            staff=staff,
            on_change=lambda: later(self.read),
            release=release,
        )

    def stop(self) -> None:
        self._store.stop()

    def read(self) -> None:
        """The version in use, from the disk."""
        try:
            self._slides = playlists.load(self._store.path) if self._store.path else ()
        except ConfigError as wrong:  # it was good once: the disk, or a younger version of ours
            log.warning("%s", wrong)
            self._slides = ()
            self._store.blame("mistakes", wrong)
        if self._broken:
            self._broken.clear()
            self._staff.clear(SLIDE_BROKEN)
        self.look_at_the_clock()

    def look_at_the_clock(self) -> None:
        """Another hour may have other slides."""
        now = self._wall_clock().time()
        self._changed(playlists.shown_at(self._slides, now))
        change = playlists.next_change(self._slides, now)
        self._wake_in(None if change is None else min(change, LONGEST))

    def proven(self) -> None:
        """Something of it has been shown, and we live."""
        self._store.proven()

    def ended(self, slide: Slide, why: str) -> None:
        """A slide has come to its end, or (`why`) could not be shown: then the technician is told."""
        if not why:
            self.proven()
            return
        name = Path(slide.file).name
        self._broken[name] = why
        log.warning("%s: %s", name, why)
        phrases = Phrases.load(PHRASES)
        names, whys = ", ".join(self._broken), ", ".join(dict.fromkeys(self._broken.values()))
        message = phrases.text(f"problem.{SLIDE_BROKEN}", file=names, why=whys)
        self._staff.problem(SLIDE_BROKEN, message, phrases.text(f"remedy.{SLIDE_BROKEN}"))
