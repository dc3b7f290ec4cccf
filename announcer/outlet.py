"""Where one mouth is heard: its player, its zones, how loud it is now, and whether anybody could hear it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from announcer.schedule import FULL
from announcer.sound.players import Player
from announcer.sound.volume import AtVolume


@dataclass(frozen=True, slots=True)
class Outlet:
    """`zones`: whose calls are heard here; none: everybody's. `volume`: percent now. `unheard`: why the last
    announcement reached nobody, None when it did, as far as the machine knows.
    """

    player: Player
    id: str = "all"
    zones: tuple[str, ...] = ()
    volume: Callable[[], int] = lambda: FULL
    unheard: Callable[[], str | None] = lambda: None
    knob: AtVolume | None = None
    check: Callable[[], None] = lambda: None  # look whether there is sound, before the first announcement

    def serves(self, *zones: str) -> bool:
        """Whether anything for `zones` (none: the whole hall) is to be heard here."""
        return not self.zones or not zones or any(zone in self.zones for zone in zones)

    def set_volume(self, *, urgent: bool) -> int:
        """How loud the next announcement is, in percent; 0: it is not to be heard."""
        percent = FULL if urgent else self.volume()
        if self.knob is not None:
            self.knob.percent = percent
        return percent
