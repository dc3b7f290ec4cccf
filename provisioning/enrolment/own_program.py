"""Whether the program that this process was begun from has been changed on the disk: an update came meanwhile.

The access list of the broker is made by this process, of a table in its program. With a new program boxes speak of new
topics, and an older process would not let them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broker.bus.on_disk import look_of
from broker.mosquitto import access

SETTLED = 5.0  # seconds without a change: an installer writes many files


class OwnProgram:
    def __init__(self, steady: Callable[[], float], table: Path = Path(access.__file__)) -> None:
        self._steady, self._table = steady, table
        self._begun = self._seen = look_of(table)
        self._since = steady()

    def is_another(self) -> bool:
        """The table has changed since we began, and has stayed so for a while."""
        look = look_of(self._table)
        if look != self._seen:
            self._seen, self._since = look, self._steady()
        return look is not None and look != self._begun and self._steady() - self._since >= SETTLED
