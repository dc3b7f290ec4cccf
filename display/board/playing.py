"""Fills a board's media area with a playlist, where its layout has one; else nothing of it is even imported."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from broker.bus.appliance import Appliance
from broker.bus.seam import Bus
from broker.bus.settings import Settings
from display.board.board import Board

if TYPE_CHECKING:
    from display.media.player import Player


def fill_media(board: Board, bus: Bus, settings: Settings, zone: tzinfo, staff: Appliance) -> Player | None:
    """The player of the area, to be made before `bus.start()`; None where there is no area."""
    if not board.has_room_for_media:
        return None
    from display.media.player import Player  # noqa: PLC0415 - see above

    player = Player(bus, settings, zone, staff=staff)
    board.bind(calling=lambda _board, is_new: player.calling(is_new=is_new))
    board.media = player.area
    return player
