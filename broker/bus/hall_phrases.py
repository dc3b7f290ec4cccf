"""The hall's own phrases on an appliance: the bundle `phrases`, which goes before the words that came with the software.

Whoever holds the phrases says the new words from then on: no role begins anew for them, and no visitor is sent away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from broker.bus.content_store import ContentStore, Staff
from broker.bus.content_versions import in_use
from broker.bus.seam import Bus
from broker.contracts import hall_phrases
from broker.contracts.errors import ConfigError
from broker.contracts.phrases import Phrases

log = logging.getLogger(__name__)

NAME = "phrases"

Areas = Mapping[str, Phrases]
"""Area -> the phrases of ours that the hall may change."""


def speak_as_the_hall(state_dir: Path, areas: Areas) -> None:
    """Say what the hall has told us before; for a first frame that comes before the bus."""
    folder = in_use(_content(state_dir) / NAME)
    _speak(folder, areas)


class HallPhrases:
    """Make it before `bus.start()`. `changed` is called in another thread when `areas` say other words than before."""

    def __init__(
        self,
        bus: Bus,
        state_dir: Path,
        areas: Areas,
        *,
        staff: Staff,
        release: str,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._areas, self._changed = areas, changed
        self._store: ContentStore | None = None
        self._store = ContentStore(
            bus,
            NAME,
            _content(state_dir),
            check=self._check,
            staff=staff,
            on_change=self._take,
            release=release,
        )
        self._speak()

    def stop(self) -> None:
        if self._store is not None:
            self._store.stop()

    def _check(self, unpacked: Path) -> None:
        """Of what is not ours another role is the judge."""
        hall_phrases.parse(hall_phrases.read(unpacked), self._areas, part=True)

    def _take(self) -> None:
        self._speak()
        self._changed()

    def _speak(self) -> None:
        if self._store is not None:
            _speak(self._store.path, self._areas)
            self._store.proven()


def _content(state_dir: Path) -> Path:
    return state_dir / "content"


def _speak(folder: Path | None, areas: Areas) -> None:
    """What is right in it, and what was shipped for the rest: another release may know other phrases."""
    try:
        own = hall_phrases.good(hall_phrases.read(folder), areas) if folder else {}
    except ConfigError as wrong:
        log.warning("the hall's own phrases cannot be read: %s", wrong)
        own = {}
    for area, phrases in areas.items():
        phrases.speak(own.get(area, {}))
