"""Who has voted, on the tablet's disk: after a power cut in the middle of a visit nobody is asked for a second vote.

A broken or lost book is an empty one: somebody may be asked again, and the queue-master counts one vote a ticket anyway.
"""

from __future__ import annotations

import logging
from pathlib import Path

from broker.bus.on_disk import keep, kept

log = logging.getLogger(__name__)


class VoteBook:
    """Visits by day and number, of no person; as many as the flow remembers."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "voted.json"
        self.voted: tuple[str, ...] = kept(self._path, tuple[str, ...]) or ()

    def note(self, voted: tuple[str, ...]) -> None:
        """These have voted. Written only when it is news; a full disk takes the memory, not the vote."""
        if voted == self.voted:
            return
        self.voted = voted
        try:
            keep(self._path, voted, sync=False)  # the vote itself is on the disk; this must not hold up its screen
        except OSError:
            log.warning("who has voted could not be noted", exc_info=True)
