"""Tells the technician when a screen is not as it should be. A table of what may be wrong, and what clears it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases
from display.power.connectors import Connector, unplugged
from display.power.seam import Observed, together

PHRASES = Path(__file__).with_name("phrases")
DARK, LIT, UNPLUGGED = "screen-dark", "screen-stays-lit", "screen-unplugged"


class Staff(Protocol):
    def problem(self, code: str, message: Text, remedy: Text) -> None: ...

    def clear(self, code: str) -> None: ...


class Reporter:
    """`power` and `plugs` are told from any thread. `said`: all that is known, in one line."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._phrases: Phrases | None = None
        self._power = self._plugs = ""

    @property
    def said(self) -> str:
        return "; ".join(part for part in (self._power, self._plugs) if part)

    def power(self, wished: bool, seen: dict[str, Observed]) -> None:  # noqa: FBT001 - the wish itself
        self._power = f"{'on' if wished else 'off'} was wished; " + ", ".join(
            f"{by}: {is_}" for by, is_ in seen.items()
        )
        observed = together(seen)
        self._tell(DARK, wrong=wished and observed == "off")
        self._tell(LIT, wrong=not wished and observed == "on")

    def plugs(self, connectors: tuple[Connector, ...]) -> None:
        self._plugs = ", ".join(map(str, connectors))
        self._tell(UNPLUGGED, wrong=unplugged(connectors))

    def _tell(self, code: str, *, wrong: bool) -> None:
        if not wrong:
            self._staff.clear(code)
            return
        if self._phrases is None:
            self._phrases = Phrases.load(PHRASES)
        self._staff.problem(code, self._phrases.text(f"problem.{code}"), self._phrases.text(f"remedy.{code}"))
