"""The display as the box's desk knows it: the words of its lines, and what a technician hears when it fails."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.appliance import Appliance
from broker.contracts.errors import HardwareError
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from office.button_box.box import Box
from office.button_box.two_lines.lines import lines
from office.button_box.two_lines.showing import Showing

if TYPE_CHECKING:
    from office.button_box.two_lines.panel import Panel

log = logging.getLogger(__name__)

PROBLEM = "box-display"
PHRASES = Path(__file__).with_name("phrases")


class Telling:
    def __init__(self, panel: Panel, window: int, language: str, appliance: Appliance) -> None:
        self._window, self._language, self._appliance = window, language, appliance
        self._phrases = Phrases.load(PHRASES)
        self._showing = Showing(panel, self._told)

    def show(self, box: Box, snapshot: Snapshot | None, at: float) -> None:
        self._showing.show(lines(box, snapshot, self._window, self._phrases, self._language, at=at))

    def again(self) -> float:
        return self._showing.again()

    def _told(self, error: HardwareError | None) -> None:
        if error is None:
            self._appliance.clear(PROBLEM)
            return
        log.debug("%s", error)
        message = self._phrases.text(f"problem.{PROBLEM}", why=str(error))
        self._appliance.problem(PROBLEM, message, self._phrases.text(f"remedy.{PROBLEM}"))
