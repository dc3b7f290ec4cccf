"""From where the plays look ahead: a hall at a moment, with what is expected and what is left to chance."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from broker.queuemaster.chance import Chance
from broker.queuemaster.expectation import Expectation
from broker.queuemaster.state import Hall


class Outlook(NamedTuple):
    hall: Hall
    now: datetime
    expectation: Expectation
    chance: Chance

    @property
    def plays(self) -> int:
        return len(self.chance.even)

    def until(self, moment: datetime) -> float:
        """Seconds from now."""
        return (moment - self.now).total_seconds()
