"""Looks at the power supply now and then, and complains of it until the machine is started again."""

from __future__ import annotations

import threading

from broker.acceptance.finding import PHRASES
from broker.acceptance.supply import Supply
from broker.bus.appliance import Appliance

CODE = "under-voltage"
PAUSE, PAUSE_OF_PROGRAM = 10.0, 60.0  # seconds between two looks
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # what is told of the count: a weak supply is no reason for a flood


class SupplyWatch:
    """`start` begins a thread of its own, unless this machine measures nothing."""

    def __init__(self, appliance: Appliance, supply: Supply) -> None:
        self._appliance, self._supply = appliance, supply
        self._over = threading.Event()

    def start(self) -> None:
        if self.look():
            threading.Thread(target=self._run, name="supply", daemon=True).start()

    def stop(self) -> None:
        self._over.set()

    def look(self) -> bool:
        """Once; whether there is a sensor."""
        found = self._supply.look()
        if found.low:
            times = max((step for step in _STEPS if step <= found.times), default=1)
            message = PHRASES.text(f"problem.{CODE}", times=times)
            self._appliance.problem(CODE, message, PHRASES.text(f"remedy.{CODE}"))
        return found.sensed

    def _run(self) -> None:
        while not self._over.wait(PAUSE_OF_PROGRAM if self._supply.slow else PAUSE):
            self.look()
