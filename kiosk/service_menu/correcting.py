"""Every touch brought to where the finger meant it, before anybody hears of it: a step of Kivy's own input path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.base import EventLoop

from kiosk.service_menu import calibration_file
from kiosk.service_menu.calibration import AS_IT_IS, Affine


class Correcting:
    """Holds the appliance's calibration, or one that is only being tried. In the screen's thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = calibration_file.read(folder)
        self._holds = self._kept.holds
        self._kept_anew: Callable[[], None] = lambda: None
        self._corrected: dict[Any, tuple[float, float]] = {}
        EventLoop.postproc_modules.append(self)

    @property
    def holds(self) -> Affine:
        return self._holds

    @property
    def can_undo(self) -> bool:
        return bool(self._kept.done)

    @property
    def can_redo(self) -> bool:
        return bool(self._kept.undone)

    def listen(self, kept_anew: Callable[[], None]) -> None:
        """Be told whenever another calibration is on the disk."""
        self._kept_anew = kept_anew

    def hold(self, calibration: Affine) -> None:
        """Correct by this one from now on, until the next start or `drop`."""
        self._holds = calibration

    def drop(self) -> None:
        """Back to what is on the disk."""
        self._holds = self._kept.holds

    def keep(self) -> None:
        """Put on the disk what holds now."""
        self._set(self._kept.with_new(self._holds))

    def undo(self) -> None:
        self._set(self._kept.undo())

    def redo(self) -> None:
        self._set(self._kept.redo())

    def _set(self, kept: calibration_file.Calibrations) -> None:
        calibration_file.write(self._folder, kept)
        self._kept, self._holds = kept, kept.holds
        self._kept_anew()

    def process(self, events: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Kivy calls this with all that came in since the last time."""
        if self._holds != AS_IT_IS or self._corrected:
            for _, touch in events:
                # A touch that did not move since comes again as it was left here.
                if self._corrected.get(touch.uid) != (touch.sx, touch.sy):
                    touch.sx, touch.sy = self._holds((touch.sx, touch.sy))
                    self._corrected[touch.uid] = (touch.sx, touch.sy)
            for kind, touch in events:
                if kind == "end":
                    self._corrected.pop(touch.uid, None)
        return events
