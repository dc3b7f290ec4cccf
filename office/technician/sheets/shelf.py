"""Every sheet that an appliance ever told of, on the office's disk: the hall keeps them when the box is long dead."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from broker.bus.on_disk import kept, put
from broker.contracts.acceptance import Sheet

log = logging.getLogger(__name__)

KEPT = 100  # of one appliance


class Shelf:
    """`folder`: None where nothing is kept beyond this process."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._by: dict[str, dict[str, Sheet]] = {}
        for file in sorted(folder.glob("*/*.json")) if folder else ():
            if (sheet := kept(file, Sheet)) is not None:
                self._by.setdefault(sheet.appliance, {})[_name(sheet)] = sheet

    def hear(self, appliance: str, sheet: Sheet) -> None:
        """A sheet as its appliance tells it: a new one, or one that was judged meanwhile."""
        if sheet.appliance != appliance or self._by.get(appliance, {}).get(_name(sheet)) == sheet:
            return
        sheets = self._by.setdefault(appliance, {})
        sheets[_name(sheet)] = sheet
        for old in sorted(sheets)[:-KEPT]:
            del sheets[old]
        if self._folder is not None:
            try:
                put(self._folder / appliance / f"{_name(sheet)}.json", msgspec.json.format(msgspec.json.encode(sheet)))
            except OSError as full:  # the appliance has it, too
                log.warning("a sheet of %s is not kept: %s", appliance, full)

    def of(self, appliance: str) -> tuple[Sheet, ...]:
        """The newest first."""
        return tuple(sheet for _, sheet in sorted(self._by.get(appliance, {}).items(), reverse=True))


def _name(sheet: Sheet) -> str:
    return f"{sheet.at:%Y%m%d-%H%M%S}"
