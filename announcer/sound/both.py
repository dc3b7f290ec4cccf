"""Two devices at once: the loudspeakers, and beside them an induction loop or headsets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from announcer.sound.players import NoSoundDevice, Part, Player


class Both:
    """See `Player`. What becomes of the second is its own matter: it neither stops nor delays the first."""

    def __init__(self, first: Player, second: Player) -> None:
        self._first, self._second = first, second

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        beside = threading.Thread(target=self._beside, args=(parts, title), name="loop", daemon=True)
        beside.start()
        try:
            self._first.play(parts, title, started)
        finally:
            beside.join()

    def cut(self) -> None:
        self._first.cut()
        self._second.cut()

    def close(self) -> None:
        self._first.close()
        self._second.close()

    def _beside(self, parts: Sequence[Part], title: str) -> None:
        with suppress(NoSoundDevice):
            self._second.play(parts, title, lambda: None)
