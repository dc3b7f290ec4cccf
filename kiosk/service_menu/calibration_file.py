"""The calibrations of an appliance on its disk: the one that holds, those before it, and those that were undone."""

from __future__ import annotations

from pathlib import Path

import msgspec

from broker.bus.on_disk import keep, kept
from kiosk.service_menu.calibration import AS_IT_IS, Affine

FILE = "touch-calibration.json"
KEPT = 10


class Calibrations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`done`: the last one holds; none: the panel as it is. `undone`: the last one is the next to be done again."""

    done: tuple[Affine, ...] = ()
    undone: tuple[Affine, ...] = ()

    @property
    def holds(self) -> Affine:
        return self.done[-1] if self.done else AS_IT_IS

    def with_new(self, calibration: Affine) -> Calibrations:
        return Calibrations((*self.done, calibration)[-KEPT:])

    def undo(self) -> Calibrations:
        return Calibrations(self.done[:-1], (*self.undone, *self.done[-1:])) if self.done else self

    def redo(self) -> Calibrations:
        return Calibrations((*self.done, self.undone[-1]), self.undone[:-1]) if self.undone else self


def read(folder: Path) -> Calibrations:
    """What is on the disk; none when nobody can read it: an uncalibrated screen can still be touched."""
    return kept(folder / FILE, Calibrations) or Calibrations()


def write(folder: Path, calibrations: Calibrations) -> None:
    keep(folder / FILE, calibrations)
