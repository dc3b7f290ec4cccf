"""At the standby: what the queue-master has does not go onto this disk. Staff are told, and it is tried again after longer and
longer pauses: each try with no room costs both boxes something.
"""

from __future__ import annotations

import threading
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.back_off import back_off
from broker.contracts.phrases import Phrases

PHRASES = Path(__file__).parent / "phrases"
NO_ROOM = "standby-no-room"
FIRST = 2.0  # seconds
FILES, JOURNAL, STANDS = "files", "journal", "stands"  # the first in a thread of its own
# Seconds. A page of the journal is small, and who rests between two is so much later in office when the queue-master dies.
LONGEST = {FILES: 600.0, JOURNAL: 10.0, STANDS: 0.0}


class Room:
    """One for both threads that write here."""

    def __init__(self, appliance: Appliance) -> None:
        self._appliance, self._lock = appliance, threading.Lock()
        self._tries: dict[str, int] = {}

    def lacked(self, what: str) -> float:
        """Seconds until the next try."""
        with self._lock:
            tries = self._tries[what] = self._tries.get(what, 0) + 1
            phrases = Phrases.load(PHRASES)
            self._appliance.problem(NO_ROOM, phrases.text(f"problem.{NO_ROOM}"), phrases.text(f"remedy.{NO_ROOM}"))
        return back_off(tries, 0.0, FIRST, LONGEST[what])

    def had(self, what: str) -> None:
        """All of it is here, as far as it was asked for."""
        with self._lock:
            if self._tries.pop(what, 0) and not self._tries:
                self._appliance.clear(NO_ROOM)
