"""What is wrong with what hangs on a kiosk beside its screen, told to the technicians. From any thread."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases

PHRASES = Path(__file__).parent / "phrases"


class Staff(Protocol):
    """An appliance, as far as it tells problems."""

    def problem(self, code: str, message: Text, remedy: Text) -> None: ...

    def clear(self, code: str) -> None: ...


class Troubles:
    """`found` before anybody listens is told when somebody does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, str] = {}
        self._staff: Staff | None = None

    def tell(self, staff: Staff) -> None:
        """From now on `staff` is told."""
        with self._lock:
            self._staff = staff
            for code, why in self._open.items():
                self._say(code, why)

    def found(self, code: str, why: str) -> None:
        with self._lock:
            self._open[code] = why
            self._say(code, why)

    def gone(self, code: str) -> None:
        with self._lock:
            self._open.pop(code, None)
            if self._staff:
                self._staff.clear(code)

    def _say(self, code: str, why: str) -> None:
        if self._staff:
            phrases = Phrases.load(PHRASES)  # few kiosks have a trouble
            self._staff.problem(code, phrases.text(f"problem.{code}", why=why), phrases.text(f"remedy.{code}"))
