"""At the queue-master: the second disk, as its loop sees it."""

from __future__ import annotations

import threading
from pathlib import Path

from broker.bus.seam import Bus
from broker.bus.settings import Settings
from broker.contracts.standby import Follow
from broker.queuemaster.journal import Journal
from broker.standby.kept_files import KeptFiles
from broker.standby.serving import Serving


class SecondDisk:
    """Serves whoever follows; see `queuemaster.second.Second`."""

    def __init__(self, bus: Bus, journal: Journal, kept: KeptFiles, standby: str) -> None:
        self._standby = standby
        self._serving = Serving(bus, journal, kept, self._heard)
        self._thread = threading.Thread(target=self._serving.run, name="standby", daemon=True)
        self._thread.start()

    def written(self, seq: int) -> None:  # noqa: ARG002 - the follower says itself how far it is
        self._serving.written()

    def stop(self) -> None:
        self._serving.stop()
        self._thread.join()

    def _heard(self, who: str, follow: Follow) -> None: ...


def kept_files(settings: Settings) -> KeptFiles:
    """What a queue-master with these settings backs up."""
    content = Path(settings.content) if settings.content else None
    return KeptFiles(settings.state_dir, settings.hall, content, tuple(map(Path, settings.backs_up.split())))


def second_disk(settings: Settings, bus: Bus, journal: Journal) -> SecondDisk:
    return SecondDisk(bus, journal, kept_files(settings), settings.standby)
