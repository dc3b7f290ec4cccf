"""A word to the staff while something is wrong: on the bus, and in a small file that `cherha doctor` reads."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.on_disk import keep, kept
from broker.contracts.phrases import Phrases

TOLD = "told.json"  # the codes of what is wrong now, in the queue-master's folder
FILLED = "filled.json"  # beside it: what stands in the slots of a problem's words, by its code


class Staff:
    def __init__(self, appliance: Appliance, phrases: Phrases, folder: Path) -> None:
        self._appliance, self._phrases, self._file = appliance, phrases, folder / TOLD
        self._told: frozenset[str] | None = None

    def tell(self, wrong: Collection[str]) -> None:
        """These codes are so now, and no others."""
        before, self._told = self._told or frozenset(), frozenset(wrong)
        filled = kept(self._file.with_name(FILLED), dict[str, dict[str, str]]) or {}
        for code in sorted(self._told - before):
            words = (self._phrases.text(f"{part}.{code}", **filled.get(code, {})) for part in ("problem", "remedy"))
            self._appliance.problem(code, *words)
        for code in sorted(before - self._told):
            self._appliance.clear(code)
        if self._told != before or not self._file.is_file():
            if self._told != before:
                (self._appliance.degraded if self._told else self._appliance.ready)()
            with suppress(OSError):  # the disk may be what is wrong
                keep(self._file, sorted(self._told), sync=False)

    def over(self) -> None:
        """Who is away tells nothing."""
        self._file.unlink(missing_ok=True)
