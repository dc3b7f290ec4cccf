"""Calls as a hall will make them, before it made any: of the first line, a window in each zone, with a sign. Pure."""

from __future__ import annotations

from broker.contracts.hall_file import HallFile
from broker.contracts.numbers import written
from broker.contracts.phrases import pick
from display.board.view import CallRow
from display.board.zones import Zones

NUMBER = 888  # as wide as numbers get


def examples(hall: HallFile, zones: Zones, language: str) -> tuple[CallRow, ...]:
    """One for each zone of a board; none in a hall without lines or windows."""
    widest = {window.zone: window.id for window in hall.window if not zones.own or window.zone in zones.own}
    if not hall.line:
        return ()
    return tuple(
        CallRow(
            number=written(hall.line[0].letter, NUMBER),
            window=str(window),
            zone=pick(hall.zones[zone].name, language) if zones.several and zone in hall.zones else "",
            mark="/".join(dict.fromkeys(each.prefix for each in hall.priority)),
            stands_out=True,
            fresh=True,
            way=zones.way(zone),
        )
        for zone, window in widest.items()
    )
