"""The layout that the hall gives to a board: heard on the bus, fetched, checked, and shown from a new start on.

A start takes seconds, and is the same for every change: what is on the screen is then of one layout, whatever is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broker.bus.anew import begin_anew
from broker.bus.content_store import ContentStore, Staff
from broker.bus.release import release
from broker.bus.seam import Bus
from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from display.board.layouts import bundle
from display.board.layouts.chosen import content


class LayoutCopy:
    """Make it before `bus.start()`, once a frame has shown what is `drawn`: the folder of a version, or None."""

    def __init__(
        self,
        bus: Bus,
        settings: Settings,
        hall: HallFile,
        drawn: Path | None,
        *,
        staff: Staff,
        anew: Callable[[], None] = begin_anew,
    ) -> None:
        self._hall, self._drawn, self._anew = hall, drawn, anew
        self._store: ContentStore | None = None
        self._store = ContentStore(
            bus,
            settings.layout,
            content(settings),
            check=self._check,
            staff=staff,
            on_change=self._changed,
            release=release(),
        )
        self._judge(self._store)

    def stop(self) -> None:
        if self._store is not None:
            self._store.stop()

    def _judge(self, store: ContentStore) -> None:
        """What is in use is on the screen, or could not be: then the version before it is the one."""
        if store.path == self._drawn:
            if self._drawn is not None:
                store.proven()
            return
        try:
            if store.path is not None:
                self._check(store.path)
        except ConfigError as wrong:
            store.blame("mistakes", wrong)
        else:
            self._changed()

    def _check(self, unpacked: Path) -> None:
        bundle.check(unpacked, self._hall)

    def _changed(self) -> None:
        if self._store is not None and self._store.path != self._drawn:
            self._anew()


def layout_of_the_hall(
    bus: Bus, settings: Settings, hall: HallFile, drawn: Path | None, *, staff: Staff
) -> LayoutCopy | None:
    """None: this board has a layout of its own."""
    return LayoutCopy(bus, settings, hall, drawn, staff=staff) if bundle.is_bundle(settings.layout) else None
